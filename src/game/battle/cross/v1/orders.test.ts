import { describe, expect, it } from 'vitest';
import { plainSheet, plainTeam, playOrders } from '#test/support/battles.ts';
import type { GivenOrder } from '#game/battle/replay.ts';
import { CrossBattle } from './battle.ts';
import { NO_TYPE } from './chart.ts';
import { EVENT } from './events.ts';
import { fighterAt, GUARD_UNTIL, HP, NEXT_AT, sideAt, STATUS, STATUS_UNTIL } from './layout.ts';
import { ANTIDOTE, FOOD, GUARD, isOrder, packStanding, RULES, STANDING, SWITCH } from './orders.ts';
import { AUTOPILOT, EFFECTS, type FighterKind, type Setup, type Sheet, type Team } from './sheet.ts';

interface Seen {
  readonly tick: number;
  readonly side: number;
  readonly what: string;
  readonly a: number;
  readonly b: number;
}

const NAMES = Object.keys(EVENT);

/** What is seen of a battle with orders up to a tick, and how it stands then. */
const watch = (
  setup: Setup,
  orders: readonly GivenOrder[],
  lastTick: number,
): { readonly seen: readonly Seen[]; readonly battle: CrossBattle } => {
  const battle = CrossBattle.start(setup);
  const seen: Seen[] = [];
  const watched = {
    get tick() {
      return battle.tick;
    },
    hash: 0,
    result: battle.result,
    order: (side: 0 | 1, order: number) => {
      battle.order(side, order);
    },
    run: (to: number) => {
      battle.run(to, (tick, side, kind, a, b) => seen.push({ tick, side, what: NAMES[kind] ?? '', a, b }));
    },
  };
  playOrders(watched, orders, lastTick);
  return { seen, battle };
};

const IDLE: Partial<Sheet> = { attack: 1, interval: 7 };
/** A side that hurts nobody and has nothing. */
const idle = (change: Partial<Team> = {}): Team =>
  plainTeam({
    fighters: [plainSheet(IDLE), plainSheet(IDLE), plainSheet(IDLE)],
    supplies: { food: 0, antidotes: 0 },
    ...change,
  });
const alone = (change: Partial<Sheet> = {}, team: Partial<Team> = {}): Team =>
  plainTeam({ fighters: [plainSheet(change)], supplies: { food: 0, antidotes: 0 }, ...team });
const seeds = Array.from({ length: 200 }, (_, n): Team['seed'] => [n, 7 * n, 3, 9]);
const hpOf = (battle: CrossBattle, side: number, n = 0): number =>
  battle.words[fighterAt(0, side, n) + HP] ?? 0;
const nextOf = (battle: CrossBattle, side: number): number => battle.words[sideAt(0, side) + NEXT_AT] ?? 0;
const statusOf = (battle: CrossBattle, side: number): string =>
  EFFECTS[battle.words[fighterAt(0, side, 0) + STATUS] ?? 0] ?? '';
/** Puts an effect on a side's first fighter, as if it had come at tick 0. */
const struck = (setup: Setup, side: number, effect: (typeof EFFECTS)[number], until = 60): CrossBattle => {
  const words = CrossBattle.start(setup).save();
  words[fighterAt(0, side, 0) + STATUS] = EFFECTS.indexOf(effect);
  words[fighterAt(0, side, 0) + STATUS_UNTIL] = until;
  return CrossBattle.restore(words);
};

