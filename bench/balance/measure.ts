import { NO_TYPE, TYPES } from '#game/battle/cross/v1/chart.ts';
import type { Sheet } from '#game/battle/cross/v1/sheet.ts';
import type { Factors } from '#game/battle/factors.ts';
import { forge } from '#game/battle/forge.ts';
import type { Shape } from '#game/battle/shape.ts';
import { type Rng, sfc32 } from '#game/shared/rng.ts';
import type { Pool } from './pool.ts';
import { ARCHETYPES, neutral, randomTeam, shippedShapes } from './shapes.ts';
import { type How, type Pairing, shareOf, summed, type Tally } from './tally.ts';

/** How much is played. */
export interface Size {
  readonly seed: number;
  /** Of each cell of the matrix and of each random pairing. */
  readonly battles: number;
  readonly pairings: number;
  /** Random pairings of thinking players, and battles of each. */
  readonly thinkingPairings: number;
  readonly thinkingBattles: number;
  /** Fights of the thinking player against standing orders, at each tempo. */
  readonly fights: number;
  readonly mirrors: number;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly share: number;
}

/** All that was measured; shares are those of the first team. */
export interface Measured {
  readonly cells: readonly Cell[];
  readonly pairings: readonly number[];
  readonly thinking: readonly number[];
  readonly mirror: Tally;
  readonly typeEdge: readonly Tally[];
  readonly classEdge: readonly Tally[];
  /** Shipped fighters with their types, by standing orders and with items. */
  readonly usual: Tally;
  readonly live: Tally;
  readonly rounds: Tally;
  /** A team with a tenth more HP. */
  readonly stronger: Tally;
}

const LEVEL = 50;

const trio = (sheet: Sheet): readonly Sheet[] => [sheet, sheet, sheet];

/** Teams of even fighters of which one has the edge over all three of the other side, at each place in turn. */
const edged = (best: Sheet, usual: Sheet): readonly Pairing['teams'][] =>
  [0, 1, 2].map((place) => [[0, 1, 2].map((n) => (n === place ? best : usual)), trio(usual)]);

const typed = (sheet: Sheet, type: number): Sheet => ({
  ...sheet,
  types: [type, NO_TYPE],
  moves: [
    { ...sheet.moves[0], type },
    { ...sheet.moves[1], type: NO_TYPE },
    { ...sheet.moves[2], type: NO_TYPE },
    { ...sheet.moves[3], type: NO_TYPE },
  ],
});

/** Measures everything that the bars ask for. */
export const measure = async (
  pool: Pool,
  factors: Factors,
  size: Size,
  tell: (line: string) => void,
): Promise<Measured> => {
  const rng = sfc32(size.seed, 0x1f83_d9ab, 0x5be0_cd19, 0x9b05_688c);
  const made = (shape: Shape): Sheet => forge(shape, factors, { level: LEVEL });
  const meet = (teams: Pairing['teams'], how: How, battles: number): Pairing => ({
    teams,
    how,
    battles,
    seed: rng.next(),
  });
  const shapes = shippedShapes();
  const teams = (from: Rng, count: number, change: (shape: Shape) => Shape): readonly Pairing['teams'][] =>
    Array.from({ length: count }, () => {
      const team = (): readonly Sheet[] => randomTeam(from, shapes).map((shape) => made(change(shape)));
      return [team(), team()];
    });
  const play = async (what: string, pairings: readonly Pairing[]): Promise<readonly Tally[]> => {
    const startMs = performance.now();
    const tallies = await pool.play(pairings);
    const { battles } = summed(tallies);
    tell(
      `${what}: ${battles.toLocaleString('en-US')} battles, ${((performance.now() - startMs) / 1_000).toFixed(1)} s`,
    );
    return tallies;
  };

  const archetypes = ARCHETYPES.map(made);
  const pairs = archetypes.flatMap((_, row) =>
    archetypes.flatMap((__, column) => (row < column ? [{ row, column }] : [])),
  );
  const matrix = await play(
    'matrix',
    pairs.map(({ row, column }) =>
      meet([trio(archetypes[row]!), trio(archetypes[column]!)], 'plain', size.battles),
    ),
  );
  const mirror = await play(
    'mirrors',
    archetypes.map((sheet) =>
      meet([trio(sheet), trio(sheet)], 'plain', Math.ceil(size.mirrors / archetypes.length)),
    ),
  );
  const neutralTeams = teams(rng, size.pairings, neutral);
  const pairings = await play(
    'random pairings',
    neutralTeams.map((both) => meet(both, 'plain', size.battles)),
  );
  const thinking = await play(
    'thinking players',
    neutralTeams.slice(0, size.thinkingPairings).map((both) => meet(both, 'thinking', size.thinkingBattles)),
  );
  const evens = archetypes.filter((_, n) => n % 6 === 1);
  const [water, fire] = [TYPES.indexOf('water'), TYPES.indexOf('fire')];
  const typeEdge = await play(
    'type edge',
    evens.flatMap((sheet) =>
      edged(typed(sheet, water), typed(sheet, fire)).map((both) => meet(both, 'plain', size.battles)),
    ),
  );
  const classEdge = await play(
    'class edge',
    evens.flatMap((sheet) =>
      edged({ ...sheet, class: 0 }, { ...sheet, class: 1 }).map((both) => meet(both, 'plain', size.battles)),
    ),
  );
  const stronger = await play(
    'a tenth more HP',
    evens.map((sheet) =>
      meet([trio({ ...sheet, hp: Math.round(sheet.hp * 1.1) }), trio(sheet)], 'plain', size.battles),
    ),
  );
  const real = teams(rng, size.fights, (shape) => shape);
  const usual = await play(
    'usual battles',
    real.map((both) => meet(both, 'supplies', 4)),
  );
  const live = await play(
    'live against the autopilot',
    real.map((both) => meet(both, 'live', 1)),
  );
  const rounds = await play(
    'rounds against the autopilot',
    real.map((both) => meet(both, 'rounds', 1)),
  );
  return {
    cells: pairs.map(({ row, column }, n) => ({ row, column, share: shareOf(matrix[n]!) })),
    pairings: pairings.map(shareOf),
    thinking: thinking.map(shareOf),
    mirror: summed(mirror),
    typeEdge,
    classEdge,
    usual: summed(usual),
    live: summed(live),
    rounds: summed(rounds),
    stronger: summed(stronger),
  };
};
