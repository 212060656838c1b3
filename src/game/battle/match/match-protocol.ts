import type { Setup as HuntSetup } from '../osrs/v1/setup.ts';
import type { Mon } from '../../pokemon/mon.ts';
import type { BattleStatus, Player } from '../battle-protocol.ts';
import type { SideNo } from './rules-words.ts';

/** A side's time to choose, ms; then it is chosen for it. */
export const CHOICE_MS = 90_000;
/** The same for a side that has let the last {@link AWAY_AFTER} choices be made for it, ms. */
export const AWAY_MS = 5_000;
export const AWAY_AFTER = 2;
/** Choices of one match; with more it is void. A usual one has 60. */
export const INPUTS_MAX = 2_000;

/** Stakes are for `cross` battles alone, so nothing waits for the ledger. */
export const MATCH_STATUSES = [
  'none',
  'open',
  'accepted',
  'live',
  'ended',
  'void',
  'closed',
] as const satisfies readonly BattleStatus[];
export type MatchStatus = (typeof MATCH_STATUSES)[number];

/** What is played: Pokémon in a format of Pokémon Showdown, or a hunt with its figures worked out. */
export type MatchGame =
  | { readonly rules: 'pokemon'; readonly format: string }
  | { readonly rules: 'osrs'; readonly hunt: Omit<HuntSetup, 'seeds'> };

/** A side's own Pokémon; `null` in hunts and where the format deals them. */
export type MatchTeam = readonly Mon[] | null;

export type MatchCommand =
  /** By the challenger, or by the lobby for two people. */
  | {
      readonly type: 'Open';
      readonly players: readonly [Player, Player];
      /** The rules as they name themselves, such as `osrs/v1`. */
      readonly version: string;
      readonly game: MatchGame;
      readonly team: MatchTeam;
      /** Of the second player, when that is one of ours or has waited in the lobby. */
      readonly answer: MatchTeam;
      readonly isPrivate: boolean;
      /** Both sides' Pokémon are brought to one level before they come here. */
      readonly isEven: boolean;
    }
  | { readonly type: 'Accept'; readonly team: MatchTeam; readonly seed: string }
  | { readonly type: 'Decline' }
  /** By the challenger once the other side is ready; the last seed to come. */
  | { readonly type: 'Begin'; readonly seed: string }
  | { readonly type: 'Withdraw' }
  /** By either side of a match that the lobby has made; it begins with the second one. */
  | { readonly type: 'Ready'; readonly seed: string }
  /**
   * `after`: how many choices of this side came before, so that a button of an older turn is `E_STALE`. `side`: by the
   * referee only, for one that has no player or none who chose in time.
   */
  | { readonly type: 'Choose'; readonly choice: string; readonly after?: number; readonly side?: SideNo }
  | { readonly type: 'Forfeit' }
  /** By the referee: where the rules stand after so many inputs. */
  | ({ readonly type: 'Mark' } & TurnMark & {
        readonly isEnded: boolean;
        readonly winner: SideNo | null;
      })
  /** By an operator, or by the referee when the rules cannot play it. */
  | { readonly type: 'Void'; readonly reason: string }
  /** The match's own reminder. */
  | { readonly type: 'Expire' };

/** Where the rules stood. */
export interface TurnMark {
  /** After so many inputs. */
  readonly inputs: number;
  readonly turn: number;
  /** First 16 hexadecimal digits of the position's hash. */
  readonly hash: string;
  /** Sides that have something to choose. */
  readonly waits: readonly [boolean, boolean];
}

export type MatchReply =
  | { readonly type: 'Opened'; readonly commitment: string; readonly expiresAtMs: number }
  /** `isOver`: nothing more will happen. */
  | {
      readonly type: 'Standing';
      readonly status: MatchStatus;
      readonly inputs: number;
      readonly isOver: boolean;
    }
  | { readonly type: 'Chosen'; readonly inputs: number };

/** How a match ended. */
export type MatchEnding = 'knockout' | 'forfeit' | 'draw';
