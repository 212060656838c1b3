import { type Result } from './battle.ts';
import { classFactor, typeFactor } from './chart.ts';
import { HASH_START, mix } from './hash.ts';
import { ANTIDOTE, FOOD, GUARD, isOrder, packStanding, RULES, STANDING, SWITCH } from './orders.ts';
import { EFFECTS, type Move, type Setup, type Sheet, type Standing, type Team } from './sheet.ts';

/**
 * The rules once more, for people: one tick after the other, objects and names in place of words and offsets. It shares
 * nothing with the engine but tables and the way to hash, and every state hash of the two must be equal.
 */
interface Fighter {
  readonly sheet: Sheet;
  hp: number;
  status: 'none' | 'poison' | 'burn' | 'paralysis' | 'sleep';
  statusUntil: number;
  statusSince: number;
  mood: number;
}

interface Side {
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
class Chance {
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

type Choice =
  | { readonly do: 'attack'; readonly move: number }
  | { readonly do: 'guard' | 'food' | 'antidote' }
  | { readonly do: 'switch'; readonly to: number };

/** What happens to a side within one tick, gathered before any of it counts. */
interface Toll {
  hurt: number;
  healed: number;
  effect: 'none' | 'poison' | 'burn' | 'paralysis' | 'sleep';
  effectTicks: number;
}

const SIDES = [0, 1] as const;
const other = (side: 0 | 1): 0 | 1 => (side === 0 ? 1 : 0);

/** A quarter of an interval, rounded down or up by chance. */
const firstWait = (chance: Chance, fighter: Fighter | undefined): number =>
  Math.floor(((fighter?.sheet.interval ?? 0) + Chance.scale(chance.next(), 4)) / 4);

const newFighter = (sheet: Sheet): Fighter => ({
  sheet,
  hp: sheet.hp,
  status: 'none',
  statusUntil: 0,
  statusSince: 0,
  mood: 50,
});

const newSide = ({ fighters, seed, supplies, standing }: Team): Side => {
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
const meanDamage = (attacker: Sheet, move: Move, defender: Sheet): number => {
  if (move.power === 0) return 0;
  const types = typeFactor(move.type, defender.types[0]) * typeFactor(move.type, defender.types[1]);
  const factor = types * classFactor(attacker.class, defender.class);
  const above = 640 * move.power * attacker.interval * attacker.attack * factor;
  const below = defender.defence * 100 * 4 * 24 ** 3;
  const [up, down] = { osrs: [4, 3], pokemon: [64, 63], pet: [8, 7] }[attacker.kind];
  const mean = Math.floor((above * (up ?? 1)) / (below * (down ?? 1)));
  return Math.min(32_767, Math.max(1, mean));
};

const bestMean = (attacker: Sheet, defender: Sheet): number =>
  Math.max(...attacker.moves.map((move) => meanDamage(attacker, move, defender)));

/** What a fighter gives another one before it falls. */
const standingOf = (sheet: Sheet, foe: Sheet): number =>
  (bestMean(sheet, foe) * sheet.hp) / (bestMean(foe, sheet) * sheet.interval + 1);

/** A battle of the `cross` rules, version 1, in plain objects. */
export class ReferenceBattle {
  readonly #sides: readonly [Side, Side];
  tick = 0;
  result: Result = 'running';

  constructor(setup: Setup) {
    this.#sides = [newSide(setup[0]), newSide(setup[1])];
  }

  order(side: 0 | 1, order: number): void {
    if (!isOrder(order) || this.result !== 'running') return;
    if (order >= STANDING) this.#sides[side].standing = unpack(order - STANDING);
    else this.#sides[side].order = order;
  }

  run(toTick: number): void {
    while (this.result === 'running' && this.tick < Math.min(toTick, RULES.cap)) {
      this.tick += 1;
      this.result = this.#play();
      if (this.tick === RULES.cap && this.result === 'running') this.result = 'draw';
    }
  }

  #active(side: 0 | 1): Fighter {
    const { fighters, active } = this.#sides[side];
    const fighter = fighters[active];
    if (fighter === undefined) throw new Error('nobody stands there');
    return fighter;
  }

  #play(): Result {
    const before = [this.#active(0), this.#active(1)] as const;
    const tolls = [this.#upkeep(0), this.#upkeep(1)] as const;
    const choices = SIDES.map((side) =>
      this.#sides[side].nextActionAt === this.tick ? this.#choose(side) : undefined,
    );
    const guarded = SIDES.map((side) => this.#sides[side].guardUntil >= this.tick);
    for (const side of SIDES) {
      const choice = choices[side];
      if (choice?.do === 'attack')
        this.#attack(
          side,
          choice.move,
          before[other(side)],
          guarded[other(side)] ?? false,
          tolls[other(side)],
        );
    }
    for (const side of SIDES) {
      const choice = choices[side];
      if (choice?.do === 'food') tolls[side].healed = this.#eat(side);
      if (choice?.do === 'guard') this.#guard(side);
      if (choice?.do === 'antidote') this.#cure(side);
    }
    for (const side of SIDES) {
      const fighter = before[side];
      const { hurt, healed } = tolls[side];
      fighter.hp = Math.min(fighter.sheet.hp, fighter.hp + healed) - hurt;
    }
    for (const side of SIDES) this.#inflict(before[side], tolls[side]);
    return this.#change(before, choices);
  }

  /** Whether a fighter suffers from its effect still. */
  #suffers(fighter: Fighter): boolean {
    return fighter.status !== 'none' && fighter.statusUntil > this.tick;
  }

  #upkeep(side: 0 | 1): Toll {
    const fighter = this.#active(side);
    const toll: Toll = { hurt: 0, healed: 0, effect: 'none', effectTicks: 0 };
    if (!this.#suffers(fighter) || (fighter.status !== 'poison' && fighter.status !== 'burn')) return toll;
    const since = this.tick - fighter.statusSince;
    if (since === 0 || since % RULES.upkeepEvery !== 0) return toll;
    const part = fighter.status === 'poison' ? RULES.poisonPart : 2 * RULES.poisonPart;
    toll.hurt = Math.max(1, Math.floor(fighter.sheet.hp / part));
    return toll;
  }

  #canDo(side: 0 | 1, choice: Choice): boolean {
    const own = this.#sides[side];
    const fighter = this.#active(side);
    const isAwake = !(fighter.status === 'sleep' && this.#suffers(fighter));
    switch (choice.do) {
      case 'attack':
        return isAwake;
      case 'guard':
        return isAwake && own.guardReadyAt <= this.tick;
      case 'food':
        return own.food > 0 && own.itemReadyAt <= this.tick && fighter.hp < fighter.sheet.hp;
      case 'antidote':
        return own.antidotes > 0 && own.itemReadyAt <= this.tick && this.#suffers(fighter);
      case 'switch':
        return choice.to !== own.active && (own.fighters[choice.to]?.hp ?? 0) > 0;
    }
  }

  #choose(side: 0 | 1): Choice {
    const own = this.#sides[side];
    const fighter = this.#active(side);
    const { standing, order } = own;
    own.order = undefined;
    const ordered = order === undefined ? undefined : choiceOf(order);
    if (ordered !== undefined && this.#canDo(side, ordered)) return ordered;
    const isHungry = fighter.hp * 100 < fighter.sheet.hp * standing.healBelow;
    if (isHungry && this.#canDo(side, { do: 'food' })) return { do: 'food' };
    if (standing.cure && this.#canDo(side, { do: 'antidote' })) return { do: 'antidote' };
    const to = this.#betterOnBench(side);
    if (to !== undefined) {
      own.switchReadyAt = this.tick + RULES.switchEvery;
      return { do: 'switch', to };
    }
    if (standing.focus > 0) return { do: 'attack', move: standing.focus - 1 };
    const foe = this.#active(other(side)).sheet;
    const means = fighter.sheet.moves.map((move) => meanDamage(fighter.sheet, move, foe));
    return { do: 'attack', move: means.indexOf(Math.max(...means)) };
  }

  #betterOnBench(side: 0 | 1): number | undefined {
    const own = this.#sides[side];
    if (!own.standing.switching || own.switchReadyAt > this.tick) return undefined;
    const foe = this.#active(other(side)).sheet;
    const to = this.#bestOnBench(side, foe);
    const bench = to === undefined ? undefined : own.fighters[to]?.sheet;
    if (bench === undefined) return undefined;
    const [more, than] = RULES.switchGain;
    const isWorthIt = standingOf(bench, foe) * than > standingOf(this.#active(side).sheet, foe) * more;
    return isWorthIt ? to : undefined;
  }

  #bestOnBench(side: 0 | 1, foe: Sheet): number | undefined {
    const { fighters, active } = this.#sides[side];
    let best: number | undefined;
    let bestStanding = -1;
    for (const [n, { sheet, hp }] of fighters.entries()) {
      const standing = standingOf(sheet, foe);
      if (n === active || hp <= 0 || standing <= bestStanding) continue;
      best = n;
      bestStanding = standing;
    }
    return best;
  }

  #attack(side: 0 | 1, number: number, foe: Fighter, isGuarded: boolean, toll: Toll): void {
    const own = this.#sides[side];
    const fighter = this.#active(side);
    const { sheet } = fighter;
    if (fighter.status === 'sleep' && this.#suffers(fighter)) {
      own.nextActionAt = fighter.statusUntil;
      return;
    }
    const dice = own.chance.next();
    own.nextActionAt = this.tick + sheet.interval;
    // each roll of the first draw has bits of its own
    if (fighter.status === 'paralysis' && this.#suffers(fighter) && (dice >>> 18) % 8 < RULES.paralysed)
      return;
    const isHit = dice >>> 28 < (sheet.kind === 'osrs' ? 12 : 14);
    const { mood } = fighter;
    if (sheet.kind === 'pet') fighter.mood = isHit ? Math.min(100, mood + 1) : Math.max(0, mood - 7);
    const move = sheet.moves[number];
    if (!isHit || move === undefined) return;
    if (move.effect > 0 && ((dice >>> 5) % 256) * RULES.sureInterval < move.chance * sheet.interval * 16) {
      toll.effect = EFFECTS[move.effect] ?? 'none';
      toll.effectTicks =
        toll.effect === 'sleep'
          ? RULES.sleepLeast + Math.floor((((dice >>> 13) % 32) * RULES.sleepSpan) / 32)
          : RULES.status;
    }
    const mean = meanDamage(sheet, move, foe.sheet);
    if (mean === 0) return;
    let damage = rollDamage(sheet.kind, mean, own.chance.next());
    if (sheet.kind === 'pokemon' && (dice >>> 25) % 8 === 0) damage *= 2;
    if (sheet.kind === 'pet') damage = Math.floor((damage * (150 + mood)) / 200);
    if (fighter.status === 'burn' && this.#suffers(fighter)) damage -= Math.floor(damage / 8);
    if (isGuarded) damage = Math.ceil(damage / 2);
    toll.hurt += Math.max(1, damage);
  }

  #eat(side: 0 | 1): number {
    const own = this.#sides[side];
    const { hp, sheet } = this.#active(side);
    own.food -= 1;
    own.itemReadyAt = this.tick + RULES.itemEvery;
    own.nextActionAt = this.tick + RULES.itemTakes;
    return Math.min(Math.floor(sheet.hp / RULES.foodPart), sheet.hp - hp);
  }

  #guard(side: 0 | 1): void {
    const own = this.#sides[side];
    own.guardUntil = this.tick + RULES.guardLasts;
    own.guardReadyAt = this.tick + RULES.guardEvery;
    own.nextActionAt = this.tick + RULES.guardTakes;
  }

  #cure(side: 0 | 1): void {
    const own = this.#sides[side];
    const fighter = this.#active(side);
    own.antidotes -= 1;
    own.itemReadyAt = this.tick + RULES.itemEvery;
    own.nextActionAt = this.tick + RULES.itemTakes;
    fighter.status = 'none';
    fighter.statusUntil = 0;
    fighter.statusSince = 0;
  }

