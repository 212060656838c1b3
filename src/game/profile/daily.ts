import { accountOf, type LedgerCommand } from '../economy/ledger-protocol.ts';
import {
  type Accepted,
  accept,
  type Context,
  type Decision,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import { relativeTime } from '../shared/relative-time.ts';
import { award } from './awards.ts';
import { dayIn, startAfterDay } from './calendar.ts';
import { receiptOf } from './quotes.ts';
import type { UserEvent } from './user-events.ts';
import type { UserCommand, UserReply } from './user-protocol.ts';
import type { Daily, UserState } from './user-state.ts';

const HOUR_MS = 3_600_000;
/** Coins of a daily. */
const DAILY_BASE = 500;
/** Coins more for each day of the streak after the first, up to {@link DAILY_STREAK_MAX}. */
const DAILY_STEP = 50;
const DAILY_STREAK_MAX = 500;
/** Never two dailies within this long, whatever the calendar says. */
export const DAILY_GAP_MS = 20 * HOUR_MS;
/** A streak lives on when the next daily comes within this long. */
const STREAK_KEPT_MS = 48 * HOUR_MS;

/** Coins of the daily that makes the streak this many days long. */
export const dailyAmount = (streak: number): number =>
  DAILY_BASE + Math.min(DAILY_STREAK_MAX, DAILY_STEP * Math.max(0, streak - 1));

/**
 * When the next daily can be claimed: on a later calendar day in the person's zone than the last one and at least
 * {@link DAILY_GAP_MS} after it. So neither a change of zone nor a clock that jumps back gives two.
 */
export const nextDailyAtMs = (state: UserState): number => {
  const { daily } = state;
  if (daily.day < 0) return 0;
  const afterGap = daily.claimedAtMs + DAILY_GAP_MS;
  return startAfterDay(state.timeZone, daily.day, afterGap);
};

/** The streak that a daily at this time would make. */
export const nextStreak = (daily: Daily, nowMs: number): number =>
  daily.day >= 0 && nowMs - daily.claimedAtMs <= STREAK_KEPT_MS ? daily.streak + 1 : 1;

/** Claims the daily: 500 coins and 50 more for each day of the streak, up to 1,000, from the mint of the realm. */
export const claimDaily = (
  state: UserState,
  command: Extract<UserCommand, { type: 'ClaimDaily' }>,
  context: Context,
): Decision<UserEvent, UserReply> => {
  const { nowMs, self } = context;
  const nextAtMs = nextDailyAtMs(state);
  if (nextAtMs > nowMs) {
    return reject({
      code: 'E_COOLDOWN',
      message: `You have had this daily. The next one waits for a new day: run \`/eco daily\` again ${relativeTime(nextAtMs)}.`,
      untilMs: nextAtMs,
    });
  }
  if (state.daily.status === 'pending') {
    return reject({ code: 'E_BUSY', message: 'Your last daily is still being paid. Try again in a minute.' });
  }
  const claimNo = state.daily.claimNo + 1;
  const streak = nextStreak(state.daily, nowMs);
  const amount = dailyAmount(streak);
  const day = dayIn(state.timeZone, nowMs);
  const transfer: LedgerCommand = {
    type: 'Transfer',
    legs: [{ from: 'mint', to: accountOf(self.id), coins: amount }],
    memo: { kind: 'daily' },
  };
  return accept<UserEvent, UserReply>(
    [{ type: 'DailyClaimed', claimNo, realm: command.realm, amount, streak, day }],
    {
      type: 'DailyClaimed',
      claimNo,
      amount,
      streak,
      nextAtMs: startAfterDay(state.timeZone, day, nowMs + DAILY_GAP_MS),
    },
    {
      effects: [
        {
          to: { kind: 'ledger', realm: command.realm, id: '0' },
          command: transfer,
          tag: `daily:${claimNo}`,
        },
      ],
    },
  );
};

const NOTHING: UserReply = { type: 'Done', revision: 0 };

/** The ledger's answer to a daily. Refused, it can be claimed again; given up, an operator still pays it. */
export const settleDaily = (
  state: UserState,
  claimNo: number,
  outcome: EffectOutcome,
  context: Context,
): Accepted<UserEvent, UserReply> => {
  const { daily } = state;
  if (daily.claimNo !== claimNo || daily.status !== 'pending') return accept([], NOTHING);
  if (!outcome.ok) {
    const retry = outcome.gaveUp !== true;
    return accept([{ type: 'DailyRefused', claimNo, rejection: outcome.rejection, retry }], NOTHING);
  }
  const { amount, streak } = daily;
  const receiptId = receiptOf(outcome.reply);
  return accept<UserEvent, UserReply>(
    [{ type: 'DailySettled', claimNo, amount, streak, receiptId }, ...award(state, context, 'daily')],
    NOTHING,
  );
};