describe('an order', () => {
  it('is one of the numbers that are listed', () => {
    const numbers = Array.from({ length: 20 }, (_, n) => n - 2);
    expect(numbers.filter(isOrder)).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 16, 17]);
    expect(isOrder(STANDING + packStanding({ focus: 4, healBelow: 100, cure: true, switching: true }))).toBe(
      true,
    );
    for (const bad of [STANDING + 5, STANDING + (101 << 3), STANDING + (1 << 12), 0.5, Number.NaN])
      expect(isOrder(bad), String(bad)).toBe(false);
  });

  it('is replaced by a later one, and used up by its action', () => {
    const { seen } = watch(
      [alone(), idle()],
      [
        [0, 0, 3],
        [1, 0, 1],
      ],
      12,
    );
    const hits = seen
      .filter(({ side, what }) => side === 0 && what === 'hit')
      .map(({ tick, a }) => [tick, a]);
    expect(hits).toEqual([
      [2, 1],
      [6, 0],
      [10, 0],
    ]);
  });

  it('comes after a quarter of the interval and one, then at each interval', () => {
    for (const interval of [3, 4, 5, 6, 7]) {
      const { seen } = watch([alone({ interval }), idle()], [], 40);
      const ticks = seen.filter(({ side, what }) => side === 0 && what !== 'effect').map(({ tick }) => tick);
      const first = ticks[0] ?? 0;
      expect([Math.floor(interval / 4) + 1, Math.ceil(interval / 4) + 1]).toContain(first);
      expect(ticks.slice(0, 4)).toEqual([0, 1, 2, 3].map((n) => first + n * interval));
    }
  });
});

describe('a guard', () => {
  const foe = { interval: 7, hp: 100_000 };

  it('halves what comes in for a while', () => {
    let halved = 0;
    for (const seed of seeds) {
      const setup: Setup = [alone({ hp: 90_000 }), alone(foe, { seed })];
      // the first blow may come in the tick of the guard itself; the second cannot
      const second = (orders: readonly GivenOrder[]): number =>
        watch(setup, orders, 10).seen.filter(({ side, what }) => side === 1 && what === 'hit')[1]?.b ?? 0;
      const [open, guarded] = [second([]), second([[0, 0, GUARD]])];
      expect(guarded).toBe(Math.ceil(open / 2));
      if (open > 1) halved += 1;
    }
    expect(halved).toBeGreaterThan(100);
  });

  it('does not help against what comes in the same tick', () => {
    let hits = 0;
    for (const seed of seeds) {
      const setup: Setup = [alone({ hp: 90_000 }), alone({ hp: 90_000 }, { seed })];
      const atOnce = (orders: readonly GivenOrder[]): number =>
        watch(setup, orders, 2).seen.find(({ side, what }) => side === 1 && what === 'hit')?.b ?? 0;
      expect(atOnce([[0, 0, GUARD]])).toBe(atOnce([]));
      if (atOnce([]) > 0) hits += 1;
    }
    expect(hits).toBeGreaterThan(100);
  });

  it('takes two ticks and comes again after its rest only', () => {
    const wall = idle({ fighters: [plainSheet({ ...IDLE, hp: 900_000 })] });
    const every: GivenOrder[] = Array.from({ length: 60 }, (_, tick) => [tick, 0, GUARD]);
    const { seen, battle } = watch([alone(), wall], every, 3);
    expect(seen.map(({ what }) => what)).toContain('guard');
    expect(nextOf(battle, 0)).toBe(2 + RULES.guardTakes);
    const guards = watch([alone(), wall], every, 60).seen.filter(({ what }) => what === 'guard');
    expect(guards.map(({ tick }) => tick)).toEqual([2, 24, 46]);
    for (const [n, { tick }] of guards.entries())
      expect(tick - (guards[n - 1]?.tick ?? -99)).toBeGreaterThanOrEqual(RULES.guardEvery);
  });

  it('goes with whoever falls behind it', () => {
    // poison that kills at tick 4, in the middle of the guard of tick 2
    const setup: Setup = [
      plainTeam({ fighters: [plainSheet({ hp: 64 }), plainSheet()], supplies: { food: 0, antidotes: 0 } }),
      idle(),
    ];
    const words = CrossBattle.start(setup).save();
    words[fighterAt(0, 0, 0) + STATUS] = 1;
    words[fighterAt(0, 0, 0) + STATUS_UNTIL] = 60;
    words[sideAt(0, 0) + 6] = 4;
    words[fighterAt(0, 0, 0) + HP] = 2;
    const battle = CrossBattle.restore(words);
    battle.order(0, GUARD);
    battle.run(2);
    expect(battle.words[sideAt(0, 0) + GUARD_UNTIL]).toBe(2 + RULES.guardLasts);
    battle.run(4);
    expect(battle.words[sideAt(0, 0) + GUARD_UNTIL]).toBe(0);
  });
});

