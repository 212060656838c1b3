import { accountOf, type Leg, type LedgerCommand } from '../economy/ledger-protocol.ts';
import type { PetCommand } from '../pet/pet-protocol.ts';
import type { UserCommand } from '../profile/user-protocol.ts';
import type { Context, Effect } from '../shared/decider.ts';
import { randomBelow } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import type { LadderCommand } from './ladder-protocol.ts';
import {
  type BattleCommand,
  type Player,
  RAKE_PERCENT,
  type Series,
  SERIES_STRETCH,
} from './battle-protocol.ts';
import { RATE_TAG, xpTag } from './aftermath.ts';
import { uncountedText } from './counting.ts';
import { endText, resultFor } from './notices.ts';
import { peopleOf } from './parties.ts';
import type { BattleState } from './battle-state.ts';

/** Account in which a battle's stakes lie. */
const potOf = (battleId: string): string => `hold:${battleId}`;

/** Asks the ledger to take both stakes, in one transfer. */
export const takeStakes = (state: BattleState, context: Context, reviewAtMs: number): Effect => {
  const legs: readonly Leg[] = peopleOf(state.players ?? []).map((userId) => ({
    from: accountOf(userId),
    to: potOf(context.self.id),
    coins: state.stake,
  }));
  const command: LedgerCommand = {
    type: 'PlaceHold',
    holdId: context.self.id,
    legs,
    owner: context.self,
    reviewAtMs,
    memo: { kind: 'stake', about: context.self.id },
  };
  return { to: ledgerOf(context), command, tag: 'stake' };
};

const ledgerOf = ({ self }: Context) => ({ kind: 'ledger', realm: self.realm, id: '0' });

/** Gives both stakes back. */
export const giveBackStakes = (state: BattleState, context: Context): readonly Effect[] => {
  if (state.hold !== 'held' && state.hold !== 'asked') return [];
  const command: LedgerCommand = { type: 'VoidHold', holdId: context.self.id };
  return [{ to: ledgerOf(context), command, tag: 'settle' }];
};

/** What the winner of a battle for coins gets, and what the house keeps of the pot. */
export const prizeOf = (pot: number): { readonly prize: number; readonly rake: number } => {
  const rake = Math.floor((pot * RAKE_PERCENT) / 100);
  return { prize: pot - rake, rake };
};

/** Pays the pot out: to the winner less the house's share, or on a draw to both. */
export const payOut = (state: BattleState, context: Context, winner: 0 | 1 | null): readonly Effect[] => {
  const from = potOf(context.self.id);
  const people = peopleOf(state.players ?? []);
  const pot = state.stake * people.length;
  const { prize, rake } = prizeOf(pot);
  const won = winner === null ? undefined : people[winner];
  const legs: readonly Leg[] =
    won === undefined
      ? people.map((userId) => ({ from, to: accountOf(userId), coins: state.stake }))
      : [{ from, to: accountOf(won), coins: prize }, ...(rake > 0 ? [{ from, to: 'fee', coins: rake }] : [])];
  const command: LedgerCommand = {
    type: 'SettleHold',
    holdId: context.self.id,
    legs,
    memo: { kind: 'stake', about: context.self.id },
  };
  return [{ to: ledgerOf(context), command, tag: 'settle' }];
};

type Notice = Extract<UserCommand, { type: 'Notify' }>;

/** Tells a person about a battle, or of something else about battles. */
export const tellAbout = (
  userId: string,
  event: 'challenge' | 'battle',
  text: string,
  more: Pick<Notice, 'about' | 'from' | 'usual'> = {},
): Effect => {
  const command: UserCommand = { type: 'Notify', event, text: sealed(userId, text), ...more };
  return { to: { kind: 'user', realm: '0', id: userId }, command };
};

/** The battle that speaks, as a notice names it. */
export const aboutSelf = ({ self }: Pick<Context, 'self'>): string => `${self.kind}:${self.id}`;

/** A challenge as a notice: it comes as a message where nobody else sees it, unless the person chose otherwise. */
export const invitation = (
  invited: string,
  challenger: string,
  { isPrivate, text }: { readonly isPrivate: boolean; readonly text: string },
  context: Context,
): Effect =>
  tellAbout(invited, 'challenge', text, {
    about: aboutSelf(context),
    from: challenger,
    ...(isPrivate ? { usual: 'dm' } : {}),
  });

/** Tells every person in it; `text`: what is said to whoever fights that other side. */
export const tellAll = (
  { players }: Pick<BattleState, 'players'>,
  text: (other: Player) => string,
): readonly Effect[] => {
  if (players === null) return [];
  const [first, second] = players;
  return [
    ...(first.kind === 'person' ? [tellAbout(first.userId, 'battle', text(second))] : []),
    ...(second.kind === 'person' ? [tellAbout(second.userId, 'battle', text(first))] : []),
  ];
};

/** The source of a player's experience, such as `battle-win`. */
export const xpSourceOf = (
  winner: 0 | 1 | null,
  side: number,
  what: 'battle' | 'battle-trainer' | 'hunt',
): string => `${what}-${winner === null ? 'draw' : winner === side ? 'win' : 'loss'}`;

