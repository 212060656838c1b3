import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';
import type { EntityRef } from '../shared/ids.ts';
import type { EventSink } from './cross/v1/events.ts';
import { type Setup, teamSchema } from './cross/v1/sheet.ts';
import { type Aftermath, aftermathSchema, NOTHING_HEARD } from './aftermath.ts';
import { lineupSchema, playerSchema, seriesSchema } from './battle-events.ts';
import {
  BATTLE_STATUSES,
  type BattleStatus,
  type Ending,
  type Lineup,
  type Player,
  type Series,
  type Tempo,
  TEMPOS,
} from './battle-protocol.ts';
import type { PlayedBattle, RuleBook } from './rules.ts';

/** An order and when it was given: after that tick had been played. */
export type GivenOrder = readonly [tick: number, side: 0 | 1, order: number];

export interface Outcome {
  readonly winner: 0 | 1 | null;
  readonly how: Ending;
  readonly tick: number;
  readonly replayDigest: string;
  /** Given up too early to change anything but stakes; absent: it counts. */
  readonly counts?: false | undefined;
}

/** A battle. What its ticks did is not kept: it follows from `setup` and `orders`. */
export interface BattleState {
  readonly id: string;
  readonly status: BattleStatus;
  /** Version of the rules; a battle ends on the one that it began with. */
  readonly rules: string;
  readonly tempo: Tempo;
  readonly players: readonly [Player, Player] | null;
  readonly lineups: readonly [Lineup | null, Lineup | null];
  readonly seeds: readonly [string | null, string | null];
  readonly stake: number;
  readonly isPrivate: boolean;
  readonly isEven: boolean;
  /** As it stood before this battle; `null`: it stands alone. */
  readonly series: Series | null;
  readonly serverSeed: string;
  readonly salt: string;
  readonly commitment: string;
  readonly openingDigest: string;
  readonly openedAtMs: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly expiresAtMs: number;
  readonly setup: Setup | null;
  readonly orders: readonly GivenOrder[];
  /** For the window to come; one change of standing orders and one action a side. */
  readonly pending: readonly (readonly [side: 0 | 1, order: number])[];
  /** Played up to here. */
  readonly tick: number;
  readonly outcome: Outcome | null;
  /** Why it was voided. */
  readonly reason: string | null;
  readonly hold: 'none' | 'asked' | 'held' | 'closing' | 'closed';
  readonly aftermath: Aftermath;
  /** Re-running the log gave another state than the one that was written down. */
  readonly isBroken: boolean;
  /** The battle itself, played in place. Follows from the rest, so no snapshot holds it. */
  readonly live: LiveBattle | null;
}

/** A running battle that leaves nothing in JSON. */
export class LiveBattle {
  battle: PlayedBattle;
  /** The window that was played to decide what it leads to; applying it need not play it again. */
  ahead: { readonly fromTick: number; readonly hash: number; readonly battle: PlayedBattle } | undefined;
  constructor(battle: PlayedBattle) {
    this.battle = battle;
  }
  toJSON(): undefined {
    return undefined;
  }
}

const NOT_OPENED: BattleState = {
  id: '',
  status: 'none',
  rules: '',
  tempo: 'rounds',
  players: null,
  lineups: [null, null],
  seeds: [null, null],
  stake: 0,
  isPrivate: false,
  isEven: true,
  series: null,
  serverSeed: '',
  salt: '',
  commitment: '',
  openingDigest: '',
  openedAtMs: 0,
  startedAtMs: 0,
  endedAtMs: 0,
  expiresAtMs: 0,
  setup: null,
  orders: [],
  pending: [],
  tick: 0,
  outcome: null,
  reason: null,
  hold: 'none',
  aftermath: NOTHING_HEARD,
  isBroken: false,
  live: null,
};

/** A battle that nobody has opened. */
export const initialBattle = ({ id }: EntityRef): BattleState => ({ ...NOT_OPENED, id });