describe('an item', () => {
  const hurt = (setup: Setup, hp: number): CrossBattle => {
    const words = CrossBattle.start(setup).save();
    words[fighterAt(0, 0, 0) + HP] = hp;
    return CrossBattle.restore(words);
  };
  const setup: Setup = [plainTeam({ standing: { ...AUTOPILOT, healBelow: 0 } }), idle()];

  it('heals a third of full HP, not beyond it, and takes two ticks', () => {
    const eaten = (hp: number): readonly number[] => {
      const battle = hurt(setup, hp);
      const healed: number[] = [];
      battle.order(0, FOOD);
      battle.run(2, (_, __, kind, a) => kind === EVENT.food && healed.push(a));
      return [...healed, nextOf(battle, 0)];
    };
    expect(eaten(1_000)).toEqual([896, 2 + RULES.itemTakes]);
    expect(eaten(2_600)).toEqual([88, 2 + RULES.itemTakes]);
  });

  it('heals before the hurt of its tick', () => {
    const killer = alone({ attack: 4_000 }, { seed: [5, 5, 5, 5] });
    const battle = hurt([setup[0], killer], 2_000);
    battle.order(0, FOOD);
    let damage = 0;
    battle.run(2, (_, side, kind, __, b) => {
      if (side === 1 && kind === EVENT.hit) damage = b;
    });
    expect(hpOf(battle, 0)).toBe(Math.max(0, Math.min(2_688, 2_000 + 896) - damage));
    expect(damage).toBeGreaterThan(0);
  });

  it('is not wasted on a fighter that needs none', () => {
    const { seen } = watch(
      setup,
      [
        [0, 0, FOOD],
        [4, 0, ANTIDOTE],
      ],
      7,
    );
    expect(seen.filter(({ side, what }) => side === 0 && what === 'hit').map(({ tick }) => tick)).toEqual([
      2, 6,
    ]);
  });

  it('comes again after its rest only, and ends with the supplies', () => {
    const battle = hurt(setup, 64);
    const eaten: number[] = [];
    while (battle.tick < 60 && battle.result === 'running') {
      battle.order(0, FOOD);
      battle.run(battle.tick + 1, (tick, side, kind) => {
        if (side === 0 && kind === EVENT.food) eaten.push(tick);
      });
    }
    expect(eaten).toEqual([2, 12]);
    expect((eaten[1] ?? 0) - (eaten[0] ?? 0)).toBeGreaterThanOrEqual(RULES.itemEvery);
  });

  it('ends an effect at once when it is an antidote', () => {
    const battle = struck([plainTeam({ standing: { ...AUTOPILOT, cure: false } }), idle()], 0, 'burn');
    battle.run(1);
    expect(statusOf(battle, 0)).toBe('burn');
    battle.order(0, ANTIDOTE);
    battle.run(2);
    expect([statusOf(battle, 0), nextOf(battle, 0)]).toEqual(['none', 2 + RULES.itemTakes]);
  });
});

