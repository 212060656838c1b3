import type { CrossBattle } from './cross/v1/battle.ts';
import * as at from './cross/v1/layout.ts';
import type { Setup, Sheet } from './cross/v1/sheet.ts';

/** What everybody at the table sees of a fighter that has been on the field: all but its moves. */
export interface SeenFighter {
  readonly sheet: Omit<Sheet, 'moves'>;
  /** Units. */
  readonly hp: number;
  /** Number of the effect that it suffers from, 0 for none, and the tick at which that ends. */
  readonly status: number;
  readonly statusUntil: number;
}

/** A fighter of one's own, or one whose whole sheet is known. */
export interface KnownFighter extends SeenFighter {
  readonly sheet: Sheet;
}

/** A battle as one of its players may see it. */
export interface PlayerView {
  readonly tick: number;
  readonly own: {
    readonly active: number;
    /** Tick of the next action. */
    readonly nextAt: number;
    readonly fighters: readonly KnownFighter[];
    readonly food: number;
    readonly antidotes: number;
    readonly itemReadyAt: number;
    readonly guardReadyAt: number;
  };
  readonly foe: {
    readonly active: number;
    /** Shown to everybody. */
    readonly nextAt: number;
    /** By number; absent until they come onto the field. */
    readonly fighters: readonly (SeenFighter | KnownFighter | undefined)[];
  };
}

const fighterOf = (words: Int32Array, side: number, n: number, sheet: Sheet): KnownFighter => {
  const f = at.fighterAt(0, side, n);
  return {
    sheet,
    hp: words[f + at.HP] ?? 0,
    status: words[f + at.STATUS] ?? 0,
    statusUntil: words[f + at.STATUS_UNTIL] ?? 0,
  };
};

const seenOf = (fighter: KnownFighter): SeenFighter => {
  const { moves: _, ...sheet } = fighter.sheet;
  return { ...fighter, sheet };
};

/** Who has been on the field, kept up while a battle is watched: a bit for each fighter of the side. */
export const noteSeen = (battle: CrossBattle, side: 0 | 1, seen: number): number =>
  seen | (1 << (battle.words[at.sideAt(0, side) + at.ACTIVE] ?? 0));

/** What a player may see now. `foesSeen`: from {@link noteSeen}, or `everything` for one who knows all sheets. */
export const viewFor = (
  battle: CrossBattle,
  setup: Setup,
  side: 0 | 1,
  foesSeen: number | 'everything',
): PlayerView => {
  const { words } = battle;
  const other = side === 0 ? 1 : 0;
  const s = at.sideAt(0, side);
  const o = at.sideAt(0, other);
  return {
    tick: battle.tick,
    own: {
      active: words[s + at.ACTIVE] ?? 0,
      nextAt: words[s + at.NEXT_AT] ?? 0,
      fighters: setup[side].fighters.map((sheet, n) => fighterOf(words, side, n, sheet)),
      food: words[s + at.FOOD_LEFT] ?? 0,
      antidotes: words[s + at.ANTIDOTES_LEFT] ?? 0,
      itemReadyAt: words[s + at.ITEM_READY] ?? 0,
      guardReadyAt: words[s + at.GUARD_READY] ?? 0,
    },
    foe: {
      active: words[o + at.ACTIVE] ?? 0,
      nextAt: words[o + at.NEXT_AT] ?? 0,
      fighters: setup[other].fighters.map((sheet, n) => {
        const fighter = fighterOf(words, other, n, sheet);
        if (foesSeen === 'everything') return fighter;
        return (foesSeen & (1 << n)) === 0 ? undefined : seenOf(fighter);
      }),
    },
  };
};