/** Tells the ladder of a rule set how two people fought; trainers have no place on it. */
export const rate = (
  [first, second]: readonly [Player, Player],
  winner: 0 | 1 | null,
  context: Context,
  ruleSet: string,
): readonly Effect[] => {
  if (first.kind !== 'person' || second.kind !== 'person') return [];
  const command: LadderCommand = {
    type: 'Record',
    battleId: context.self.id,
    players: [first.userId, second.userId],
    winner,
  };
  return [{ to: { kind: 'ladder', realm: context.self.realm, id: ruleSet }, command, tag: RATE_TAG }];
};

/** Tells a person who has beaten one of the hall's; whether that pays is theirs to decide. */
export const beating = (
  players: readonly [Player, Player],
  winner: 0 | 1 | null,
  context: Context,
): readonly Effect[] => {
  if (winner === null) return [];
  const [won, lost] = winner === 0 ? players : [players[1], players[0]];
  if (won.kind !== 'person' || lost.kind !== 'trainer') return [];
  const { realm } = context.self;
  const command: UserCommand = { type: 'BeatNpc', npc: lost.trainerId, realm, battle: aboutSelf(context) };
  return [{ to: { kind: 'user', realm: '0', id: won.userId }, command }];
};

/** How a series stands, the first side's wins first. */
export const scoreOf = ({ of, wins }: Series): string => `${wins[0]} : ${wins[1]}, best of ${of}`;

/** A series after one more battle of it. */
export const seriesAfter = ({ of, wins, fought }: Series, winner: 0 | 1 | null): Series => ({
  of,
  wins: [wins[0] + (winner === 0 ? 1 : 0), wins[1] + (winner === 1 ? 1 : 0)],
  fought: fought + 1,
});

/** Whether a series has come to its end. */
export const isDecided = ({ of, wins, fought }: Series): boolean =>
  Math.max(...wins) > of / 2 || fought >= of * SERIES_STRETCH;

/** An id in order of time, as those that commands mint. */
export const mintBattleId = ({ nowMs, rng }: Context): string =>
  nowMs.toString(36).padStart(9, '0') +
  randomBelow(rng, 36 ** 5)
    .toString(36)
    .padStart(5, '0');

/** The next battle of a series that goes on: the same teams, other seeds; both press Ready. */
const nextOfSeries = (
  { series, players, lineups: [lineup, answer], tempo, isPrivate, isEven }: BattleState,
  winner: 0 | 1 | null,
  context: Context,
): readonly Effect[] => {
  if (series === null || players === null || lineup === null || answer === null) return [];
  const after = seriesAfter(series, winner);
  if (isDecided(after)) return [];
  const command: BattleCommand = {
    type: 'Open',
    tempo,
    players,
    lineup,
    answer,
    stake: 0,
    isPrivate,
    isEven,
    series: after,
  };
  return [
    { to: { kind: 'battle', realm: context.self.realm, id: mintBattleId(context) }, command, tag: 'series' },
  ];
};

/** Whether the ladder hears of a battle that counts, when two people fight it. */
export const isRated = ({ isEven, tempo }: Pick<BattleState, 'isEven' | 'tempo'>): boolean =>
  isEven && tempo !== 'sim';

/**
 * What a finished battle changes elsewhere: coins, rating, experience, pets, a word to both. Each happens once. One that
 * does not count changes coins alone: giving up is losing the stake.
 */
export const consequences = (
  state: BattleState,
  winner: 0 | 1 | null,
  counts: boolean,
  context: Context,
): readonly Effect[] => {
  const { players } = state;
  if (players === null) return [];
  const isTrainer = players.some(({ kind }) => kind === 'trainer');
  const effects: Effect[] = state.hold === 'held' ? [...payOut(state, context, winner)] : [];
  effects.push(...nextOfSeries(state, winner, context));
  if (counts && isRated(state)) effects.push(...rate(players, winner, context, 'cross'));
  if (counts && state.tempo !== 'sim') effects.push(...beating(players, winner, context));
  for (const [side, player] of players.entries()) {
    if (player.kind !== 'person') continue;
    const to = { kind: 'user', realm: '0', id: player.userId };
    if (counts) {
      const award: UserCommand = {
        type: 'AwardXp',
        source: xpSourceOf(winner, side, isTrainer ? 'battle-trainer' : 'battle'),
      };
      effects.push({ to, command: award, tag: xpTag(side) });
    }
    const isHeld = state.hold === 'held';
    const text = endText(players[side === 0 ? 1 : 0], resultFor(winner, side), {
      stake: isHeld ? state.stake : 0,
      prize: isHeld ? prizeOf(state.stake * peopleOf(players).length).prize : 0,
    });
    const why = counts ? '' : ` ${uncountedText('cross')}`;
    const told = `${text}${why} \`/battle replay id:${context.self.id}\``;
    effects.push(tellAbout(player.userId, 'battle', told, { about: aboutSelf(context) }));
    if (!counts) continue;
    for (const petId of state.lineups[side]?.pets ?? []) {
      const fought: PetCommand = { type: 'Fought', won: winner === side };
      effects.push({ to: { kind: 'pet', realm: context.self.realm, id: petId }, command: fought });
    }
  }
  return effects;
};
