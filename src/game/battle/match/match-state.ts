import { z } from 'zod';
import { countSchema } from '../../profile/schemas.ts';
import type { EntityRef } from '../../shared/ids.ts';
import { type Aftermath, aftermathSchema, NOTHING_HEARD } from '../aftermath.ts';
import type { Player } from '../battle-protocol.ts';
import type { Seed } from '../cross/v1/sheet.ts';
import {
  gameSchema,
  markSchema,
  playersSchema,
  seedsSchema,
  sideSchema,
  teamSchema,
} from './match-events.ts';
import {
  AWAY_AFTER,
  MATCH_STATUSES,
  type MatchEnding,
  type MatchGame,
  type MatchStatus,
  type MatchTeam,
  type TurnMark,
} from './match-protocol.ts';
import type { MatchInput, MatchSetup, SideNo } from './rules-words.ts';

/** An input and whether its side had no player who chose. */
export type GivenInput = MatchInput & { readonly isAuto: boolean };

export interface MatchOutcome {
  readonly winner: SideNo | null;
  readonly how: MatchEnding;
  readonly turns: number;
  readonly replayDigest: string;
  /** Given up too early to change anything; absent: it counts. */
  readonly counts?: false | undefined;
}

/** A match. What its turns did is not kept: it follows from setup and inputs. */
export interface MatchState {
  readonly id: string;
  readonly status: MatchStatus;
  /** The rules as they name themselves; a match ends by those that it began with. */
  readonly version: string;
  readonly game: MatchGame | null;
  readonly players: readonly [Player, Player] | null;
  readonly teams: readonly [MatchTeam, MatchTeam];
  /** Of the players; `null`: not there yet. */
  readonly playerSeeds: readonly [string | null, string | null];
  readonly isPrivate: boolean;
  readonly isEven: boolean;
  /** The lobby has opened it for two people. */
  readonly isMatched: boolean;
  readonly serverSeed: string;
  readonly salt: string;
  readonly commitment: string;
  readonly openingDigest: string;
  /** Streams of chance, from everybody's seeds. */
  readonly seeds: readonly [Seed, Seed] | null;
  readonly openedAtMs: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly expiresAtMs: number;
  readonly inputs: readonly GivenInput[];
  /** Oldest first. */
  readonly marks: readonly TurnMark[];
  readonly outcome: MatchOutcome | null;
  readonly aftermath: Aftermath;
  /** Why it was voided. */
  readonly reason: string | null;
}

const NOT_OPENED: MatchState = {
  id: '',
  status: 'none',
  version: '',
  game: null,
  players: null,
  teams: [null, null],
  playerSeeds: [null, null],
  isPrivate: false,
  isEven: true,
  isMatched: false,
  serverSeed: '',
  salt: '',
  commitment: '',
  openingDigest: '',
  seeds: null,
  openedAtMs: 0,
  startedAtMs: 0,
  endedAtMs: 0,
  expiresAtMs: 0,
  inputs: [],
  marks: [],
  outcome: null,
  aftermath: NOTHING_HEARD,
  reason: null,
};

/** A match that nobody has opened. */
export const initialMatch = ({ id }: EntityRef): MatchState => ({ ...NOT_OPENED, id });

/** What a snapshot must satisfy. */
export const matchStateSchema: z.ZodType<MatchState> = z.strictObject({
  id: z.string(),
  status: z.enum(MATCH_STATUSES),
  version: z.string(),
  game: gameSchema.nullable(),
  players: playersSchema.nullable(),
  teams: z.tuple([teamSchema, teamSchema]),
  playerSeeds: z.tuple([z.string().nullable(), z.string().nullable()]),
  isPrivate: z.boolean(),
  isEven: z.boolean(),
  isMatched: z.boolean(),
  serverSeed: z.string(),
  salt: z.string(),
  commitment: z.string(),
  openingDigest: z.string(),
  seeds: seedsSchema.nullable(),
  openedAtMs: countSchema,
  startedAtMs: countSchema,
  endedAtMs: countSchema,
  expiresAtMs: countSchema,
  inputs: z.array(z.strictObject({ side: sideSchema, choice: z.string(), isAuto: z.boolean() })),
  marks: z.array(markSchema),
  outcome: z
    .strictObject({
      winner: sideSchema.nullable(),
      how: z.enum(['knockout', 'forfeit', 'draw']),
      turns: countSchema,
      replayDigest: z.string(),
      counts: z.literal(false).optional(),
    })
    .nullable(),
  // snapshots from before it was kept have none
  aftermath: aftermathSchema.default(NOTHING_HEARD),
  reason: z.string().nullable(),
});

/** From version 3 of the state, when people opened all matches themselves. */
export const upgradeMatchState = (old: unknown): unknown =>
  typeof old === 'object' && old !== null ? { isMatched: false, ...old } : old;

/** Number of the side that a person plays, if any. */
export const sideIn = ({ players }: Pick<MatchState, 'players'>, userId: string): SideNo | undefined => {
  const side = (players ?? []).findIndex((player) => player.kind === 'person' && player.userId === userId);
  return side === 0 || side === 1 ? side : undefined;
};

/** Where the rules stood last. */
export const lastMark = ({ marks }: Pick<MatchState, 'marks'>): TurnMark | undefined => marks.at(-1);

/** Whether a side has something to choose and has not yet. */
export const isWaitedFor = (
  state: Pick<MatchState, 'marks' | 'inputs' | 'status'>,
  side: SideNo,
): boolean => {
  const mark = lastMark(state);
  if (state.status !== 'live' || mark?.waits[side] !== true) return false;
  return !state.inputs.slice(mark.inputs).some((input) => input.side === side);
};

/** Whether the rules can say what comes next: at the start, when all have chosen, or when a side gives up. */
export const isComplete = (state: MatchState): boolean => {
  if (state.status !== 'live') return false;
  const mark = lastMark(state);
  if (mark === undefined) return true;
  const since = state.inputs.slice(mark.inputs);
  return (
    since.length > 0 &&
    (since.some(({ choice }) => choice === 'forfeit') || (!isWaitedFor(state, 0) && !isWaitedFor(state, 1)))
  );
};

/** How many choices of a side came so far. */
export const choicesOf = ({ inputs }: Pick<MatchState, 'inputs'>, side: SideNo): number =>
  inputs.filter((input) => input.side === side).length;

/** Whether nobody has chosen for a side lately. */
export const isAway = ({ inputs }: Pick<MatchState, 'inputs'>, side: SideNo): boolean => {
  const own = inputs.filter((input) => input.side === side).slice(-AWAY_AFTER);
  return own.length === AWAY_AFTER && own.every(({ isAuto }) => isAuto);
};

/** What the rules play a match from; `undefined`: it has not begun. */
export const setupOfMatch = ({
  id,
  game,
  teams,
  seeds,
}: Pick<MatchState, 'id' | 'game' | 'teams' | 'seeds'>): MatchSetup | undefined => {
  if (game === null || seeds === null) return undefined;
  if (game.rules === 'osrs') {
    const [first, second] = seeds;
    const both: [Seed, Seed] = [[...first], [...second]];
    return { rules: 'osrs', battleId: id, hunt: { ...game.hunt, seeds: both } };
  }
  // the simulator takes four words of 16 bits: the upper halves of the first side's stream
  const [a, b, c, d] = seeds[0];
  const seed = [a >>> 16, b >>> 16, c >>> 16, d >>> 16] as const;
  return { rules: 'pokemon', battleId: id, format: game.format, seed, teams };
};
