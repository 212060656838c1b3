import { accept, type Context, type Decider, type Decision, reject } from '../../shared/decider.ts';
import type { Hash } from '../../shared/hash.ts';
import { refKey } from '../../shared/ids.ts';
import { heardOf } from '../aftermath.ts';
import { tellAll } from '../ending.ts';
import { closedText } from '../notices.ts';
import { playersOf } from '../parties.ts';
import type { MatchEvent } from './match-events.ts';
import { evolveMatch } from './match-evolve.ts';
import { acceptMatch, beginMatch, openMatch, readyMatch, standingOf } from './match-opening.ts';
import { choose, forfeitMatch, mark, voidedMatch } from './match-playing.ts';
import type { MatchCommand, MatchReply } from './match-protocol.ts';
import { initialMatch, type MatchState, sideIn } from './match-state.ts';

type Decided = Decision<MatchEvent, MatchReply>;

const close = (state: MatchState, why: 'declined' | 'withdrawn' | 'expired', context: Context): Decided => {
  if (state.status !== 'open' && state.status !== 'accepted') {
    return reject({ code: 'E_GONE', message: 'This challenge is over or under way.' });
  }
  const isReminder = context.by === refKey(context.self);
  return accept<MatchEvent, MatchReply>(
    [{ type: 'MatchClosed', why, players: playersOf(state) }],
    standingOf(state, 'closed', true),
    {
      effects: tellAll(state, (other) => closedText(why, other)),
      reminders: isReminder ? [] : [{ name: 'expire', dueMs: null }],
    },
  );
};

const closeBy = (state: MatchState, side: 0 | 1, why: 'declined' | 'withdrawn', context: Context): Decided =>
  sideIn(state, context.by) === side
    ? close(state, why, context)
    : reject({ code: 'E_PERM', message: 'This challenge is between others.' });

const voidMatch = (state: MatchState, reason: string): Decided =>
  state.status === 'open' || state.status === 'accepted' || state.status === 'live'
    ? voidedMatch(state, reason)
    : reject({ code: 'E_GONE', message: 'Only a battle that is under way can be voided.' });

const decideOn = (state: MatchState, command: MatchCommand, context: Context, hash: Hash): Decided => {
  switch (command.type) {
    case 'Open':
      return openMatch(state, command, context, hash);
    case 'Accept':
      return acceptMatch(state, command, context);
    case 'Decline':
      return closeBy(state, 1, 'declined', context);
    case 'Begin':
      return beginMatch(state, command, context, hash);
    case 'Ready':
      return readyMatch(state, command, context, hash);
    case 'Withdraw':
      return closeBy(state, 0, 'withdrawn', context);
    case 'Choose':
      return choose(state, command, context);
    case 'Forfeit':
      return forfeitMatch(state, context);
    case 'Mark':
      return context.by === refKey(context.self)
        ? mark(state, command, context, hash)
        : reject({ code: 'E_PERM', message: 'Only the referee says where a battle stands.' });
    case 'Void':
      return voidMatch(state, command.reason);
    case 'Expire':
      return state.status === 'open' || state.status === 'accepted'
        ? close(state, 'expired', context)
        : accept([], standingOf(state));
  }
};

/**
 * The rules of a match's life: challenge, seeds, choices, marks, end. What a turn does follows from the rules that the
 * referee asks. Rejections: `E_STALE`, `E_PERM`, `E_TARGET`, `E_INPUT`, `E_GONE`, `E_BUSY`.
 */
export const matchDecider = (hash: Hash): Decider<MatchState, MatchCommand, MatchEvent, MatchReply> => ({
  initial: initialMatch,
  decide: (state, command, context) =>
    state.status === 'none' && command.type !== 'Open'
      ? reject({ code: 'E_GONE', message: 'There is no such battle. `/battle history` lists yours.' })
      : decideOn(state, command, context, hash),
  evolve: evolveMatch,
  settle: (state, effect, outcome) =>
    accept<MatchEvent, MatchReply>(heardOf(effect, outcome), standingOf(state)),
});
