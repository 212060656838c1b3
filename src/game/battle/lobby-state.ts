import { z } from 'zod';
import { countSchema } from '../profile/schemas.ts';
import { lineupSchema } from './battle-events.ts';
import type { PokemonWish } from './lobby-protocol.ts';
import { formatSchema, teamSchema } from './match/match-events.ts';

/** What people seem to wait before anybody has, ms. */
const FIRST_ESTIMATE_MS = 30_000;

const VERSION_MAX = 40;

const wishSchema: z.ZodType<PokemonWish> = z.strictObject({
  format: formatSchema,
  version: z.string().min(1).max(VERSION_MAX),
  team: teamSchema,
});

/** Fighters of a lobby of `cross`, or a wish in one of Pokémon battles; the other is `null`. */
const entryShape = { lineup: lineupSchema.nullable(), pokemon: wishSchema.nullable() };

const guestSchema = z.strictObject({
  userId: z.string(),
  rating: z.int(),
  ...entryShape,
  sinceMs: countSchema,
});

/** Form of each event's data, without its `type`. */
export const lobbyEventSchemas = {
  PersonJoined: z.strictObject({ userId: z.string(), rating: z.int(), ...entryShape }),
  /** By their own wish, or because nobody came. */
  PersonLeft: z.strictObject({ userId: z.string(), isOverdue: z.boolean() }),
  PairMade: z.strictObject({
    battleId: z.string(),
    players: z.tuple([z.string(), z.string()]),
    /** The longer one's. */
    waitedMs: countSchema,
  }),
};

type Forms = typeof lobbyEventSchemas;

/** What happened in a lobby. */
export type LobbyEvent = {
  readonly [T in keyof Forms]: { readonly type: T } & Readonly<z.infer<Forms[T]>>;
}[keyof Forms];

/** Versions of events that have had another form before. */
export const lobbyEventVersions = { PersonJoined: 2 } as const;

/** As somebody was kept when nobody waited for anything but `cross`. */
const withoutWish = (old: unknown): unknown =>
  typeof old === 'object' && old !== null ? { ...old, pokemon: null } : old;

/** From an older form of an event to the next one. */
export const lobbyUpcasters = { 'PersonJoined@1': withoutWish } as const;

/** Somebody who waits. */
export type Guest = Readonly<z.infer<typeof guestSchema>>;

/** People who wait for somebody of about their strength; the longest first. */
export interface LobbyState {
  readonly waiting: readonly Guest[];
  /** Running mean of what people waited. */
  readonly typicalMs: number;
}

export const lobbyStateSchema: z.ZodType<LobbyState> = z.strictObject({
  waiting: z.array(guestSchema).readonly(),
  typicalMs: countSchema,
});

/** From version 1 of the state, in which everybody waited with fighters of `cross`. */
export const upgradeLobbyState = (old: unknown): unknown =>
  typeof old === 'object' && old !== null && 'waiting' in old && Array.isArray(old.waiting)
    ? { ...old, waiting: old.waiting.map(withoutWish) }
    : old;

/** A lobby that nobody has come to. */
export const initialLobby = (): LobbyState => ({ waiting: [], typicalMs: FIRST_ESTIMATE_MS });

/** The lobby after an event. Total. */
export const evolveLobby = (state: LobbyState, event: LobbyEvent, atMs: number): LobbyState => {
  switch (event.type) {
    case 'PersonJoined': {
      const { userId, rating, lineup, pokemon } = event;
      return { ...state, waiting: [...state.waiting, { userId, rating, lineup, pokemon, sinceMs: atMs }] };
    }
    case 'PersonLeft':
      return { ...state, waiting: state.waiting.filter(({ userId }) => userId !== event.userId) };
    case 'PairMade':
      return {
        waiting: state.waiting.filter(({ userId }) => !event.players.includes(userId)),
        typicalMs: Math.round((state.typicalMs * 3 + event.waitedMs) / 4),
      };
  }
};