  #inflict(fighter: Fighter, { effect, effectTicks }: Toll): void {
    if (effect === 'none' || fighter.hp <= 0 || this.#suffers(fighter)) return;
    fighter.status = effect;
    fighter.statusSince = this.tick;
    fighter.statusUntil = this.tick + effectTicks;
  }

  #change(before: readonly [Fighter, Fighter], choices: readonly (Choice | undefined)[]): Result {
    const overkill = before.map(({ hp }) => -hp);
    const fell = before.map(({ hp }) => hp <= 0);
    for (const fighter of before) fighter.hp = Math.max(0, fighter.hp);
    const next = SIDES.map((side) => {
      const choice = choices[side];
      if (choice?.do === 'switch') return choice.to;
      return fell[side] === true ? this.#successor(side, before[other(side)].sheet) : undefined;
    });
    const lost = SIDES.map((side) => this.#sides[side].fighters.every(({ hp }) => hp === 0));
    if (lost[0] === true || lost[1] === true) {
      return lost[0] !== true ? 'first' : lost[1] !== true ? 'second' : byOverkill(overkill);
    }
    for (const side of SIDES) {
      const to = next[side];
      const own = this.#sides[side];
      if (to === undefined && fell[other(side)] !== true) continue;
      if (to !== undefined) {
        own.active = to;
        own.guardUntil = 0;
      }
      own.nextActionAt = this.tick + RULES.entry + firstWait(own.chance, this.#active(side));
    }
    return 'running';
  }

  #successor(side: 0 | 1, foe: Sheet): number | undefined {
    const own = this.#sides[side];
    const choice = own.order === undefined ? undefined : choiceOf(own.order);
    own.order = undefined;
    if (choice?.do === 'switch' && (own.fighters[choice.to]?.hp ?? 0) > 0) return choice.to;
    if (own.standing.switching) return this.#bestOnBench(side, foe);
    const first = own.fighters.findIndex(({ hp }) => hp > 0);
    return first === -1 ? undefined : first;
  }

