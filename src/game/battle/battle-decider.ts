import {
  accept,
  type Accepted,
  type Context,
  type Decider,
  type Decision,
  type Effect,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import { refKey } from '../shared/ids.ts';
import { heardOf } from './aftermath.ts';
import type { BattleEvent } from './battle-events.ts';
import { evolveBattle } from './battle-evolve.ts';
import type { BattleCommand, BattleReply } from './battle-protocol.ts';
import { type BattleState, initialBattle, sideOf } from './battle-state.ts';
import { giveBackStakes, payOut, tellAll } from './ending.ts';
import { begin, ready, standing, started } from './beginning.ts';
import { acceptChallenge, open } from './opening.ts';
import { closedText, UNREPLAYABLE, voidText } from './notices.ts';
import { playersOf } from './parties.ts';
import { closeWindow, forfeit, giveOrder } from './playing.ts';
import type { Means } from './rules.ts';

type Decided = Decision<BattleEvent, BattleReply>;
type Settled = Accepted<BattleEvent, BattleReply>;

const cancelReminder = { name: 'expire', dueMs: null } as const;

const close = (state: BattleState, why: 'declined' | 'withdrawn' | 'expired', context: Context): Decided => {
  if (state.status !== 'open' && state.status !== 'accepted') {
    return reject({ code: 'E_GONE', message: 'This challenge is over or under way.' });
  }
  return accept<BattleEvent, BattleReply>(
    [{ type: 'BattleClosed', why, players: playersOf(state) }],
    standing(state, 'closed', true),
    {
      effects: tellAll(state, (other) => closedText(why, other)),
      reminders: context.by === refKey(context.self) ? [] : [cancelReminder],
    },
  );
};

/** Ends a battle without a result: stakes back, seeds revealed, everybody told, in one commit. */
const voided = (state: BattleState, reason: string, context: Context): Settled =>
  accept<BattleEvent, BattleReply>(
    [{ type: 'BattleVoided', reason, players: playersOf(state) }],
    standing(state, 'void', true),
    {
      effects: [...giveBackStakes(state, context), ...tellAll(state, (other) => voidText(reason, other))],
    },
  );

const voidBattle = (state: BattleState, reason: string, context: Context): Decided => {
  const isUnderWay = state.status !== 'none' && state.status !== 'ended' && state.status !== 'void';
  if (!isUnderWay || state.status === 'closed') {
    return reject({ code: 'E_GONE', message: 'Only a battle that is under way can be voided.' });
  }
  return voided(state, reason, context);
};

/** What the ledger hears about the stakes. */
const review = (state: BattleState, context: Context): Decided => {
  const isLive = state.status === 'live' || state.status === 'staking' || state.hold === 'closing';
  if (isLive) return accept<BattleEvent, BattleReply>([], { hold: 'live' });
  if (state.status !== 'ended') return accept<BattleEvent, BattleReply>([], { hold: 'void' });
  // a ledger that still holds the stakes has never heard who won, or could not do it: it is told again
  const effects = state.stake > 0 ? payOut(state, context, state.outcome?.winner ?? null) : [];
  return accept<BattleEvent, BattleReply>([], { hold: 'settled' }, { effects });
};

const isOwn = (context: Context): boolean => context.by === refKey(context.self);

const decideOn = (state: BattleState, command: BattleCommand, context: Context, means: Means): Decided => {
  switch (command.type) {
    case 'Open':
      return open(state, command, context, means);
    case 'Accept':
      return acceptChallenge(state, command, context);
    case 'Decline':
      return sideOf(state, context.by) === 1
        ? close(state, 'declined', context)
        : reject({ code: 'E_PERM', message: 'This challenge is for somebody else.' });
    case 'Withdraw':
      return sideOf(state, context.by) === 0
        ? close(state, 'withdrawn', context)
        : reject({ code: 'E_PERM', message: 'This is somebody else’s challenge.' });
    case 'Begin':
      return begin(state, command, context, means);
    case 'Ready':
      return ready(state, command, context, means);
    case 'Order':
      return giveOrder(state, command, context);
    case 'Forfeit':
      return forfeit(state, context, means);
    case 'CloseWindow':
      return isOwn(context)
        ? closeWindow(state, command, context, means)
        : reject({ code: 'E_PERM', message: 'Only the clock closes windows.' });
    case 'Expire':
      return state.status === 'open' || state.status === 'accepted'
        ? close(state, 'expired', context)
        : accept([], standing(state));
    case 'Void':
      return voidBattle(state, command.reason, context);
    case 'ReviewHold':
      return review(state, context);
  }
};

const settleStakes = (
  state: BattleState,
  outcome: EffectOutcome,
  context: Context,
  means: Means,
): Settled => {
  if (state.status !== 'staking') return accept<BattleEvent, BattleReply>([], standing(state));
  if (outcome.ok) return accept<BattleEvent, BattleReply>([started(state, means)], standing(state, 'live'));
  const why =
    outcome.rejection.code === 'E_FUNDS'
      ? 'one side could not pay its stake.'
      : 'the ledger did not take the stakes.';
  // nothing was taken, so nothing goes back, and a ledger that asks some day hears that it is void
  const refused = voided({ ...state, hold: 'none' }, why, context);
  return { ...refused, events: [...refused.events, { type: 'StakesSettled', receiptId: null }] };
};

const receiptOf = (outcome: EffectOutcome): string | null => {
  const reply = outcome.ok ? outcome.reply : undefined;
  return typeof reply === 'object' && reply !== null && 'receiptId' in reply ? String(reply.receiptId) : null;
};

/**
 * The rules of a battle's life: challenge, seeds, stakes, windows, end. What happens inside follows from the `cross`
 * engine. Rejections: `E_STALE`, `E_PERM`, `E_TARGET`, `E_INPUT`, `E_GONE`, `E_BUSY`, `E_LIMIT`, `E_NOT_STARTED`.
 */
export const battleDecider = (
  means: Means,
): Decider<BattleState, BattleCommand, BattleEvent, BattleReply> => ({
  initial: initialBattle,
  decide: (state, command, context) => {
    if (state.status === 'none' && command.type !== 'Open' && command.type !== 'ReviewHold') {
      return reject({ code: 'E_GONE', message: 'There is no such battle. `/battle history` lists yours.' });
    }
    // the log and the engine disagree, or nobody knows its rules: nobody may win or lose by that
    if (state.status === 'live' && (state.isBroken || state.live === null))
      return voided(state, UNREPLAYABLE, context);
    return decideOn(state, command, context, means);
  },
  evolve: (state, event, atMs) => evolveBattle(state, event, atMs, means.book),
  settle: (state, effect: Effect, outcome, context) => {
    if (effect.tag === 'stake') return settleStakes(state, outcome, context, means);
    if (effect.tag === 'settle')
      return accept<BattleEvent, BattleReply>(
        [{ type: 'StakesSettled', receiptId: receiptOf(outcome) }],
        standing(state, state.status, true),
      );
    return accept<BattleEvent, BattleReply>(heardOf(effect, outcome), standing(state));
  },
});
