import type { Lineup } from './battle-protocol.ts';
import type { MatchTeam } from './match/match-protocol.ts';

/** Most people who wait at once: all their teams lie in one page of a snapshot. */
export const WAITING_MAX = 60;
/** Whoever has found nobody after this long is told so, ms. */
export const WAIT_MAX_MS = 900_000;
/** How far ratings may lie apart at first, points; and by how much more each second, for both. */
export const BAND_START = 150;
export const BAND_PER_SECOND = 10;
/** After this long anybody will do, ms. */
export const BAND_OPEN_MS = 120_000;
/** How often the bands are looked at while several people wait, ms. */
export const PAIR_EVERY_MS = 10_000;

/** A Pokémon battle that somebody waits for. */
export interface PokemonWish {
  readonly format: string;
  /** The rules as they name themselves, such as `@pkmn/sim/0.10.11`. */
  readonly version: string;
  /** `null` where the format deals teams. */
  readonly team: MatchTeam;
}

/** What somebody waits with: fighters of any world, or a wish for a Pokémon battle, which the release before did not know. */
export type Entry =
  | { readonly lineup: Lineup; readonly pokemon?: null | undefined }
  | { readonly lineup: null; readonly pokemon: PokemonWish };

export type LobbyCommand =
  /** By the person who wants to fight, with their rating of now. */
  | ({ readonly type: 'Join'; readonly rating: number } & Entry)
  | { readonly type: 'Leave' }
  /** The lobby's own reminder. */
  | { readonly type: 'Pair' };

export type LobbyReply =
  /** The battle that both have to be ready for. */
  | { readonly type: 'Matched'; readonly battleId: string }
  | { readonly type: 'Waiting'; readonly waiting: number }
  | { readonly type: 'Left' }
  | { readonly type: 'Paired'; readonly pairs: number };

/** How somebody's waiting stands. */
export interface WaitView {
  readonly waitedMs: number;
  /** Ratings up to so many points away will do now; `null`: any. */
  readonly band: number | null;
  readonly rating: number;
  /** Of Pokémon battles. */
  readonly format: string | null;
  /** People who wait, this one included. */
  readonly waiting: number;
  /** What others waited lately, ms. */
  readonly estimateMs: number;
}
