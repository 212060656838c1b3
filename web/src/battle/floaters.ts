import { EVENT } from '../../../src/game/battle/cross/v1/events.ts';
import { pointsOf } from '../../../src/game/battle/points.ts';
import type { SeenEvent } from './wire.ts';

/** A number or word that rises from a fighter. */
export interface Floater {
  readonly key: string;
  readonly text: string;
  readonly kind: string;
}

/** What the drawn tick did to the fighter on the field, as numbers that rise from it; nothing to one that just came. */
export const floatersOf = (struck: readonly SeenEvent[], side: number): readonly Floater[] =>
  struck.flatMap(([tick, by, kind, a, b], n): Floater[] => {
    if (struck.some(([, who, what]) => who === side && what === EVENT.enter)) return [];
    const key = `${tick}-${n}`;
    const isBlow = kind === EVENT.hit || kind === EVENT.critical;
    if (isBlow && by !== side && b > 0) {
      const isCritical = kind === EVENT.critical;
      return [
        { key, text: `−${pointsOf(b)}${isCritical ? '!' : ''}`, kind: isCritical ? 'critical' : 'hurt' },
      ];
    }
    if (isBlow && by !== side) return [{ key, text: 'miss', kind: 'miss' }];
    if (by !== side) return [];
    if (kind === EVENT.upkeep) return [{ key, text: `−${pointsOf(b)}`, kind: 'hurt' }];
    if (kind === EVENT.food && a > 0) return [{ key, text: `+${pointsOf(a)}`, kind: 'healed' }];
    if (kind === EVENT.guard) return [{ key, text: 'guard', kind: 'guard' }];
    return kind === EVENT.antidote ? [{ key, text: 'cured', kind: 'healed' }] : [];
  });

/** Whether any of them hurts. */
export const isStruck = (floaters: readonly Floater[]): boolean =>
  floaters.some(({ kind }) => kind === 'hurt' || kind === 'critical');
