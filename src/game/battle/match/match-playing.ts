import {
  accept,
  type Accepted,
  type Context,
  type Decision,
  type Effect,
  reject,
} from '../../shared/decider.ts';
import type { Hash } from '../../shared/hash.ts';
import { refKey } from '../../shared/ids.ts';
import type { UserCommand } from '../../profile/user-protocol.ts';
import { doesCount, uncountedText } from '../counting.ts';
import { xpTag } from '../aftermath.ts';
import { aboutSelf, beating, rate, tellAbout, tellAll, xpSourceOf } from '../ending.ts';
import { replayDigestOf } from '../fairness.ts';
import { endText, huntText, resultFor, UNREPLAYABLE, voidText } from '../notices.ts';
import { playersOf } from '../parties.ts';
import { CHOICE_MAX, type MatchEvent } from './match-events.ts';
import { evolveMatch } from './match-evolve.ts';
import { type MatchCommand, type MatchEnding, type MatchReply, INPUTS_MAX } from './match-protocol.ts';
import { standingOf } from './match-opening.ts';
import { makeMatchReplay } from './match-replay.ts';
import { choicesOf, isWaitedFor, lastMark, type MatchState, sideIn } from './match-state.ts';
import type { SideNo } from './rules-words.ts';

type Decided = Decision<MatchEvent, MatchReply>;
type Settled = Accepted<MatchEvent, MatchReply>;
type Command<T extends MatchCommand['type']> = Extract<MatchCommand, { type: T }>;

/** What a choice may be made of; whether it is one now is for the rules to say. */
const CHOICE = new RegExp(String.raw`^[a-z0-9+\-, ]{1,${CHOICE_MAX}}$`);

const NOT_LIVE = {
  code: 'E_GONE',
  message: 'This battle is not under way. `/battle status` shows how it stands.',
} as const;

/** Ends a match without a result: seeds revealed, everybody told, in one commit. */
export const voidedMatch = (state: MatchState, reason: string): Settled =>
  accept<MatchEvent, MatchReply>(
    [{ type: 'MatchVoided', reason, players: playersOf(state) }],
    standingOf(state, 'void', true),
    { effects: tellAll(state, (other) => voidText(reason, other)) },
  );

/** Who chooses: a side's own player, or the referee for one. */
const chooserOf = (state: MatchState, command: Command<'Choose'>, context: Context): SideNo | undefined =>
  context.by === refKey(context.self) ? command.side : sideIn(state, context.by);

/** A choice of one side; hidden until the rules have played it. */
export const choose = (state: MatchState, command: Command<'Choose'>, context: Context): Decided => {
  if (state.status !== 'live') return reject(NOT_LIVE);
  const side = chooserOf(state, command, context);
  if (side === undefined) {
    return reject({
      code: 'E_PERM',
      message: 'You are not in this battle. `/battle spectate` lets you watch.',
    });
  }
  const { choice, after } = command;
  if (after !== undefined && after !== choicesOf(state, side)) {
    return reject({ code: 'E_STALE', message: 'That turn is over. The panel shows the one that runs.' });
  }
  if (!isWaitedFor(state, side)) {
    return reject({
      code: 'E_STALE',
      message: 'You have chosen already, or there is nothing to choose. The other side is next.',
    });
  }
  if (!CHOICE.test(choice)) {
    return reject({
      code: 'E_INPUT',
      field: 'choice',
      message: 'That cannot be chosen. The panel shows what can.',
    });
  }
  return give(state, { side, choice, isAuto: context.by === refKey(context.self) });
};

const give = (state: MatchState, input: MatchState['inputs'][number]): Decided => {
  if (state.inputs.length >= INPUTS_MAX) return voidedMatch(state, 'it went on for too long.');
  return accept<MatchEvent, MatchReply>([{ type: 'ChoiceMade', ...input }], {
    type: 'Chosen',
    inputs: state.inputs.length + 1,
  });
};

