import { draw } from './chance.ts';
import { EVENT, type EventSink } from './events.ts';
import * as at from './layout.ts';
import { RULES } from './orders.ts';
import { BURN, hasStatus, PARALYSIS, SLEEP } from './statuses.ts';

/** Sixteenths of its attacks that hit, by kind of fighter. */
const HIT_CHANCE: readonly number[] = [12, 14, 14];
const POKEMON = 1;
const PET = 2;
const MOOD_MAX = 100;
const MOOD_MISS = 7;

type Words = Int32Array;

/** What an attack does, as one number: damage in bits 0 to 17, effect 18 to 20, from 21 on how long it lasts. */
export const DAMAGE_BITS = 0x3_ffff;

/** One attack, its chance drawn from its own side's stream. */
export const attack = (
  w: Words,
  base: number,
  side: number,
  order: number,
  tick: number,
  sink: EventSink | undefined,
): number => {
  const s = at.sideAt(base, side);
  const o = at.sideAt(base, 1 - side);
  const f = at.fighterAt(base, side, w[s + at.ACTIVE] ?? 0);
  const roll = w[f + at.ROLL] ?? 0;
  const status = hasStatus(w, f, tick) ? (w[f + at.STATUS] ?? 0) : 0;
  const chance = draw(w, s + at.RNG);
  w[s + at.NEXT_AT] = tick + (w[f + at.INTERVAL] ?? 4);
  if (status === PARALYSIS && ((chance >>> 18) & 7) < RULES.paralysed) {
    sink?.(tick, side, EVENT.lost, PARALYSIS, 0);
    return 0;
  }
  const isHit = chance >>> 28 < (HIT_CHANCE[roll] ?? 16);
  const mood = w[f + at.MOOD] ?? 0;
  if (roll === PET) w[f + at.MOOD] = isHit ? Math.min(MOOD_MAX, mood + 1) : Math.max(0, mood - MOOD_MISS);
  if (!isHit) {
    sink?.(tick, side, EVENT.hit, order, 0);
    return 0;
  }
  const move = w[f + at.MOVE_WORDS + order] ?? 0;
  const effect = (move >> 13) & 7;
  const likely = ((move >> 16) & 31) * (w[f + at.INTERVAL] ?? 0) * 16;
  const isLeft = effect !== 0 && ((chance >>> 5) & 255) * RULES.sureInterval < likely;
  const slept = RULES.sleepLeast + ((((chance >>> 13) & 31) * RULES.sleepSpan) >> 5);
  const ticks = effect === SLEEP ? slept : RULES.status;
  const left = isLeft ? (effect << 18) | (ticks << 21) : 0;
  const mean = w[s + at.MEANS + order] ?? 0;
  if (mean === 0) {
    sink?.(tick, side, EVENT.hit, order, 0);
    return left;
  }
  const luck = draw(w, s + at.RNG);
  const isCritical = roll === POKEMON && ((chance >>> 25) & 7) === 0;
  let damage: number;
  if (roll === POKEMON) {
    damage =
      Math.floor(((luck & 0xffff) * (mean + 1)) / 65_536) + Math.floor(((luck >>> 16) * (mean + 1)) / 65_536);
    if (isCritical) damage *= 2;
  } else {
    damage = 1 + Math.floor((luck * 2 * mean) / 4_294_967_296);
    if (roll === PET) damage = Math.floor((damage * (150 + mood)) / 200);
  }
  if (status === BURN) damage -= damage >> 3;
  if ((w[o + at.GUARD_UNTIL] ?? 0) >= tick) damage = (damage + 1) >> 1;
  if (damage < 1) damage = 1;
  sink?.(tick, side, isCritical ? EVENT.critical : EVENT.hit, order, damage);
  return damage | left;
};

/** An attack that sleep prevents: the side acts again when its fighter wakes. */
export const sleepOn = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): void => {
  w[s + at.NEXT_AT] = w[f + at.STATUS_UNTIL] ?? tick + 1;
  sink?.(tick, side, EVENT.lost, SLEEP, 0);
};

/** Uses up food; answers what it heals, units, which counts with the tick's damage. */
export const eat = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): number => {
  w[s + at.FOOD_LEFT] = (w[s + at.FOOD_LEFT] ?? 0) - 1;
  w[s + at.ITEM_READY] = tick + RULES.itemEvery;
  w[s + at.NEXT_AT] = tick + RULES.itemTakes;
  const full = w[f + at.HP_FULL] ?? 0;
  const healed = Math.min(Math.floor(full / RULES.foodPart), full - (w[f + at.HP] ?? 0));
  sink?.(tick, side, EVENT.food, healed, 0);
  return healed;
};

/** Half of what comes in, for a while. */
export const guard = (w: Words, s: number, tick: number, side: number, sink: EventSink | undefined): void => {
  w[s + at.GUARD_UNTIL] = tick + RULES.guardLasts;
  w[s + at.GUARD_READY] = tick + RULES.guardEvery;
  w[s + at.NEXT_AT] = tick + RULES.guardTakes;
  sink?.(tick, side, EVENT.guard, 0, 0);
};

/** Uses up an antidote, which ends the fighter's effect. */
export const cure = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): void => {
  w[s + at.ANTIDOTES_LEFT] = (w[s + at.ANTIDOTES_LEFT] ?? 0) - 1;
  w[s + at.ITEM_READY] = tick + RULES.itemEvery;
  w[s + at.NEXT_AT] = tick + RULES.itemTakes;
  w[s + at.UPKEEP_AT] = at.NEVER;
  w[f + at.STATUS] = 0;
  w[f + at.STATUS_UNTIL] = 0;
  w[f + at.STATUS_SINCE] = 0;
  sink?.(tick, side, EVENT.antidote, 0, 0);
};
