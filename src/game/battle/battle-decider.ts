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
import { type Hash } from '../shared/hash.ts';
import { refKey } from '../shared/ids.ts';
import { type BattleEvent } from './battle-events.ts';
import { evolveBattle } from './battle-evolve.ts';
import { type BattleCommand, type BattleReply } from './battle-protocol.ts';
import { type BattleState, initialBattle, sideOf } from './battle-state.ts';
import { giveBackStakes, tellAll } from './ending.ts';
import { acceptChallenge, begin, open, playersOf, started } from './opening.ts';
import { closeWindow, forfeit, giveOrder } from './playing.ts';

type Decided = Decision<BattleEvent, BattleReply>;
type Settled = Accepted<BattleEvent, BattleReply>;

const standing = (state: BattleState, isOver = false): BattleReply => ({
  type: 'Standing',
  status: state.status,
  tick: state.tick,
  isOver,
});

const cancelReminder = { name: 'expire', dueMs: null } as const;

const close = (state: BattleState, why: 'declined' | 'withdrawn' | 'expired', context: Context): Decided => {
  if (state.status !== 'open' && state.status !== 'accepted') {
    return reject({ code: 'E_GONE', message: 'This challenge is over or under way.' });
  }
  const told =
    why === 'declined'
      ? 'Your challenge was declined.'
      : why === 'expired'
        ? 'A challenge of yours was not taken up in time.'
        : 'A challenge was withdrawn.';
  return accept<BattleEvent, BattleReply>(
    [{ type: 'BattleClosed', why, players: playersOf(state) }],
    standing(state, true),
    {
      effects: tellAll(state, told),
      reminders: context.by === refKey(context.self) ? [] : [cancelReminder],
    },
  );
};

/** Ends a battle without a result: stakes back, seeds revealed, everybody told, in one commit. */
const voided = (state: BattleState, reason: string, context: Context): Settled =>
  accept<BattleEvent, BattleReply>(
    [{ type: 'BattleVoided', reason, players: playersOf(state) }],
    { ...standing(state, true), status: 'void' } as BattleReply,
    { effects: [...giveBackStakes(state, context), ...tellAll(state, `Your battle was voided: ${reason}`)] },
  );

const voidBattle = (state: BattleState, reason: string, context: Context): Decided => {
  const isUnderWay = state.status !== 'none' && state.status !== 'ended' && state.status !== 'void';
  if (!isUnderWay || state.status === 'closed') {
    return reject({ code: 'E_GONE', message: 'Only a battle that is under way can be voided.' });
  }
  return voided(state, reason, context);
};

/** What the ledger hears about the stakes. */
const review = (state: BattleState): Decided => {
  const isLive = state.status === 'live' || state.status === 'staking' || state.hold === 'closing';
  if (isLive) return accept<BattleEvent, BattleReply>([], { hold: 'live' });
  return accept<BattleEvent, BattleReply>([], { hold: state.status === 'ended' ? 'settled' : 'void' });
};

const isOwn = (context: Context): boolean => context.by === refKey(context.self);

const decideOn = (state: BattleState, command: BattleCommand, context: Context, hash: Hash): Decided => {
  switch (command.type) {
    case 'Open':
      return open(state, command, context, hash);
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
      return begin(state, command, context, hash);
    case 'Order':
      return giveOrder(state, command, context);
    case 'Forfeit':
      return forfeit(state, context, hash);
    case 'CloseWindow':
      return isOwn(context)
        ? closeWindow(state, command, context, hash)
        : reject({ code: 'E_PERM', message: 'Only the clock closes windows.' });
    case 'Expire':
      return state.status === 'open' || state.status === 'accepted'
        ? close(state, 'expired', context)
        : accept([], standing(state));
    case 'Void':
      return voidBattle(state, command.reason, context);
    case 'ReviewHold':
      return review(state);
  }
};

const settleStakes = (state: BattleState, outcome: EffectOutcome, context: Context, hash: Hash): Settled => {
  if (state.status !== 'staking') return accept<BattleEvent, BattleReply>([], standing(state));
  if (outcome.ok) return accept<BattleEvent, BattleReply>([started(state, hash)], standing(state));
  const why =
    outcome.rejection.code === 'E_FUNDS'
      ? 'one side could not pay its stake.'
      : 'the ledger did not take the stakes.';
  // nothing was taken, so nothing goes back
  return voided({ ...state, hold: 'none' }, why, context);
};

const receiptOf = (outcome: EffectOutcome): string | null => {
  const reply = outcome.ok ? outcome.reply : undefined;
  return typeof reply === 'object' && reply !== null && 'receiptId' in reply ? String(reply.receiptId) : null;
};

/**
 * The rules of a battle's life: challenge, seeds, stakes, windows, end. What happens inside follows from the `cross`
 * engine. Rejections: `E_STALE`, `E_PERM`, `E_TARGET`, `E_INPUT`, `E_GONE`, `E_BUSY`, `E_LIMIT`, `E_NOT_STARTED`.
 */
export const battleDecider = (hash: Hash): Decider<BattleState, BattleCommand, BattleEvent, BattleReply> => ({
  initial: initialBattle,
  decide: (state, command, context) => {
    if (state.status === 'none' && command.type !== 'Open' && command.type !== 'ReviewHold') {
      return reject({ code: 'E_GONE', message: 'There is no such battle. `/battle history` lists yours.' });
    }
    // the log and the engine disagree: nobody may win or lose by that
    if (state.isBroken && state.status === 'live')
      return voided(state, 'its log could not be replayed.', context);
    return decideOn(state, command, context, hash);
  },
  evolve: evolveBattle,
  settle: (state, effect: Effect, outcome, context) => {
    if (effect.tag === 'stake') return settleStakes(state, outcome, context, hash);
    if (effect.tag === 'settle')
      return accept<BattleEvent, BattleReply>(
        [{ type: 'StakesSettled', receiptId: receiptOf(outcome) }],
        standing(state, true),
      );
    return accept<BattleEvent, BattleReply>([], standing(state));
  },
});
