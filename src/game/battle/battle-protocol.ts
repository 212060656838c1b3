import type { Sheet, Standing, Supplies } from './cross/v1/sheet.ts';

/**
 * How fast a battle goes: `rounds` gives up to 15 s to decide and then plays 8 ticks, `live` a tick every 0.6 s, `sim`
 * without a clock.
 */
export const TEMPOS = ['rounds', 'live', 'sim'] as const;
export type Tempo = (typeof TEMPOS)[number];

export const ROUND_TICKS = 8;
/** Window of a `live` battle that somebody plays or watches, and of one that nobody does. */
export const LIVE_TICKS = 2;
export const FREE_TICKS = 64;
export const TICK_MS = 600;
export const ROUND_MS = 15_000;

/** Level at which everybody fights when a battle is even. */
export const EVEN_LEVEL = 50;

/** Most coins that each side may put up. */
export const STAKE_MAX = 1_000_000_000;
/** Share of a pot that goes to the house, percent. */
export const RAKE_PERCENT = 2;
/** An unanswered challenge ends after this long. */
export const CHALLENGE_TTL_MS = 600_000;
/** A battle that the lobby has made ends when not both are ready after this long. */
export const MATCH_TTL_MS = 120_000;
/** A seed that a player types: nobody's text, because replays publish it. */
export const SEED_TEXT = /^[A-Za-z0-9_-]{1,32}$/;
/** Orders of one battle; more are refused. */
export const ORDERS_MAX = 4_000;

/** Who plays a side: a person, or a trainer of ours by id. */
export type Player =
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'trainer'; readonly trainerId: string };

/** Battles of a series: the first side to win more than half of them wins it. */
export const SERIES_LENGTHS = [3, 5] as const;
/** Draws count for nobody; a series with this many battles for each that counts is over. */
export const SERIES_STRETCH = 2;

/** A series as it stood before a battle of it. */
export interface Series {
  readonly of: (typeof SERIES_LENGTHS)[number];
  readonly wins: readonly [number, number];
  /** Battles that were fought. */
  readonly fought: number;
}

/** What a side brings. */
export interface Lineup {
  /** One to three. */
  readonly fighters: readonly Sheet[];
  readonly supplies: Supplies;
  readonly standing: Standing;
  /** Pets among them, by id: they remember the fight. */
  readonly pets: readonly string[];
}

export type BattleCommand =
  /** By the challenger, by the service for two trainers, by the lobby for two people, or by the battle before it in a series. */
  | {
      readonly type: 'Open';
      readonly tempo: Tempo;
      readonly players: readonly [Player, Player];
      readonly lineup: Lineup;
      /** Of the second player, when that is a trainer or has waited in the lobby. */
      readonly answer?: Lineup;
      /** Coins of each side; 0: none. */
      readonly stake: number;
      readonly isPrivate: boolean;
      /** Everybody at one level: the ladder counts it. */
      readonly isEven: boolean;
      /** Battles until one side has won more than half of them; never with coins. */
      readonly series?: Series;
    }
  | { readonly type: 'Accept'; readonly lineup: Lineup; readonly seed: string }
  | { readonly type: 'Decline' }
  /** By the challenger once the other side is ready; the last seed to come. */
  | { readonly type: 'Begin'; readonly seed: string }
  | { readonly type: 'Withdraw' }
  /** By either side of a battle that the lobby has made; it begins with the second one. */
  | { readonly type: 'Ready'; readonly seed: string }
  /** `round`: the one it is meant for, of `rounds` battles; an order for a closed one is `E_STALE`. */
  | { readonly type: 'Order'; readonly order: number; readonly round?: number }
  | { readonly type: 'Forfeit' }
  /** The clock's: plays from the tick it knows of to another one. */
  | { readonly type: 'CloseWindow'; readonly fromTick: number; readonly toTick: number }
  /** By an operator. */
  | { readonly type: 'Void'; readonly reason: string }
  /** The battle's own reminder. */
  | { readonly type: 'Expire' }
  /** From the ledger: what became of the stakes. */
  | { readonly type: 'ReviewHold'; readonly holdId: string };

export type BattleReply =
  | { readonly type: 'Opened'; readonly commitment: string; readonly expiresAtMs: number }
  /** `isOver`: nothing more will happen. */
  | {
      readonly type: 'Standing';
      readonly status: BattleStatus;
      readonly tick: number;
      readonly isOver: boolean;
    }
  | { readonly type: 'Ordered'; readonly round: number; readonly isComplete: boolean }
  | { readonly hold: 'live' | 'settled' | 'void' };

export const BATTLE_STATUSES = [
  'none',
  'open',
  'accepted',
  'staking',
  'live',
  'ended',
  'void',
  'closed',
] as const;
export type BattleStatus = (typeof BATTLE_STATUSES)[number];

/** How a battle ended: knocked out, given up, or after 2,000 ticks. */
export type Ending = 'knockout' | 'forfeit' | 'cap';
