import { describe, expect, it } from 'vitest';
import {
  chanceOf,
  plainTeam,
  playOrders,
  randomOrders,
  randomSetup,
  randomTeam,
} from '#test/support/battles.ts';
import { CrossBattle } from './battle.ts';
import { EVENT, EVENT_WORDS } from './events.ts';
import { HP, HP_FULL, fighterAt, sideAt, FOOD_LEFT, ANTIDOTES_LEFT, MOOD, ALIVE, ACTIVE } from './layout.ts';
import { RULES } from './orders.ts';
import { ReferenceBattle } from './reference.ts';
import { type Setup, setupSchema } from './sheet.ts';

const BATTLES = 3_000;

const swapped = ([first, second]: Setup): Setup => [second, first];

/** What a side's words say that cannot be. */
const brokenRule = ({ words, result }: CrossBattle, setup: Setup, side: 0 | 1): string | undefined => {
  const s = sideAt(0, side);
  const alive = words[s + ALIVE] ?? 0;
  if ((words[s + FOOD_LEFT] ?? -1) < 0 || (words[s + ANTIDOTES_LEFT] ?? -1) < 0) return 'supplies';
  for (const [n, sheet] of setup[side].fighters.entries()) {
    const f = fighterAt(0, side, n);
    const hp = words[f + HP] ?? -1;
    const mood = words[f + MOOD] ?? -1;
    if (hp < 0 || hp > sheet.hp || words[f + HP_FULL] !== sheet.hp) return 'HP';
    if (mood < 0 || mood > 100) return 'mood';
    if (((alive >> n) & 1) !== (hp > 0 ? 1 : 0)) return 'who stands';
  }
  const isOnField = ((alive >> (words[s + ACTIVE] ?? 0)) & 1) === 1;
  return isOnField || result !== 'running' ? undefined : 'who is on the field';
};

