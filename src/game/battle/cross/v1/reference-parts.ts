import { type Result } from './battle.ts';
import { classFactor, typeFactor } from './chart.ts';
import { ANTIDOTE, FOOD, GUARD, SWITCH } from './orders.ts';
import { EFFECTS, type Move, type Sheet, type Standing, type Team } from './sheet.ts';

/** A fighter of the reference and how it is. */
export interface Fighter {
  readonly sheet: Sheet;
  hp: number;
  status: 'none' | 'poison' | 'burn' | 'paralysis' | 'sleep';
  statusUntil: number;
  statusSince: number;
  mood: number;
}

/** A side of the reference: its fighters, what it has left, what it waits for. */
export interface Side {
  readonly fighters: readonly Fighter[];
  readonly chance: Chance;
  active: number;
  nextActionAt: number;
  order: number | undefined;
  guardUntil: number;
  guardReadyAt: number;
  itemReadyAt: number;
  switchReadyAt: number;
  food: number;
  antidotes: number;
  standing: Standing;
}

/** A stream of chance that knows its own four words, as the engine keeps them. */
export class Chance {
  readonly words: [number, number, number, number];
  constructor([a, b, c, d]: readonly [number, number, number, number]) {
    this.words = [a | 0, b | 0, c | 0, d | 0];
    for (let n = 0; n < 12; n += 1) this.next();
  }
  next(): number {
    const [a, b, c, d] = this.words;
    const t = (((a + b) | 0) + d) | 0;
    this.words[0] = b ^ (b >>> 9);
    this.words[1] = (c + (c << 3)) | 0;
    this.words[2] = (((c << 21) | (c >>> 11)) + t) | 0;
    this.words[3] = (d + 1) | 0;
    return t >>> 0;
  }
  /** One of `below` numbers, each (almost) equally likely. */
  static scale(draw: number, below: number): number {
    return Math.floor((draw * below) / 2 ** 32);
  }
}

/** What a side does at its action. */
export type Choice =
  | { readonly do: 'attack'; readonly move: number }
  | { readonly do: 'guard' | 'food' | 'antidote' }
  | { readonly do: 'switch'; readonly to: number };

/** What happens to a side within one tick, gathered before any of it counts. */
export interface Toll {
  hurt: number;
  healed: number;
  effect: 'none' | 'poison' | 'burn' | 'paralysis' | 'sleep';
  effectTicks: number;
}

/** Both sides, in the order in which nothing depends on it. */
export const SIDES = [0, 1] as const;
export const other = (side: 0 | 1): 0 | 1 => (side === 0 ? 1 : 0);

/** A quarter of an interval, rounded down or up by chance. */
export const firstWait = (chance: Chance, fighter: Fighter | undefined): number =>
  Math.floor(((fighter?.sheet.interval ?? 0) + Chance.scale(chance.next(), 4)) / 4);

const newFighter = (sheet: Sheet): Fighter => ({
  sheet,
  hp: sheet.hp,
  status: 'none',
  statusUntil: 0,
  statusSince: 0,
  mood: 50,
});

/** A side at tick 0. */
export const newSide = ({ fighters, seed, supplies, standing }: Team): Side => {
  const all = fighters.map(newFighter);
  const chance = new Chance(seed);
  return {
    fighters: all,
    chance,
    active: 0,
    nextActionAt: firstWait(chance, all[0]) + 1,
    order: undefined,
    guardUntil: 0,
    guardReadyAt: 0,
    itemReadyAt: 0,
    switchReadyAt: 0,
    food: supplies.food,
    antidotes: supplies.antidotes,
    standing,
  };
};

/** Mean damage of a move between two fighters: 10 points of 64 units between equals, power 100, interval 4. */
export const meanDamage = (attacker: Sheet, move: Move, defender: Sheet): number => {
  if (move.power === 0) return 0;
  const types = typeFactor(move.type, defender.types[0]) * typeFactor(move.type, defender.types[1]);
  const factor = types * classFactor(attacker.class, defender.class);
  const above = 640 * move.power * attacker.interval * attacker.attack * factor;
  const below = defender.defence * 100 * 4 * 24 ** 3;
  const [up, down] = { osrs: [4, 3], pokemon: [64, 63], pet: [8, 7] }[attacker.kind];
  const mean = Math.floor((above * (up ?? 1)) / (below * (down ?? 1)));
  return Math.min(32_767, Math.max(1, mean));
};

/** Mean damage of the best move between two fighters. */
export const bestMean = (attacker: Sheet, defender: Sheet): number =>
  Math.max(...attacker.moves.map((move) => meanDamage(attacker, move, defender)));

/** What a fighter gives another one before it falls. */
export const standingOf = (sheet: Sheet, foe: Sheet): number =>
  (bestMean(sheet, foe) * sheet.hp) / (bestMean(foe, sheet) * sheet.interval + 1);

/** What a state hash takes of a fighter. */
export const fighterWords = ({ hp, status, statusUntil, statusSince, mood }: Fighter): readonly number[] => [
  hp,
  EFFECTS.indexOf(status),
  statusUntil,
  statusSince,
  mood,
];

/** Who wins when both last fighters fall in one tick: the smaller overkill. */
export const byOverkill = ([first = 0, second = 0]: readonly number[]): Result =>
  first < second ? 'first' : first > second ? 'second' : 'draw';

/** Damage of a hit, units: uniform, or for Pokémon the sum of two rolls. */
export const rollDamage = (kind: Sheet['kind'], mean: number, dice: number): number => {
  if (kind !== 'pokemon') return 1 + Chance.scale(dice, 2 * mean);
  const low = dice % 65_536;
  const high = Math.floor(dice / 65_536);
  return Math.floor((low * (mean + 1)) / 65_536) + Math.floor((high * (mean + 1)) / 65_536);
};

/** An order as a choice. */
export const choiceOf = (order: number): Choice => {
  if (order < GUARD) return { do: 'attack', move: order };
  if (order === GUARD) return { do: 'guard' };
  if (order === FOOD) return { do: 'food' };
  if (order === ANTIDOTE) return { do: 'antidote' };
  return { do: 'switch', to: order - SWITCH };
};

/** Standing orders from their bits. */
export const unpack = (packed: number): Standing => ({
  focus: packed & 7,
  healBelow: (packed >> 3) & 127,
  cure: (packed & 1024) !== 0,
  switching: (packed & 2048) !== 0,
});