/** One side gives up: the rules end it then. */
export const forfeitMatch = (state: MatchState, context: Context): Decided => {
  if (state.status !== 'live') return reject(NOT_LIVE);
  const side = sideIn(state, context.by);
  if (side === undefined) return reject({ code: 'E_PERM', message: 'You are not in this battle.' });
  if (state.inputs.slice(lastMark(state)?.inputs).some(({ choice }) => choice === 'forfeit')) {
    return reject({ code: 'E_GONE', message: 'Somebody has given up already.' });
  }
  return give(state, { side, choice: 'forfeit', isAuto: false });
};

const endingOf = ({ inputs }: MatchState, winner: SideNo | null): MatchEnding => {
  if (winner === null) return 'draw';
  return inputs.at(-1)?.choice === 'forfeit' ? 'forfeit' : 'knockout';
};

const rulesOf = ({ game }: MatchState) => game?.rules ?? 'pokemon';

/** What a finished match changes elsewhere: rating, experience, a word to both. Each happens once. */
const consequencesOf = (
  state: MatchState,
  winner: SideNo | null,
  counts: boolean,
  context: Context,
): readonly Effect[] => {
  const players = playersOf(state);
  const rules = rulesOf(state);
  const isHunt = rules === 'osrs';
  const isTrainer = players.some(({ kind }) => kind === 'trainer');
  const effects: Effect[] = counts ? [...rate(players, winner, context, 'pokemon')] : [];
  // with dealt teams a leader is as strong as chance makes it: only its own team is a gym
  const isOwnTeam = isHunt || state.teams[1] !== null;
  if (counts && isOwnTeam) effects.push(...beating(players, winner, context));
  for (const [side, player] of players.entries()) {
    if (player.kind !== 'person') continue;
    const source = xpSourceOf(winner, side, isHunt ? 'hunt' : isTrainer ? 'battle-trainer' : 'battle');
    const award: UserCommand = { type: 'AwardXp', source };
    const to = { kind: 'user', realm: '0', id: player.userId };
    if (counts) effects.push({ to, command: award, tag: xpTag(side) });
    const [other, result] = [players[side === 0 ? 1 : 0], resultFor(winner, side)];
    const how = isHunt ? huntText(other, result) : endText(other, result, { stake: 0, prize: 0 });
    const why = counts ? '' : ` ${uncountedText(rules)}`;
    const told = `${how}${why} \`/battle replay id:${context.self.id}\``;
    effects.push(tellAbout(player.userId, 'battle', told, { about: aboutSelf(context) }));
  }
  return effects;
};

/**
 * The referee says where the rules stand. A mark that was made before and differs now voids the match: nobody may win or
 * lose by rules that play differently twice.
 */
export const mark = (state: MatchState, command: Command<'Mark'>, context: Context, hash: Hash): Decided => {
  const { inputs, turn, waits, isEnded, winner } = command;
  if (state.status !== 'live' || inputs !== state.inputs.length) {
    return accept([], standingOf(state, state.status, state.status !== 'live'));
  }
  const before = lastMark(state);
  if (before?.inputs === inputs) {
    return before.hash === command.hash ? accept([], standingOf(state)) : voidedMatch(state, UNREPLAYABLE);
  }
  const marked: MatchEvent = {
    type: 'TurnMarked',
    inputs,
    turn,
    hash: command.hash,
    waits: [waits[0], waits[1]],
  };
  if (!isEnded) return accept<MatchEvent, MatchReply>([marked], standingOf(state));
  const how = endingOf(state, winner);
  const counts = doesCount(rulesOf(state), { how, length: turn });
  const replay = makeMatchReplay(evolveMatch(state, marked, context.nowMs), winner, hash);
  const ended: MatchEvent = {
    type: 'MatchEnded',
    winner,
    how,
    turns: turn,
    players: playersOf(state),
    isPrivate: state.isPrivate,
    replayDigest: replayDigestOf(replay, hash),
    ...(counts ? {} : { counts }),
  };
  return accept<MatchEvent, MatchReply>([marked, ended], standingOf(state, 'ended', true), {
    effects: consequencesOf(state, winner, counts, context),
  });
};