describe('a cross battle', () => {
  it('stands as the reference has it, every few ticks of thousands of battles', () => {
    let compared = 0;
    const differing: string[] = [];
    const results = new Map<string, number>();
    for (let seed = 0; seed < BATTLES; seed += 1) {
      const rng = chanceOf(seed);
      const setup = randomSetup(rng);
      const orders = randomOrders(rng);
      const [engine, reference] = [CrossBattle.start(setup), new ReferenceBattle(setup)];
      let next = 0;
      for (let tick = 0; engine.result === 'running'; tick += 1 + (rng.next() % 7)) {
        for (const battle of [engine, reference]) playOrders(battle, orders.slice(next), tick);
        while ((orders[next]?.[0] ?? tick + 1) <= tick) next += 1;
        if (engine.hash !== reference.hash || engine.tick !== reference.tick)
          differing.push(`${seed} at ${tick}`);
        compared += 1;
      }
      if (reference.result !== engine.result) differing.push(`${seed} at its end`);
      results.set(engine.result, (results.get(engine.result) ?? 0) + 1);
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(BATTLES * 8);
    for (const result of ['first', 'second'])
      expect(results.get(result), result).toBeGreaterThan(BATTLES / 3);
  });

  it('is the mirror of the same battle with its sides exchanged', () => {
    const mirror = { running: 'running', first: 'second', second: 'first', draw: 'draw' } as const;
    for (let seed = 0; seed < 2_000; seed += 1) {
      const rng = chanceOf(10_000 + seed);
      const setup = randomSetup(rng);
      const orders = randomOrders(rng);
      const battle = CrossBattle.start(setup);
      const other = CrossBattle.start(swapped(setup));
      playOrders(battle, orders);
      playOrders(
        other,
        orders.map(([tick, side, order]) => [tick, 1 - side, order]),
      );
      expect([other.result, other.tick]).toEqual([mirror[battle.result], battle.tick]);
      const hp = (from: CrossBattle, side: number): readonly number[] =>
        [0, 1, 2].map((n) => from.words[fighterAt(0, side, n) + HP] ?? 0);
      expect([hp(other, 1), hp(other, 0)]).toEqual([hp(battle, 0), hp(battle, 1)]);
    }
  });

  it('goes on from a save as if nothing had been', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const rng = chanceOf(20_000 + seed);
      const setup = randomSetup(rng);
      const orders = randomOrders(rng);
      const whole = CrossBattle.start(setup);
      playOrders(whole, orders);
      const cut = rng.next() % (whole.tick + 1);
      const first = CrossBattle.start(setup);
      playOrders(
        first,
        orders.filter(([tick]) => tick < cut),
        cut,
      );
      const second = CrossBattle.restore(first.save());
      playOrders(
        second,
        orders.filter(([tick]) => tick >= cut),
      );
      expect([second.tick, second.result, second.hash]).toEqual([whole.tick, whole.result, whole.hash]);
    }
  });

  it('is the same in one run and in many, and never runs back', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const setup = randomSetup(chanceOf(30_000 + seed));
      const [once, often] = [CrossBattle.start(setup), CrossBattle.start(setup)];
      once.run(60);
      for (let tick = 0; tick <= 60; tick += 1) often.run(tick);
      expect(often.hash).toBe(once.hash);
      const { tick, hash } = once;
      once.run(3);
      expect([once.tick, once.hash]).toEqual([tick, hash]);
    }
  });

  it('keeps within its rules whatever it is ordered', () => {
    const junk = [-1, -7, 7, 11, 15, 0.5, Number.NaN, 1e9, Infinity, 5_000, 16 + 7, 16 + (101 << 3), 2 ** 31];
    const broken: string[] = [];
    for (let seed = 0; seed < 600; seed += 1) {
      const rng = chanceOf(40_000 + seed);
      const setup = randomSetup(rng);
      const battle = CrossBattle.start(setup);
      while (battle.result === 'running') {
        const order = junk[rng.next() % junk.length] ?? 0;
        battle.order(rng.next() % 2 === 0 ? 0 : 1, rng.next() % 3 === 0 ? order : rng.next() % 11);
        battle.run(battle.tick + 1 + (rng.next() % 5));
        for (const side of [0, 1] as const) {
          const what = brokenRule(battle, setup, side);
          if (what !== undefined) broken.push(`${seed} at ${battle.tick}: ${what}`);
        }
      }
      if (battle.tick > RULES.cap) broken.push(`${seed} lasts`);
    }
    expect(broken).toEqual([]);
  });

  it('takes no order after its end', () => {
    const battle = CrossBattle.start([plainTeam(), plainTeam({ seed: [5, 6, 7, 8] })]);
    battle.run(RULES.cap);
    const { hash } = battle;
    battle.order(0, 2);
    battle.order(1, 16);
    expect(battle.hash).toBe(hash);
  });

  it('is a draw when nobody has won at the cap', () => {
    const weak = plainTeam({ fighters: [{ ...plainTeam().fighters[0]!, hp: 1_000_000, attack: 1 }] });
    const battle = CrossBattle.start([weak, { ...weak, seed: [9, 9, 9, 9] }]);
    battle.run(RULES.cap - 1);
    expect(battle.result).toBe('running');
    battle.run(1e9);
    expect([battle.result, battle.tick]).toEqual(['draw', RULES.cap]);
  });

  it('tells every change of HP as an event, and the end once', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const rng = chanceOf(50_000 + seed);
      const setup: Setup = [randomTeam(rng), randomTeam(rng)];
      const battle = CrossBattle.start(setup);
      const hp = setup.map(({ fighters }) => fighters.map((sheet) => sheet.hp));
      const active = [0, 0];
      let ends = 0;
      const words = new Set<number>();
      const orders = randomOrders(rng);
      const owed: [number, number][] = [];
      for (let tick = 0; battle.result === 'running'; tick += 1) {
        for (const [at, side, order] of orders) if (at === tick) battle.order(side === 0 ? 0 : 1, order);
        const before = [...active];
        owed.length = 0;
        const came: [number, number][] = [];
        battle.run(tick + 1, (...event) => {
          const [, side, kind, a, b] = event;
          words.add(event.length);
          if (kind === EVENT.hit || kind === EVENT.critical) owed.push([1 - side, -b]);
          if (kind === EVENT.upkeep) owed.push([side, -b]);
          if (kind === EVENT.food) owed.unshift([side, a]);
          if (kind === EVENT.enter) came.push([side, a]);
          if (kind === EVENT.end) ends += 1;
        });
        for (const [side, change] of owed) {
          const n = before[side] ?? 0;
          hp[side]![n] = (hp[side]?.[n] ?? 0) + change;
        }
        for (const side of [0, 1])
          hp[side]![before[side] ?? 0] = Math.max(0, hp[side]?.[before[side] ?? 0] ?? 0);
        for (const [side, n] of came) active[side] = n;
      }
      expect(ends).toBe(1);
      expect([...words]).toEqual([EVENT_WORDS]);
      for (const side of [0, 1])
        for (const n of setup[side]!.fighters.keys())
          expect(battle.words[fighterAt(0, side, n) + HP], `${seed}/${side}/${n}`).toBe(hp[side]?.[n]);
    }
  });

  it('makes only setups that its schema takes', () => {
    for (let seed = 0; seed < 100; seed += 1)
      expect(setupSchema.safeParse(randomSetup(chanceOf(seed))).success).toBe(true);
  });
});
