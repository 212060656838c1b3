import { aftermathEventSchemas } from '../aftermath.ts';
import { z } from 'zod';
import { monSchema } from '../../pokemon/mon.ts';
import { countSchema } from '../../profile/schemas.ts';
import { playerSchema } from '../battle-events.ts';
import { setupSchema } from '../osrs/v1/setup.ts';
import type { MatchGame, MatchTeam } from './match-protocol.ts';

const TEAM_MAX = 6;
/** A choice of doubles names two moves with their targets. */
export const CHOICE_MAX = 100;

const hex = z.string().regex(/^[0-9a-f]{64}$/);
export const markHashSchema = z.string().regex(/^[0-9a-f]{16}$/);
export const sideSchema = z.union([z.literal(0), z.literal(1)]);
export const playersSchema = z.tuple([playerSchema, playerSchema]);

export const teamSchema: z.ZodType<MatchTeam> = z.array(monSchema).min(1).max(TEAM_MAX).readonly().nullable();

/** Id of a format of Pokémon Showdown. */
export const formatSchema = z.string().regex(/^[a-z0-9]{1,40}$/);

export const gameSchema: z.ZodType<MatchGame> = z.discriminatedUnion('rules', [
  z.strictObject({ rules: z.literal('pokemon'), format: formatSchema }),
  z.strictObject({ rules: z.literal('osrs'), hunt: setupSchema.omit({ seeds: true }) }),
]);

const wordsSchema = z.tuple([z.int(), z.int(), z.int(), z.int()]);
export const seedsSchema = z.tuple([wordsSchema, wordsSchema]);

export const markSchema = z.strictObject({
  inputs: countSchema,
  turn: countSchema,
  hash: markHashSchema,
  waits: z.tuple([z.boolean(), z.boolean()]),
});

/** Form of each event's data, without its `type`. */
export const matchEventSchemas = {
  /** `serverSeed` and `salt` stay hidden until the end; `commitment` is public before any player's seed exists. */
  MatchOpened: z.strictObject({
    version: z.string().max(40),
    game: gameSchema,
    players: playersSchema,
    team: teamSchema,
    answer: teamSchema,
    isPrivate: z.boolean(),
    isEven: z.boolean(),
    /** The lobby has opened it for two people, each with their side: each of them presses Ready. */
    isMatched: z.boolean(),
    serverSeed: hex,
    salt: hex,
    commitment: hex,
    expiresAtMs: countSchema,
  }),
  MatchAccepted: z.strictObject({ team: teamSchema, seed: z.string() }),
  /** One side of a match that the lobby has made gives its seed. */
  PlayerReady: z.strictObject({ side: sideSchema, seed: z.string() }),
  /** The last seed is there. */
  MatchStarted: z.strictObject({
    seed: z.string(),
    openingDigest: hex,
    seeds: seedsSchema,
    players: playersSchema,
    isPrivate: z.boolean(),
  }),
  /** Committed before the rules are asked what follows. `isAuto`: nobody chose in time, or the side has no player. */
  ChoiceMade: z.strictObject({ side: sideSchema, choice: z.string().max(CHOICE_MAX), isAuto: z.boolean() }),
  TurnMarked: markSchema,
  MatchEnded: z.strictObject({
    /** 0 or 1, `null` for a draw. */
    winner: sideSchema.nullable(),
    how: z.enum(['knockout', 'forfeit', 'draw']),
    turns: countSchema,
    players: playersSchema,
    isPrivate: z.boolean(),
    replayDigest: hex,
    /** Given up too early to change anything; absent: it counts. */
    counts: z.literal(false).optional(),
  }),
  ...aftermathEventSchemas,
  /** Seeds are revealed. */
  MatchVoided: z.strictObject({ reason: z.string(), players: playersSchema }),
  /** Never began: declined, withdrawn or not answered in time. */
  MatchClosed: z.strictObject({ why: z.enum(['declined', 'withdrawn', 'expired']), players: playersSchema }),
};

type Forms = typeof matchEventSchemas;

/** What happened to a match. */
export type MatchEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];

/** Versions of events that have had another form before. */
export const matchEventVersions = { MatchOpened: 2 } as const;

/** From an older form of an event to the next one. */
export const matchUpcasters = {
  // people opened all of them themselves
  'MatchOpened@1': (data: unknown): unknown =>
    typeof data === 'object' && data !== null ? { ...data, isMatched: false } : data,
} as const;