  /** The same number as the engine's, from the same facts in the same order. */
  get hash(): number {
    let hash = mix(HASH_START, this.tick);
    hash = mix(hash, ['running', 'first', 'second', 'draw'].indexOf(this.result));
    for (const side of SIDES) for (const word of this.#sideWords(side)) hash = mix(hash, word);
    for (const side of SIDES) {
      for (const n of [0, 1, 2]) {
        const fighter = this.#sides[side].fighters[n];
        for (const word of fighter === undefined ? [0, 0, 0, 0, 0] : fighterWords(fighter))
          hash = mix(hash, word);
      }
    }
    return hash >>> 0;
  }

  #sideWords(side: 0 | 1): readonly number[] {
    const own = this.#sides[side];
    const alive = own.fighters.reduce((bits, { hp }, n) => bits | (hp > 0 ? 1 << n : 0), 0);
    return [
      ...own.chance.words,
      own.active,
      own.nextActionAt,
      this.#nextUpkeep(side),
      own.order ?? -1,
      own.guardUntil,
      own.guardReadyAt,
      own.itemReadyAt,
      own.food,
      own.antidotes,
      packStanding(own.standing),
      own.switchReadyAt,
      alive,
    ];
  }

  /** When poison or burn of the fighter on the field hurts next. */
  #nextUpkeep(side: 0 | 1): number {
    const fighter = this.#active(side);
    const never = 2 ** 31 - 1;
    if (fighter.status !== 'poison' && fighter.status !== 'burn') return never;
    const done = Math.floor((this.tick - fighter.statusSince) / RULES.upkeepEvery);
    const next = fighter.statusSince + (done + 1) * RULES.upkeepEvery;
    return next < fighter.statusUntil ? next : never;
  }
}

