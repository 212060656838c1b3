import { aftermathEventSchemas } from './aftermath.ts';
import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';
import { sheetSchema, standingSchema, suppliesSchema, TEAM_MAX, teamSchema } from './cross/v1/sheet.ts';
import { type Lineup, type Player, type Series, SERIES_LENGTHS, TEMPOS } from './battle-protocol.ts';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const side = z.union([z.literal(0), z.literal(1)]);

export const playerSchema: z.ZodType<Player> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), userId: z.string() }),
  z.strictObject({ kind: z.literal('trainer'), trainerId: z.string() }),
]);

export const lineupSchema: z.ZodType<Lineup> = z.strictObject({
  fighters: z.array(sheetSchema).min(1).max(TEAM_MAX).readonly(),
  supplies: suppliesSchema,
  standing: standingSchema,
  pets: z.array(z.string()).max(TEAM_MAX).readonly(),
});

export const seriesSchema: z.ZodType<Series> = z.strictObject({
  of: z.union([z.literal(SERIES_LENGTHS[0]), z.literal(SERIES_LENGTHS[1])]),
  wins: z.tuple([countSchema, countSchema]),
  fought: countSchema,
});

const players = z.tuple([playerSchema, playerSchema]);

const orderSchema = z.tuple([side, z.int()]);

/** Form of each event's data, without its `type`. */
export const battleEventSchemas = {
  /** `serverSeed` and `salt` stay hidden until the end; `commitment` is public before any player's seed exists. */
  BattleOpened: z.strictObject({
    /** Version of the rules that plays it to its end. */
    rules: z.string().max(32),
    tempo: z.enum(TEMPOS),
    players,
    lineup: lineupSchema,
    answer: lineupSchema.nullable(),
    stake: countSchema,
    isPrivate: z.boolean(),
    isEven: z.boolean(),
    series: seriesSchema.optional(),
    serverSeed: hex,
    salt: hex,
    commitment: hex,
    expiresAtMs: countSchema,
  }),
  BattleAccepted: z.strictObject({ lineup: lineupSchema, seed: z.string() }),
  /** One side of a battle that the lobby has made gives its seed. */
  PlayerReady: z.strictObject({ side, seed: z.string() }),
  /** The last seed is there; with a stake the ledger is asked first. */
  BattleBegun: z.strictObject({ seed: z.string() }),
  BattleStarted: z.strictObject({
    openingDigest: hex,
    seeds: z.tuple([teamSchema.shape.seed, teamSchema.shape.seed]),
    players,
    tempo: z.enum(TEMPOS),
    isPrivate: z.boolean(),
    stake: countSchema,
  }),
  OrderGiven: z.strictObject({ side, order: z.int() }),
  /** Committed before any of its ticks is shown. `hash`: of the state after them. */
  WindowClosed: z.strictObject({
    fromTick: countSchema,
    toTick: countSchema,
    orders: z.array(orderSchema).readonly(),
    hash: countSchema,
  }),
  BattleEnded: z.strictObject({
    /** 0 or 1, `null` for a draw. */
    winner: side.nullable(),
    how: z.enum(['knockout', 'forfeit', 'cap']),
    tick: countSchema,
    players,
    isPrivate: z.boolean(),
    replayDigest: hex,
    /** Given up too early to change anything but stakes; absent: it counts. */
    counts: z.literal(false).optional(),
  }),
  /** Stakes go back, seeds are revealed. */
  BattleVoided: z.strictObject({ reason: z.string(), players }),
  /** Never began: declined, withdrawn or not answered in time. */
  BattleClosed: z.strictObject({ why: z.enum(['declined', 'withdrawn', 'expired']), players }),
  StakesSettled: z.strictObject({ receiptId: z.string().nullable() }),
  ...aftermathEventSchemas,
};

type Forms = typeof battleEventSchemas;

/** What happened to a battle. */
export type BattleEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];
