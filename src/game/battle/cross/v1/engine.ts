import { classFactor, NO_TYPE, typeFactor } from './chart.ts';
import { EVENT, type EventSink } from './events.ts';
import * as at from './layout.ts';
import { ANTIDOTE, FOOD, GUARD, NO_ORDER, packStanding, RULES, STANDING, SWITCH } from './orders.ts';
import { type Setup, type Sheet, type Team } from './sheet.ts';

/** Mean damage of power 100 at interval 4 between equal fighters, units: ten points. */
const MEAN_UNITS = 640;
const MEAN_MAX = 0x7fff;
/** By kind of fighter: what its way to roll needs so that all kinds do the same on average. */
const ROLL_SCALE: readonly (readonly [number, number])[] = [
  [4, 3],
  [64, 63],
  [8, 7],
];
/** Sixteenths of its attacks that hit, by kind of fighter. */
const HIT_CHANCE: readonly number[] = [12, 14, 14];
const POKEMON = 1;
const PET = 2;
const POISON = 1;
const BURN = 2;
const PARALYSIS = 3;
const SLEEP = 4;
const MOOD_START = 50;
const MOOD_MAX = 100;
const MOOD_MISS = 7;
const WARM_UP = 12;
const DRAW = 3;

type Words = Int32Array;

/** The next number of a side's own stream (sfc32), an unsigned integer of 32 bits. `rng`: index of its four words. */
const draw = (w: Words, rng: number): number => {
  const b = w[rng + 1] ?? 0;
  const c = w[rng + 2] ?? 0;
  const d = w[rng + 3] ?? 0;
  const t = ((((w[rng] ?? 0) + b) | 0) + d) | 0;
  w[rng] = b ^ (b >>> 9);
  w[rng + 1] = (c + (c << 3)) | 0;
  w[rng + 2] = (((c << 21) | (c >>> 11)) + t) | 0;
  w[rng + 3] = (d + 1) | 0;
  return t >>> 0;
};

/** Writes a side's fighters, supplies and seed into its words. */
const placeTeam = (w: Words, base: number, side: number, team: Team): void => {
  const s = base + at.SIDES + side * at.SIDE_WORDS;
  for (const [n, word] of team.seed.entries()) w[s + at.RNG + n] = word | 0;
  for (let n = 0; n < WARM_UP; n += 1) draw(w, s + at.RNG);
  w[s + at.ACTIVE] = 0;
  w[s + at.UPKEEP_AT] = at.NEVER;
  w[s + at.ORDER] = NO_ORDER;
  w[s + at.GUARD_UNTIL] = 0;
  w[s + at.GUARD_READY] = 0;
  w[s + at.ITEM_READY] = 0;
  w[s + at.FOOD_LEFT] = team.supplies.food;
  w[s + at.ANTIDOTES_LEFT] = team.supplies.antidotes;
  w[s + at.STANDING_WORD] = packStanding(team.standing);
  w[s + at.SWITCH_READY] = 0;
  w[s + at.TEAM_SIZE] = team.fighters.length;
  w[s + at.ALIVE] = (1 << team.fighters.length) - 1;
  w[s + at.OVERKILL] = 0;
  for (const [n, sheet] of team.fighters.entries()) placeFighter(w, fighterAt(base, side, n), sheet);
  w[s + at.NEXT_AT] = firstAction(w, fighterAt(base, side, 0));
};

const placeFighter = (w: Words, f: number, sheet: Sheet): void => {
  w[f + at.HP] = sheet.hp;
  w[f + at.HP_FULL] = sheet.hp;
  w[f + at.ATTACK] = sheet.attack;
  w[f + at.DEFENCE] = sheet.defence;
  w[f + at.INTERVAL] = sheet.interval;
  w[f + at.ROLL] = sheet.kind === 'osrs' ? 0 : sheet.kind === 'pokemon' ? POKEMON : PET;
  w[f + at.CLASS] = sheet.class;
  w[f + at.TYPE_1] = sheet.types[0];
  w[f + at.TYPE_2] = sheet.types[1];
  w[f + at.STATUS] = 0;
  w[f + at.STATUS_UNTIL] = 0;
  w[f + at.STATUS_SINCE] = 0;
  w[f + at.MOOD] = MOOD_START;
  for (const [n, { power, type, effect, chance }] of sheet.moves.entries())
    w[f + at.MOVE_WORDS + n] = power | (type << 8) | (effect << 13) | (chance << 16);
};