const fighterWords = ({ hp, status, statusUntil, statusSince, mood }: Fighter): readonly number[] => [
  hp,
  EFFECTS.indexOf(status),
  statusUntil,
  statusSince,
  mood,
];

const byOverkill = ([first = 0, second = 0]: readonly number[]): Result =>
  first < second ? 'first' : first > second ? 'second' : 'draw';

const rollDamage = (kind: Sheet['kind'], mean: number, dice: number): number => {
  if (kind !== 'pokemon') return 1 + Chance.scale(dice, 2 * mean);
  const low = dice % 65_536;
  const high = Math.floor(dice / 65_536);
  return Math.floor((low * (mean + 1)) / 65_536) + Math.floor((high * (mean + 1)) / 65_536);
};

const choiceOf = (order: number): Choice => {
  if (order < GUARD) return { do: 'attack', move: order };
  if (order === GUARD) return { do: 'guard' };
  if (order === FOOD) return { do: 'food' };
  if (order === ANTIDOTE) return { do: 'antidote' };
  return { do: 'switch', to: order - SWITCH };
};

const unpack = (packed: number): Standing => ({
  focus: packed & 7,
  healBelow: (packed >> 3) & 127,
  cure: (packed & 1024) !== 0,
  switching: (packed & 2048) !== 0,
});
