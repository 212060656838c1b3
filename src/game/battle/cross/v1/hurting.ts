import { EVENT, type EventSink } from './events.ts';
import * as at from './layout.ts';
import { RULES } from './orders.ts';
import { BURN, hasStatus, POISON } from './statuses.ts';

type Words = Int32Array;

/** Poison or burn of the fighter on the field: its damage at this tick, and when it comes next. */
export const upkeep = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): number => {
  const kind = w[f + at.STATUS] ?? 0;
  const part = kind === POISON ? RULES.poisonPart : RULES.poisonPart * 2;
  const damage = Math.max(1, Math.floor((w[f + at.HP_FULL] ?? 0) / part));
  const next = tick + RULES.upkeepEvery;
  w[s + at.UPKEEP_AT] = next < (w[f + at.STATUS_UNTIL] ?? 0) ? next : at.NEVER;
  sink?.(tick, side, EVENT.upkeep, kind, damage);
  return damage;
};

/** Heals and hurts a fighter; `false`: it has fallen. */
export const settle = (w: Words, f: number, healed: number, hurt: number): boolean => {
  const hp = Math.min(w[f + at.HP_FULL] ?? 0, (w[f + at.HP] ?? 0) + healed) - hurt;
  w[f + at.HP] = hp;
  return hp > 0;
};

/** Leaves the effect of an attack on a fighter that has none. */
export const inflict = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  done: number,
  side: number,
  sink: EventSink | undefined,
): void => {
  if (hasStatus(w, f, tick)) return;
  const effect = (done >> 18) & 7;
  const ticks = done >> 21;
  w[f + at.STATUS] = effect;
  w[f + at.STATUS_SINCE] = tick;
  w[f + at.STATUS_UNTIL] = tick + ticks;
  if (effect === POISON || effect === BURN) w[s + at.UPKEEP_AT] = tick + RULES.upkeepEvery;
  sink?.(tick, 1 - side, EVENT.effect, effect, 0);
};