/** What a battle is run again from. */
export type Course = Pick<BattleState, 'rules' | 'setup' | 'orders' | 'tick'>;

/**
 * Runs a battle again from its beginning to where it stands: orders at their ticks; `sink` hears what could be seen.
 * `undefined`: it has not begun, or by rules that the book does not know.
 */
export const rerun = (
  { rules, setup, orders, tick }: Course,
  book: RuleBook,
  sink?: EventSink,
): PlayedBattle | undefined => {
  const battle = setup === null ? undefined : book.versions.get(rules)?.start(setup);
  if (battle === undefined) return undefined;
  for (const [at, side, order] of orders) {
    battle.run(at, sink);
    battle.order(side, order);
  }
  battle.run(tick, sink);
  return battle;
};

/** The battle as a process that has just read it plays on; `null` when it cannot. */
export const revived = (course: Course & Pick<BattleState, 'status'>, book: RuleBook): LiveBattle | null => {
  const battle = course.status === 'live' ? rerun(course, book) : undefined;
  return battle === undefined ? null : new LiveBattle(battle);
};

const sideSchema = z.union([z.literal(0), z.literal(1)]);
const outcomeSchema = z.strictObject({
  winner: sideSchema.nullable(),
  how: z.enum(['knockout', 'forfeit', 'cap']),
  tick: countSchema,
  replayDigest: z.string(),
  counts: z.literal(false).optional(),
});

const storedSchema = z.strictObject({
  id: z.string(),
  status: z.enum(BATTLE_STATUSES),
  rules: z.string(),
  tempo: z.enum(TEMPOS),
  players: z.tuple([playerSchema, playerSchema]).nullable(),
  lineups: z.tuple([lineupSchema.nullable(), lineupSchema.nullable()]),
  seeds: z.tuple([z.string().nullable(), z.string().nullable()]),
  stake: countSchema,
  isPrivate: z.boolean(),
  isEven: z.boolean(),
  // snapshots from before there were series have none
  series: seriesSchema.nullable().default(null),
  serverSeed: z.string(),
  salt: z.string(),
  commitment: z.string(),
  openingDigest: z.string(),
  openedAtMs: countSchema,
  startedAtMs: countSchema,
  endedAtMs: countSchema,
  expiresAtMs: countSchema,
  setup: z.tuple([teamSchema, teamSchema]).nullable(),
  orders: z.array(z.tuple([countSchema, sideSchema, z.int()])),
  pending: z.array(z.tuple([sideSchema, z.int()])),
  tick: countSchema,
  outcome: outcomeSchema.nullable(),
  reason: z.string().nullable(),
  hold: z.enum(['none', 'asked', 'held', 'closing', 'closed']),
  // snapshots from before it was kept have none
  aftermath: aftermathSchema.default(NOTHING_HEARD),
  isBroken: z.boolean(),
  /** One that runs leaves nothing in JSON, none leaves `null`. */
  live: z.null().optional(),
});

/** What a snapshot must satisfy; the battle itself is run again. */
export const battleStateSchema = (book: RuleBook): z.ZodType<BattleState> =>
  storedSchema.transform((stored) => ({ ...stored, live: revived(stored, book) }));

/** Number of the side that a person plays, if any. */
export const sideOf = (state: BattleState, userId: string): 0 | 1 | undefined => {
  const is = (player: Player | undefined): boolean => player?.kind === 'person' && player.userId === userId;
  if (is(state.players?.[0])) return 0;
  return is(state.players?.[1]) ? 1 : undefined;
};

/** Whether the lobby has made it: both people's teams are known, and each has to be ready. */
export const isMatched = ({ status, players, lineups }: BattleState): boolean =>
  status === 'open' && lineups[1] !== null && players?.every(({ kind }) => kind === 'person') === true;

/** Number of the round that a `rounds` battle waits for, from 1. */
export const roundOf = (tick: number, roundTicks: number): number => Math.floor(tick / roundTicks) + 1;
