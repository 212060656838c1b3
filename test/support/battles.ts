import { NO_TYPE } from '#game/battle/cross/v1/chart.ts';
import type { CrossBattle } from '#game/battle/cross/v1/battle.ts';
import { STANDING, SWITCH } from '#game/battle/cross/v1/orders.ts';
import {
  AUTOPILOT,
  FIGHTER_KINDS,
  type Move,
  type Setup,
  type Sheet,
  SUPPLIES,
  type Team,
} from '#game/battle/cross/v1/sheet.ts';
import type { GivenOrder } from '#game/battle/replay.ts';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';

/** The chance of one test. */
export const chanceOf = (seed: number): Rng => sfc32(seed, 0x9e37_79b9, 0x243f_6a88, 0xb7e1_5162);

const between = (rng: Rng, least: number, most: number): number => least + randomBelow(rng, most - least + 1);
const oneIn = (rng: Rng, parts: number): boolean => randomBelow(rng, parts) === 0;

const move = (name: string, type: number, power: number, effect = 0, chance = 0): Move => ({
  name,
  type,
  power,
  effect,
  chance,
});

/** A fighter like the reference fighter of level 50: 42 points, interval 4, no types; sure poison and sleep. */
export const plainSheet = (change: Partial<Sheet> = {}): Sheet => ({
  name: 'Plain',
  kind: 'pet',
  level: 50,
  hp: 2_688,
  attack: 864,
  defence: 864,
  interval: 4,
  class: 0,
  types: [NO_TYPE, NO_TYPE],
  moves: [
    move('Hit', NO_TYPE, 100),
    move('Poke', NO_TYPE, 92),
    move('Poison', NO_TYPE, 50, 1, 16),
    move('Sleep', NO_TYPE, 50, 4, 16),
  ],
  ...change,
});

export const plainTeam = (change: Partial<Team> = {}): Team => ({
  fighters: [plainSheet(), plainSheet(), plainSheet()],
  seed: [1, 2, 3, 4],
  supplies: SUPPLIES,
  standing: AUTOPILOT,
  ...change,
});

const randomMove = (rng: Rng): Move => {
  const effect = randomBelow(rng, 5);
  return {
    name: 'Move',
    type: randomBelow(rng, 19),
    power: oneIn(rng, 8) ? randomBelow(rng, 256) : between(rng, 40, 110),
    effect,
    chance: effect === 0 ? 0 : randomBelow(rng, 17),
  };
};

/** Any fighter that the schema allows, most of them of a usual size. */
export const randomSheet = (rng: Rng): Sheet => {
  const isUsual = !oneIn(rng, 6);
  return {
    name: 'Someone',
    kind: FIGHTER_KINDS[randomBelow(rng, 3)] ?? 'pet',
    level: between(rng, 1, 100),
    hp: isUsual ? between(rng, 1_500, 4_500) : between(rng, 64, 40_000),
    attack: isUsual ? between(rng, 500, 1_500) : between(rng, 1, 4_095),
    defence: isUsual ? between(rng, 500, 1_500) : between(rng, 1, 4_095),
    interval: between(rng, 3, 7),
    class: randomBelow(rng, 3),
    types: [randomBelow(rng, 19), randomBelow(rng, 19)],
    moves: [randomMove(rng), randomMove(rng), randomMove(rng), randomMove(rng)],
  };
};

export const randomSeed = (rng: Rng): Team['seed'] => [rng.next(), rng.next(), rng.next(), rng.next()];

export const randomTeam = (rng: Rng): Team => ({
  fighters: Array.from({ length: between(rng, 1, 3) }, () => randomSheet(rng)),
  seed: randomSeed(rng),
  supplies: { food: randomBelow(rng, 4), antidotes: randomBelow(rng, 3) },
  standing: {
    focus: randomBelow(rng, 5),
    healBelow: randomBelow(rng, 101),
    cure: oneIn(rng, 2),
    switching: oneIn(rng, 2),
  },
});

export const randomSetup = (rng: Rng): Setup => [randomTeam(rng), randomTeam(rng)];

/** An order that is one, possible or not. */
export const randomOrder = (rng: Rng): number => {
  const pick = randomBelow(rng, 12);
  if (pick < 4) return pick;
  if (pick < 7) return pick;
  if (pick < 10) return SWITCH + pick - 7;
  const bits = (oneIn(rng, 2) ? 1 << 10 : 0) | (oneIn(rng, 2) ? 1 << 11 : 0);
  return STANDING + (randomBelow(rng, 5) | (randomBelow(rng, 101) << 3) | bits);
};

/** Orders of both sides, about one in four ticks each, as a log would hold them. */
export const randomOrders = (rng: Rng, ticks = 200): readonly GivenOrder[] => {
  const orders: GivenOrder[] = [];
  for (let tick = 0; tick < ticks; tick += 1)
    for (const side of [0, 1]) if (oneIn(rng, 4)) orders.push([tick, side, randomOrder(rng)]);
  return orders;
};

/** What can be played with orders: the engine or the reference. */
type Playable = Pick<CrossBattle, 'order' | 'run' | 'tick' | 'hash' | 'result'>;

/** Plays with orders, to the end unless told otherwise. `visit` is called before the orders of a tick. */
export const playOrders = (
  battle: Playable,
  orders: readonly GivenOrder[],
  lastTick = 2_000,
  visit?: (tick: number) => void,
): void => {
  for (const [tick, side, order] of orders) {
    if (tick > lastTick) break;
    battle.run(tick);
    visit?.(tick);
    battle.order(side === 0 ? 0 : 1, order);
  }
  battle.run(lastTick);
};