const fighterAt = (base: number, side: number, n: number): number =>
  base + at.FIGHTERS + (side * 3 + n) * at.FIGHTER_WORDS;

/** Ticks from coming onto the field to the first action: half an interval, so that a slow weapon has no first blow. */
const firstAction = (w: Words, f: number): number => ((w[f + at.INTERVAL] ?? 4) >> 1) + 1;

/** Puts a battle into its slot, at tick 0. */
export const place = (w: Words, base: number, setup: Setup): void => {
  w.fill(0, base, base + at.SLOT_WORDS);
  placeTeam(w, base, 0, setup[0]);
  placeTeam(w, base, 1, setup[1]);
  reckon(w, base);
};

/** Mean damage of a move, units, of one fighter against another. */
const meanOf = (w: Words, f: number, other: number, move: number): number => {
  const power = move & 255;
  if (power === 0) return 0;
  const type = (move >> 8) & 31;
  const [n, d] = ROLL_SCALE[w[f + at.ROLL] ?? 0] ?? [1, 1];
  const factor =
    typeFactor(type, w[other + at.TYPE_1] ?? NO_TYPE) *
    typeFactor(type, w[other + at.TYPE_2] ?? NO_TYPE) *
    classFactor(w[f + at.CLASS] ?? 0, w[other + at.CLASS] ?? 0);
  const mean = Math.floor(
    (MEAN_UNITS * power * (w[f + at.INTERVAL] ?? 0) * (w[f + at.ATTACK] ?? 0) * factor * n) /
      ((w[other + at.DEFENCE] ?? 1) * d * 400 * 13_824),
  );
  return Math.min(MEAN_MAX, Math.max(1, mean));
};

/** Mean damage of the best move of one fighter against another. */
const bestMean = (w: Words, f: number, other: number): number => {
  let best = 0;
  for (let n = 0; n < 4; n += 1) best = Math.max(best, meanOf(w, f, other, w[f + at.MOVE_WORDS + n] ?? 0));
  return best;
};

/** Works out what the two fighters on the field do to each other; needed whenever one of them changes. */
const reckon = (w: Words, base: number): void => {
  for (let side = 0; side < 2; side += 1) {
    const s = base + at.SIDES + side * at.SIDE_WORDS;
    const o = base + at.SIDES + (1 - side) * at.SIDE_WORDS;
    const f = fighterAt(base, side, w[s + at.ACTIVE] ?? 0);
    const other = fighterAt(base, 1 - side, w[o + at.ACTIVE] ?? 0);
    let best = 0;
    for (let n = 0; n < 4; n += 1) {
      const mean = meanOf(w, f, other, w[f + at.MOVE_WORDS + n] ?? 0);
      w[s + at.MEANS + n] = mean;
      if (mean > (w[s + at.MEANS + best] ?? 0)) best = n;
    }
    w[s + at.BEST] = best;
  }
};

const hasStatus = (w: Words, f: number, tick: number): boolean =>
  w[f + at.STATUS] !== 0 && (w[f + at.STATUS_UNTIL] ?? 0) > tick;

/** How well a fighter stands against another: what it gives over what it takes, in ticks' worth, as a fraction. */
const isBetter = (w: Words, f: number, instead: number, other: number): boolean => {
  const [n, d] = RULES.switchGain;
  const better = bestMean(w, instead, other) * bestMean(w, other, f) * (w[f + at.INTERVAL] ?? 1) * d;
  const now = bestMean(w, f, other) * bestMean(w, other, instead) * (w[instead + at.INTERVAL] ?? 1) * n;
  return better > now;
};

