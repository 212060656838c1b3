import { invariant } from '../shared/errors.ts';
import type { Lineup, Player } from './battle-protocol.ts';
import type { BattleState } from './battle-state.ts';
import type { Brought } from './replay.ts';

/** Both players of a battle that was opened. */
export const playersOf = ({ players }: Pick<BattleState, 'players'>): [Player, Player] => {
  invariant(players !== null, 'a battle that was opened has players');
  return [players[0], players[1]];
};

/** The person that a player is, if any. */
export const personOf = (player: Player): string | undefined =>
  player.kind === 'person' ? player.userId : undefined;

/** The people among players, in order. */
export const peopleOf = (players: readonly Player[]): readonly string[] =>
  players.flatMap((player) => personOf(player) ?? []);

/** What both sides bring, as a replay tells it. */
export const broughtOf = ({ lineups }: BattleState): readonly [Brought, Brought] => {
  const [first, second] = lineups;
  invariant(first !== null && second !== null, 'a battle begins with two teams');
  return [brought(first), brought(second)];
};

/** What a side brings. */
export const brought = ({ fighters, supplies, standing }: Lineup): Brought => ({
  fighters: [...fighters],
  supplies,
  standing,
});

/** The players' seeds in side order; a trainer's is its name. */
export const seedsUsed = ({
  seeds,
  players,
}: Pick<BattleState, 'seeds' | 'players'>): readonly [string, string] => [
  seeds[0] ?? idOf(players?.[0]),
  seeds[1] ?? idOf(players?.[1]),
];

/** Id of a player as a replay names it. */
export const idOf = (player: Player | undefined): string =>
  player === undefined ? '-' : player.kind === 'person' ? player.userId : player.trainerId;
