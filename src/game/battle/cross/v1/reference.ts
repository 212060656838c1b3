import { type Result } from './battle.ts';
import { HASH_START, mix } from './hash.ts';
import { isOrder, packStanding, RULES, STANDING } from './orders.ts';
import {
  byOverkill,
  type Choice,
  choiceOf,
  type Fighter,
  fighterWords,
  firstWait,
  meanDamage,
  newSide,
  other,
  rollDamage,
  type Side,
  SIDES,
  standingOf,
  type Toll,
  unpack,
} from './reference-parts.ts';
import { EFFECTS, type Setup, type Sheet } from './sheet.ts';

/**
 * The rules once more, for people: one tick after the other, objects and names in place of words and offsets. They share
 * nothing with the engine but tables and the way to hash, and every state hash of the two must be equal.
 */
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