/** The bench fighter that stands best, or -1 when none stands. */
const bestBench = (w: Words, base: number, side: number, other: number): number => {
  const s = base + at.SIDES + side * at.SIDE_WORDS;
  let best = -1;
  let bestGiven = 0;
  let bestTaken = 1;
  for (let n = 0; n < (w[s + at.TEAM_SIZE] ?? 0); n += 1) {
    if (n === w[s + at.ACTIVE] || ((w[s + at.ALIVE] ?? 0) & (1 << n)) === 0) continue;
    const f = fighterAt(base, side, n);
    const given = bestMean(w, f, other);
    const taken = bestMean(w, other, f) * (w[f + at.INTERVAL] ?? 1);
    if (best === -1 || given * bestTaken > bestGiven * taken) {
      best = n;
      bestGiven = given;
      bestTaken = taken;
    }
  }
  return best;
};

const canDo = (w: Words, s: number, f: number, order: number, tick: number): boolean => {
  if (order < GUARD) return !(w[f + at.STATUS] === SLEEP && hasStatus(w, f, tick));
  if (order === GUARD) {
    return (w[s + at.GUARD_READY] ?? 0) <= tick && !(w[f + at.STATUS] === SLEEP && hasStatus(w, f, tick));
  }
  if (order === FOOD) return (w[s + at.FOOD_LEFT] ?? 0) > 0 && (w[s + at.ITEM_READY] ?? 0) <= tick;
  if (order === ANTIDOTE) return (w[s + at.ANTIDOTES_LEFT] ?? 0) > 0 && (w[s + at.ITEM_READY] ?? 0) <= tick;
  const n = order - SWITCH;
  return n !== w[s + at.ACTIVE] && ((w[s + at.ALIVE] ?? 0) & (1 << n)) !== 0;
};

/** What a side does at its action: its player's order if it can be carried out, else what its standing orders say. */
const choose = (w: Words, base: number, side: number, tick: number): number => {
  const s = base + at.SIDES + side * at.SIDE_WORDS;
  const o = base + at.SIDES + (1 - side) * at.SIDE_WORDS;
  const f = fighterAt(base, side, w[s + at.ACTIVE] ?? 0);
  const order = w[s + at.ORDER] ?? NO_ORDER;
  if (order !== NO_ORDER) {
    w[s + at.ORDER] = NO_ORDER;
    if (canDo(w, s, f, order, tick)) return order;
  }
  const standing = w[s + at.STANDING_WORD] ?? 0;
  if ((w[s + at.ITEM_READY] ?? 0) <= tick) {
    const below = (standing >> 3) & 127;
    if ((w[s + at.FOOD_LEFT] ?? 0) > 0 && (w[f + at.HP] ?? 0) * 100 < (w[f + at.HP_FULL] ?? 0) * below) {
      return FOOD;
    }
    if ((standing & 1024) !== 0 && (w[s + at.ANTIDOTES_LEFT] ?? 0) > 0 && hasStatus(w, f, tick))
      return ANTIDOTE;
  }
  if ((standing & 2048) !== 0 && (w[s + at.SWITCH_READY] ?? 0) <= tick) {
    const other = fighterAt(base, 1 - side, w[o + at.ACTIVE] ?? 0);
    const n = bestBench(w, base, side, other);
    if (n !== -1 && isBetter(w, f, fighterAt(base, side, n), other)) {
      w[s + at.SWITCH_READY] = tick + RULES.switchEvery;
      return SWITCH + n;
    }
  }
  const focus = standing & 7;
  return focus === 0 ? (w[s + at.BEST] ?? 0) : focus - 1;
};

