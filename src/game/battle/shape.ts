import type { EFFECTS, FighterKind, Move } from './cross/v1/sheet.ts';

/**
 * A fighter in its own world's proportions, before it is brought to the common scale: each world makes shapes of its
 * fighters, and the forge makes them equals.
 */
export interface Shape {
  /** Up to 24 characters, nobody's free text: a species, a weapon. */
  readonly name: string;
  readonly kind: FighterKind;
  /** 1 to 100. */
  readonly level: number;
  /** Staying power, attack and defence relative to each other; whole numbers from 1 to 100,000. */
  readonly weights: { readonly hp: number; readonly attack: number; readonly defence: number };
  /** Ticks of 0.6 s from one attack to the next, 3 to 7. */
  readonly interval: number;
  /** 0 melee, 1 ranged, 2 magic. */
  readonly class: number;
  /** Numbers of types (see chart.ts); the second one is 18 for none. */
  readonly types: readonly [number, number];
  readonly moves: readonly [Move, Move, Move, Move];
}

/**
 * Sixteenths of a hit's chance to leave its effect, for fighters of all worlds: such that no effect is worth more than
 * another one to players who think (`npm run balance`; with 16 for poison one pairing in a hundred stood at 65 %).
 */
export const EFFECT_CHANCE: Readonly<Record<(typeof EFFECTS)[number], number>> = {
  none: 0,
  poison: 12,
  burn: 14,
  paralysis: 10,
  sleep: 8,
};