describe('an effect', () => {
  const target = (effect: number): readonly [Team, Team] => [
    alone({
      moves: [...plainSheet().moves.slice(0, 3), { ...plainSheet().moves[3], effect }] as Sheet['moves'],
    }),
    idle({ fighters: [plainSheet({ ...IDLE, hp: 64_000 })] }),
  ];

  it.each([
    ['poison', 1, 2_666],
    ['burn', 2, 1_333],
  ] as const)('of %s hurts every 4 ticks for 32', (name, effect, damage) => {
    const { seen } = watch(target(effect), [[0, 0, 3]], 90);
    const start = seen.find(({ what }) => what === 'effect')?.tick ?? 0;
    const upkeeps = seen.filter(({ what, a }) => what === 'upkeep' && a === EFFECTS.indexOf(name));
    expect(upkeeps.map(({ tick, b }) => [tick - start, b])).toEqual(
      [4, 8, 12, 16, 20, 24, 28].map((tick) => [tick, damage]),
    );
  });

  it('of burn takes an eighth of the damage that its victim does', () => {
    let lessened = 0;
    for (const seed of seeds) {
      const setup: Setup = [alone({}, { seed }), idle()];
      const hit = (battle: CrossBattle): number => {
        let damage = 0;
        battle.run(3, (_, side, kind, __, b) => {
          if (side === 0 && kind === EVENT.hit) damage = b;
        });
        return damage;
      };
      const usual = hit(CrossBattle.start(setup));
      expect(hit(struck(setup, 0, 'burn'))).toBe(usual - Math.floor(usual / 8));
      if (usual >= 8) lessened += 1;
    }
    expect(lessened).toBeGreaterThan(100);
  });

  it('of paralysis loses one action in four', () => {
    let [lost, all] = [0, 0];
    for (const seed of seeds) {
      struck([alone({ interval: 3 }, { seed }), idle()], 0, 'paralysis').run(59, (_, side, kind) => {
        if (side !== 0 || kind === EVENT.effect) return;
        all += 1;
        if (kind === EVENT.lost) lost += 1;
      });
    }
    expect(all).toBeGreaterThan(3_000);
    expect(lost / all).toBeGreaterThan(0.22);
    expect(lost / all).toBeLessThan(0.28);
  });

  it('of sleep stops attacks and guards until its victim wakes, 5 to 10 ticks', () => {
    const lengths = new Set<number>();
    for (const seed of seeds) {
      const setup: Setup = [
        alone({}, { seed }),
        idle({ fighters: [plainSheet({ ...IDLE, hp: 64_000, interval: 3 })] }),
      ];
      const { seen, battle } = watch(
        setup,
        [
          [0, 0, 3],
          [2, 1, GUARD],
          [6, 1, GUARD],
        ],
        3,
      );
      if (statusOf(battle, 1) !== 'sleep') continue;
      const until = battle.words[fighterAt(0, 1, 0) + STATUS_UNTIL] ?? 0;
      lengths.add(until - 3);
      const woken: number[] = [];
      battle.order(1, GUARD);
      battle.run(until, (tick, side, kind) => {
        if (side === 1 && kind !== EVENT.lost) woken.push(tick);
      });
      expect(woken.filter((tick) => tick < until)).toEqual([]);
      expect(seen.some(({ what }) => what === 'effect')).toBe(true);
    }
    expect([...lengths].toSorted((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('of sleep lets items and changes of fighters through', () => {
    const asleep = (order: number): readonly number[] => {
      const kinds: number[] = [];
      const battle = struck([plainTeam({ standing: { ...AUTOPILOT, cure: false } }), idle()], 0, 'sleep', 9);
      battle.order(0, order);
      battle.run(3, (_, side, kind) => {
        if (side === 0) kinds.push(kind);
      });
      return kinds;
    };
    expect(asleep(ANTIDOTE)).toEqual([EVENT.antidote]);
    expect(asleep(SWITCH + 2)).toEqual([EVENT.enter]);
    expect(asleep(0)).toEqual([EVENT.lost]);
    expect(asleep(GUARD)).toEqual([EVENT.lost]);
  });

  it('is one at a time', () => {
    const { seen } = watch(
      target(1),
      [
        [0, 0, 3],
        [4, 0, 3],
        [8, 0, 3],
        [12, 0, 3],
      ],
      40,
    );
    expect(seen.filter(({ what }) => what === 'effect')).toHaveLength(1);
  });

  it('stays with its fighter on the bench and hurts on the field only', () => {
    const battle = struck([plainTeam({ standing: { ...AUTOPILOT, cure: false } }), idle()], 0, 'poison');
    battle.order(0, SWITCH + 1);
    let upkeeps = 0;
    const count = (_: number, __: number, kind: number): void => {
      if (kind === EVENT.upkeep) upkeeps += 1;
    };
    battle.run(20, count);
    expect(upkeeps).toBe(0);
    battle.order(0, SWITCH);
    battle.run(40, count);
    expect(upkeeps).toBeGreaterThan(0);
  });
});

describe('a change of fighters', () => {
  it('takes two ticks and a quarter of the interval of who comes', () => {
    for (const interval of [3, 4, 5, 6, 7]) {
      const team = plainTeam({ fighters: [plainSheet(), plainSheet({ interval })] });
      const { battle } = watch([team, idle()], [[0, 0, SWITCH + 1]], 3);
      const wait = nextOf(battle, 0) - 2 - RULES.entry;
      expect([Math.floor(interval / 4), Math.ceil(interval / 4)]).toContain(wait);
    }
  });

  it('brings in nobody who stands there, has fallen, or is not of the team', () => {
    const team = plainTeam({ fighters: [plainSheet(), plainSheet()] });
    for (const order of [SWITCH, SWITCH + 2]) {
      const { seen } = watch([team, idle()], [[0, 0, order]], 3);
      expect(seen.filter(({ side }) => side === 0).map(({ what }) => what)).toEqual(['hit']);
    }
  });

  const falling = (orders: readonly GivenOrder[], team: Partial<Team> = {}): readonly Seen[] => {
    // it falls at tick 2, before it acts itself
    const weak = plainTeam({
      fighters: [plainSheet({ hp: 64, interval: 7 }), plainSheet(), plainSheet()],
      seed: seeds.find(
        (seed) => nextOf(CrossBattle.start([alone({ interval: 7 }, { seed }), idle()]), 0) === 3,
      )!,
      ...team,
    });
    const killer = alone({ attack: 4_000, interval: 3 }, { seed: [5, 5, 5, 5] });
    return watch([weak, killer], orders, 12).seen.filter(({ side }) => side === 0);
  };

  it('follows a fall: the next in order, or whom its player ordered in', () => {
    expect(falling([]).find(({ what }) => what === 'enter')).toMatchObject({ tick: 2, a: 1 });
    expect(falling([[0, 0, SWITCH + 2]]).find(({ what }) => what === 'enter')).toMatchObject({
      tick: 2,
      a: 2,
    });
  });

  it('drops the order that was meant for who fell', () => {
    const hit = falling([[0, 0, 2]]).find(({ what }) => what === 'hit');
    expect(hit).toMatchObject({ tick: 2 + RULES.entry + 1, a: 0 });
  });

  it('hits whoever stood there at the start of the tick', () => {
    const killer = alone({ interval: 4, attack: 1_000 }, { seed: [5, 5, 5, 5] });
    const { battle, seen } = watch([plainTeam(), killer], [[0, 0, SWITCH + 1]], 3);
    const hit = seen.find(({ side, what }) => side === 1 && what === 'hit')?.b ?? 0;
    expect(hit).toBeGreaterThan(0);
    expect([hpOf(battle, 0, 0), hpOf(battle, 0, 1)]).toEqual([2_688 - hit, 2_688]);
  });
});

describe('standing orders', () => {
  const WATER = 2;
  const FIRE = 1;
  const GRASS = 4;
  const NORMAL = 0;
  const typed = (type: number): Sheet =>
    plainSheet({
      types: [type, NO_TYPE],
      moves: plainSheet().moves.map((move) => Object.assign({}, move, { type })) as unknown as Sheet['moves'],
    });
  const changing = (standing: Partial<typeof AUTOPILOT>): number =>
    STANDING + packStanding({ focus: 0, healBelow: 0, cure: false, switching: false, ...standing });

  it('hold at once and cost nothing', () => {
    const { seen } = watch(
      [alone(), idle()],
      [
        [0, 0, changing({ focus: 2 })],
        [4, 0, 3],
      ],
      12,
    );
    const hits = seen
      .filter(({ side, what }) => side === 0 && what === 'hit')
      .map(({ tick, a }) => [tick, a]);
    expect(hits).toEqual([
      [2, 1],
      [6, 3],
      [10, 1],
    ]);
  });

  it('eat below a share of full HP and cure when told to', () => {
    const battle = struck([plainTeam({ standing: { ...AUTOPILOT, healBelow: 50 } }), idle()], 0, 'burn');
    const words = battle.save();
    words[fighterAt(0, 0, 0) + HP] = 1_344;
    const done: string[] = [];
    CrossBattle.restore(words).run(3, (_, side, kind) => side === 0 && done.push(NAMES[kind] ?? ''));
    words[fighterAt(0, 0, 0) + HP] = 1_343;
    CrossBattle.restore(words).run(3, (_, side, kind) => side === 0 && done.push(NAMES[kind] ?? ''));
    expect(done).toEqual(['antidote', 'food']);
  });

  it('bring in who stands better by a third, not more often than every 16 ticks', () => {
    const team = (switching: boolean): Team =>
      plainTeam({
        fighters: [typed(GRASS), typed(NORMAL), typed(WATER)],
        standing: { ...AUTOPILOT, switching },
      });
    const foe = alone({ ...typed(FIRE), attack: 200, hp: 900_000 });
    const enters = (own: Team): readonly Seen[] =>
      watch([own, foe], [], 40).seen.filter(({ what, side }) => what === 'enter' && side === 0);
    expect(enters(team(true)).map(({ tick, a }) => [tick, a])).toEqual([[2, 2]]);
    expect(enters(team(false))).toEqual([]);
  });

  it('bring in the best one after a fall', () => {
    const fighters = [plainSheet({ hp: 64 }), typed(NORMAL), typed(WATER)];
    const killer = alone({ ...typed(FIRE), attack: 4_000, interval: 3 }, { seed: [5, 5, 5, 5] });
    for (const [switching, n] of [
      [true, 2],
      [false, 1],
    ] as const) {
      const { seen } = watch([plainTeam({ fighters, standing: { ...AUTOPILOT, switching } }), killer], [], 6);
      const enter = seen.find(({ what, side, tick }) => what === 'enter' && side === 0 && tick === 2);
      expect(enter?.a).toBe(switching ? n : 1);
    }
  });
});

describe('the end', () => {
  const bomb = (hp: number, seed: Team['seed']): Team => alone({ hp, attack: 4_000 }, { seed });

  it('goes to the smaller overkill when both last fighters fall in one tick', () => {
    const results = new Map<string, number>();
    for (const seed of seeds) {
      const battle = CrossBattle.start([bomb(64, seed), bomb(64, [9, 8, 7, 6])]);
      const damage = [0, 0];
      battle.run(3, (_, side, kind, __, b) => {
        if (kind === EVENT.hit) damage[side] = b;
      });
      const [first = 0, second = 0] = damage;
      if (Math.min(first, second) < 64) continue;
      // each side's overkill is what the other one did beyond 64
      expect(battle.result).toBe(second < first ? 'first' : second > first ? 'second' : 'draw');
      results.set(battle.result, (results.get(battle.result) ?? 0) + 1);
    }
    expect(results.get('first')).toBeGreaterThan(10);
    expect(results.get('second')).toBeGreaterThan(10);
  });

  it('is a draw when the overkill is equal too', () => {
    const seed = seeds.find((one) => {
      const battle = CrossBattle.start([bomb(64, one), idle()]);
      battle.run(3);
      return hpOf(battle, 1) === 0;
    });
    const battle = CrossBattle.start([bomb(64, seed ?? [1, 1, 1, 1]), bomb(64, seed ?? [1, 1, 1, 1])]);
    battle.run(3);
    expect(battle.result).toBe('draw');
  });
});

describe('the roll', () => {
  it.each(['osrs', 'pokemon', 'pet'] as const)(
    'of %s does ten points an action on average',
    (kind: FighterKind) => {
      let [damage, actions] = [0, 0];
      for (const seed of seeds) {
        const foe = idle({ fighters: [plainSheet({ ...IDLE, hp: 1_000_000 })] });
        CrossBattle.start([alone({ kind }, { seed }), foe]).run(400, (_, side, event, __, b) => {
          if (side !== 0 || event > EVENT.critical) return;
          damage += b;
          actions += 1;
        });
      }
      expect(actions).toBe(seeds.length * 100);
      expect(damage / actions / 640).toBeGreaterThan(0.98);
      expect(damage / actions / 640).toBeLessThan(1.02);
    },
  );
});