/** Poison or burn of the fighter on the field: its damage at this tick, and when it comes next. */
const upkeep = (
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

/** What an attack does, as one number: damage in bits 0 to 17, effect 18 to 20, from 21 on how long it lasts. */
const DAMAGE_BITS = 0x3_ffff;

/** One attack, its chance drawn from its own side's stream. */
const attack = (
  w: Words,
  base: number,
  side: number,
  order: number,
  tick: number,
  sink: EventSink | undefined,
): number => {
  const s = base + at.SIDES + side * at.SIDE_WORDS;
  const o = base + at.SIDES + (1 - side) * at.SIDE_WORDS;
  const f = fighterAt(base, side, w[s + at.ACTIVE] ?? 0);
  const roll = w[f + at.ROLL] ?? 0;
  const status = hasStatus(w, f, tick) ? (w[f + at.STATUS] ?? 0) : 0;
  const chance = draw(w, s + at.RNG);
  w[s + at.NEXT_AT] = tick + (w[f + at.INTERVAL] ?? 4);
  if (status === PARALYSIS && ((chance >>> 19) & 3) === 0) {
    sink?.(tick, side, EVENT.lost, PARALYSIS, 0);
    return 0;
  }
  const isHit = chance >>> 28 < (HIT_CHANCE[roll] ?? 16);
  const mood = w[f + at.MOOD] ?? MOOD_START;
  if (roll === PET) w[f + at.MOOD] = isHit ? Math.min(MOOD_MAX, mood + 1) : Math.max(0, mood - MOOD_MISS);
  if (!isHit) {
    sink?.(tick, side, EVENT.hit, order, 0);
    return 0;
  }
  const move = w[f + at.MOVE_WORDS + order] ?? 0;
  const effect = (move >> 13) & 7;
  const isLeft = effect !== 0 && ((chance >>> 21) & 15) < ((move >> 16) & 31);
  const ticks = effect === SLEEP ? 4 + ((((chance >>> 13) & 63) * 6) >> 6) : RULES.status;
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

/** Heals and hurts a fighter; `false`: it has fallen. */
const settle = (w: Words, f: number, healed: number, hurt: number): boolean => {
  const hp = Math.min(w[f + at.HP_FULL] ?? 0, (w[f + at.HP] ?? 0) + healed) - hurt;
  w[f + at.HP] = hp;
  return hp > 0;
};

/** Leaves the effect of an attack on a fighter that has none. */
const inflict = (
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

/** Brings a fighter onto the field. */
const enter = (
  w: Words,
  base: number,
  side: number,
  n: number,
  tick: number,
  sink: EventSink | undefined,
): void => {
  const s = base + at.SIDES + side * at.SIDE_WORDS;
  const f = fighterAt(base, side, n);
  sink?.(tick, side, EVENT.enter, n, w[s + at.ACTIVE] ?? 0);
  w[s + at.ACTIVE] = n;
  w[s + at.NEXT_AT] = tick + RULES.entry + ((w[f + at.INTERVAL] ?? 4) >> 1);
  const status = w[f + at.STATUS] ?? 0;
  w[s + at.UPKEEP_AT] = at.NEVER;
  if ((status === POISON || status === BURN) && hasStatus(w, f, tick)) {
    const since = w[f + at.STATUS_SINCE] ?? 0;
    const next = since + (Math.floor((tick - since) / RULES.upkeepEvery) + 1) * RULES.upkeepEvery;
    if (next < (w[f + at.STATUS_UNTIL] ?? 0)) w[s + at.UPKEEP_AT] = next;
  }
};

/** Who comes for a fighter that fell: the next in order, or by standing orders who stands best. -1: nobody is left. */
const successor = (w: Words, base: number, side: number, other: number): number => {
  const s = base + at.SIDES + side * at.SIDE_WORDS;
  const order = w[s + at.ORDER] ?? NO_ORDER;
  const alive = w[s + at.ALIVE] ?? 0;
  if (alive === 0) return -1;
  if (order >= SWITCH && order < STANDING && (alive & (1 << (order - SWITCH))) !== 0) {
    w[s + at.ORDER] = NO_ORDER;
    return order - SWITCH;
  }
  if (((w[s + at.STANDING_WORD] ?? 0) & 2048) !== 0) return bestBench(w, base, side, other);
  return (alive & 1) !== 0 ? 0 : (alive & 2) !== 0 ? 1 : 2;
};

/** One tick in which something happens. Both sides act from the state at its start, so neither has an edge. */
const turn = (w: Words, base: number, tick: number, sink: EventSink | undefined): void => {
  const s0 = base + at.SIDES;
  const s1 = s0 + at.SIDE_WORDS;
  const f0 = fighterAt(base, 0, w[s0 + at.ACTIVE] ?? 0);
  const f1 = fighterAt(base, 1, w[s1 + at.ACTIVE] ?? 0);
  let hurt0 = w[s0 + at.UPKEEP_AT] === tick ? upkeep(w, s0, f0, tick, 0, sink) : 0;
  let hurt1 = w[s1 + at.UPKEEP_AT] === tick ? upkeep(w, s1, f1, tick, 1, sink) : 0;
  const order0 = w[s0 + at.NEXT_AT] === tick ? choose(w, base, 0, tick) : NO_ORDER;
  const order1 = w[s1 + at.NEXT_AT] === tick ? choose(w, base, 1, tick) : NO_ORDER;
  let done0 = 0;
  let done1 = 0;
  const isAble0 = order0 >= 0 && order0 < GUARD && canDo(w, s0, f0, order0, tick);
  const isAble1 = order1 >= 0 && order1 < GUARD && canDo(w, s1, f1, order1, tick);
  if (isAble0) done0 = attack(w, base, 0, order0, tick, sink);
  else if (order0 >= 0 && order0 < GUARD) sleepOn(w, s0, f0, tick, 0, sink);
  if (isAble1) done1 = attack(w, base, 1, order1, tick, sink);
  else if (order1 >= 0 && order1 < GUARD) sleepOn(w, s1, f1, tick, 1, sink);
  hurt0 += done1 & DAMAGE_BITS;
  hurt1 += done0 & DAMAGE_BITS;
  const healed0 = order0 === FOOD ? eat(w, s0, f0, tick, 0, sink) : 0;
  const healed1 = order1 === FOOD ? eat(w, s1, f1, tick, 1, sink) : 0;
  if (order0 === GUARD) guard(w, s0, f0, tick, 0, sink);
  if (order1 === GUARD) guard(w, s1, f1, tick, 1, sink);
  if (order0 === ANTIDOTE) cure(w, s0, f0, tick, 0, sink);
  if (order1 === ANTIDOTE) cure(w, s1, f1, tick, 1, sink);
  const stands0 = hurt0 + healed0 === 0 || settle(w, f0, healed0, hurt0);
  const stands1 = hurt1 + healed1 === 0 || settle(w, f1, healed1, hurt1);
  if (done1 > DAMAGE_BITS && stands0) inflict(w, s0, f0, tick, done1, 0, sink);
  if (done0 > DAMAGE_BITS && stands1) inflict(w, s1, f1, tick, done0, 1, sink);
  if (!stands0 || !stands1 || order0 >= SWITCH || order1 >= SWITCH)
    change(w, base, tick, stands0, stands1, order0, order1, sink);
};

/** An attack that sleep prevents: the side acts again when its fighter wakes. */
const sleepOn = (
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

const eat = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): number => {
  w[s + at.FOOD_LEFT] = (w[s + at.FOOD_LEFT] ?? 0) - 1;
  w[s + at.ITEM_READY] = tick + RULES.itemEvery;
  w[s + at.NEXT_AT] = tick + (w[f + at.INTERVAL] ?? 4);
  const full = w[f + at.HP_FULL] ?? 0;
  const healed = Math.min(Math.floor(full / RULES.foodPart), full - (w[f + at.HP] ?? 0));
  sink?.(tick, side, EVENT.food, healed, 0);
  return healed;
};

/** Half of what comes in until the side acts again, which is soon. */
const guard = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): void => {
  const until = tick + (((w[f + at.INTERVAL] ?? 4) + 1) >> 1);
  w[s + at.GUARD_UNTIL] = until;
  w[s + at.GUARD_READY] = tick + RULES.guardEvery;
  w[s + at.NEXT_AT] = until;
  sink?.(tick, side, EVENT.guard, 0, 0);
};

const cure = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): void => {
  w[s + at.ANTIDOTES_LEFT] = (w[s + at.ANTIDOTES_LEFT] ?? 0) - 1;
  w[s + at.ITEM_READY] = tick + RULES.itemEvery;
  w[s + at.NEXT_AT] = tick + (w[f + at.INTERVAL] ?? 4);
  w[s + at.UPKEEP_AT] = at.NEVER;
  w[f + at.STATUS] = 0;
  w[f + at.STATUS_UNTIL] = 0;
  w[f + at.STATUS_SINCE] = 0;
  sink?.(tick, side, EVENT.antidote, 0, 0);
};

/** Falls, changes of fighters and the end. */
const change = (
  w: Words,
  base: number,
  tick: number,
  stands0: boolean,
  stands1: boolean,
  order0: number,
  order1: number,
  sink: EventSink | undefined,
): void => {
  const s0 = base + at.SIDES;
  const s1 = s0 + at.SIDE_WORDS;
  // who comes is chosen by who stood there before, on both sides
  const f0 = fighterAt(base, 0, w[s0 + at.ACTIVE] ?? 0);
  const f1 = fighterAt(base, 1, w[s1 + at.ACTIVE] ?? 0);
  if (!stands0) fall(w, s0, f0, tick, 0, sink);
  if (!stands1) fall(w, s1, f1, tick, 1, sink);
  const next0 = order0 >= SWITCH ? order0 - SWITCH : stands0 ? -2 : successor(w, base, 0, f1);
  const next1 = order1 >= SWITCH ? order1 - SWITCH : stands1 ? -2 : successor(w, base, 1, f0);
  if (next0 === -1 || next1 === -1) {
    end(w, base, tick, next0 !== -1 ? 1 : next1 !== -1 ? 2 : byOverkill(w, s0, s1), sink);
    return;
  }
  if (next0 >= 0) enter(w, base, 0, next0, tick, sink);
  if (next1 >= 0) enter(w, base, 1, next1, tick, sink);
  reckon(w, base);
};

const fall = (
  w: Words,
  s: number,
  f: number,
  tick: number,
  side: number,
  sink: EventSink | undefined,
): void => {
  const n = w[s + at.ACTIVE] ?? 0;
  w[s + at.ALIVE] = (w[s + at.ALIVE] ?? 0) & ~(1 << n);
  w[s + at.OVERKILL] = -(w[f + at.HP] ?? 0);
  w[f + at.HP] = 0;
  sink?.(tick, side, EVENT.fall, n, 0);
};

const end = (w: Words, base: number, tick: number, result: number, sink: EventSink | undefined): void => {
  w[base + at.RESULT] = result;
  sink?.(tick, 0, EVENT.end, result, 0);
};

/** Both last fighters fell in one tick: the smaller overkill wins. */
const byOverkill = (w: Words, s0: number, s1: number): number => {
  const over0 = w[s0 + at.OVERKILL] ?? 0;
  const over1 = w[s1 + at.OVERKILL] ?? 0;
  return over0 < over1 ? 1 : over0 > over1 ? 2 : DRAW;
};

/**
 * Plays a battle up to and including a tick, or its end. Between actions and upkeeps nothing can happen, so those ticks
 * are passed over. `sink` hears what can be seen.
 */
export const run = (w: Words, base: number, toTick: number, sink?: EventSink): void => {
  const s0 = base + at.SIDES;
  const s1 = s0 + at.SIDE_WORDS;
  const last = Math.min(toTick, RULES.cap);
  while (w[base + at.RESULT] === 0) {
    const action = Math.min(w[s0 + at.NEXT_AT] ?? 0, w[s1 + at.NEXT_AT] ?? 0);
    const hurting = Math.min(w[s0 + at.UPKEEP_AT] ?? 0, w[s1 + at.UPKEEP_AT] ?? 0);
    const next = Math.min(action, hurting);
    if (next > last) {
      w[base + at.TICK] = last;
      if (last === RULES.cap) end(w, base, last, DRAW, sink);
      break;
    }
    w[base + at.TICK] = next;
    turn(w, base, next, sink);
  }
};

/** Gives an order for a side's next action; a later one replaces it. A change of the standing orders holds at once. */
export const give = (w: Words, base: number, side: number, order: number): void => {
  const s = base + at.SIDES + side * at.SIDE_WORDS;
  if (order >= STANDING) w[s + at.STANDING_WORD] = order - STANDING;
  else w[s + at.ORDER] = order;
};
