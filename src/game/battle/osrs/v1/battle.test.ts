import { describe, expect, it } from 'vitest';
import { type BattleEvent, OsrsBattle } from './battle.ts';
import { EAT, FLEE, FORM, PROTECT, RULES, UNPROTECT } from './orders.ts';
import { PRAYER_TICKS, type Setup, setupSchema } from './setup.ts';
import { stateSchema } from './state.ts';

const form = (changes: Partial<Setup['player']['forms'][number]> = {}) => ({
  name: 'Rune scimitar',
  attackRoll: 10_000,
  targetRoll: 0,
  maxHit: 10,
  speedTicks: 4,
  defenceRoll: 10_000,
  ...changes,
});

const setup = (player: Partial<Setup['player']> = {}, monster: Partial<Setup['monster']> = {}): Setup => ({
  player: { hitpoints: 50, prayer: 40, food: 3, heals: 12, forms: [form()], ...player },
  monster: {
    name: 'Goblin',
    hitpoints: 1_000,
    attackRoll: 100_000,
    maxHit: 8,
    speedTicks: 4,
    style: 0,
    ...monster,
  },
  seeds: [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ],
});

const watched = (battle: OsrsBattle, toTick: number): readonly (readonly [number, BattleEvent])[] => {
  const seen: (readonly [number, BattleEvent])[] = [];
  battle.run(toTick, (tick, event) => seen.push([tick, event]));
  return seen;
};

describe('a battle of the osrs rules', () => {
  it('starts from a setup of its own form', () => {
    expect(setupSchema.parse(setup())).toEqual(setup());
  });

  it('attacks each as often as their weapons do', () => {
    const seen = watched(OsrsBattle.start(setup()), 20);
    const at = (side: number): readonly number[] =>
      seen.flatMap(([tick, event]) => (event.type === 'attack' && event.side === side ? [tick] : []));
    expect(at(0)).toEqual([1, 5, 9, 13, 17]);
    expect(at(1)).toEqual([3, 7, 11, 15, 19]);
  });

  it('makes a player’s accurate 0 a 1, and leaves a monster’s', () => {
    const seen = watched(OsrsBattle.start(setup({ hitpoints: 9_999 }, { maxHit: 1 })), 2_000);
    const damages = (side: number): ReadonlySet<number> =>
      new Set(
        seen.flatMap(([, event]) =>
          event.type === 'attack' && event.side === side && event.isHit ? [event.damage] : [],
        ),
      );
    expect(damages(0).has(0)).toBe(false);
    expect(damages(0).has(10)).toBe(true);
    expect(damages(1)).toEqual(new Set([0, 1]));
  });

  it('eats, which heals, costs a piece and delays the attack', () => {
    const battle = OsrsBattle.start(setup({ hitpoints: 99 }, { maxHit: 60 }));
    battle.run(12);
    const hurt = battle.state.player.hitpoints;
    expect(hurt).toBeLessThan(99 - 12);
    battle.order(EAT);
    const seen = watched(battle, 13);
    expect(seen[0]).toEqual([13, { type: 'ate', healed: 12, left: 2 }]);
    expect(battle.state.player.attackAt).toBe(13 + RULES.eatDelay);
    battle.order(EAT);
    expect(watched(battle, 14).some(([, event]) => event.type === 'ate')).toBe(false);
  });

  it('cannot eat more than there is', () => {
    const battle = OsrsBattle.start(setup({ food: 1, hitpoints: 500 }));
    for (let tick = 1; tick <= 40; tick += 1) {
      battle.order(EAT);
      battle.run(tick);
    }
    expect(battle.state.player.food).toBe(0);
  });

  it('keeps attacks of the style away that it protects from, as long as prayer lasts', () => {
    const battle = OsrsBattle.start(setup({ prayer: 3 }));
    battle.order(PROTECT);
    const seen = watched(battle, 60);
    const over = seen.findIndex(([, event]) => event.type === 'protection' && event.protection === -1);
    expect(seen[over]?.[0]).toBe(3 * PRAYER_TICKS);
    const before = seen
      .slice(0, over)
      .flatMap(([, event]) => (event.type === 'attack' && event.side === 1 ? [event] : []));
    expect(before.length).toBeGreaterThan(2);
    expect(before.every(({ damage, isProtected }) => damage === 0 && isProtected)).toBe(true);
    expect(battle.state.player.hitpoints).toBeLessThan(50);
    battle.order(PROTECT);
    expect(watched(battle, 61).some(([, event]) => event.type === 'protection')).toBe(false);
  });

  it('keeps nothing away of another style, and stops when told to', () => {
    const battle = OsrsBattle.start(setup({ hitpoints: 500 }));
    battle.order(PROTECT + 1);
    battle.run(40);
    expect(battle.state.player.hitpoints).toBeLessThan(500);
    battle.order(UNPROTECT);
    battle.run(41);
    expect(battle.state.player.protection).toBe(-1);
  });

  it('takes another form, whose figures count from then on', () => {
    const forms = [form({ maxHit: 1 }), form({ name: 'Shortbow', maxHit: 90, speedTicks: 3 })];
    const battle = OsrsBattle.start(setup({ forms, hitpoints: 900 }, { hitpoints: 9_999 }));
    battle.run(4);
    battle.order(FORM + 1);
    battle.order(FORM + 3);
    battle.run(5);
    expect(battle.state.player.form).toBe(0);
    battle.order(FORM + 1);
    const seen = watched(battle, 40);
    expect(seen[0]).toEqual([6, { type: 'form', form: 1 }]);
    expect(9_999 - battle.state.monster.hitpoints).toBeGreaterThan(100);
  });

  it('flees after three ticks without attacking, and may fall before', () => {
    const battle = OsrsBattle.start(setup({ hitpoints: 500 }));
    battle.run(1);
    battle.order(FLEE);
    const seen = watched(battle, 20);
    expect(seen[0]).toEqual([2, { type: 'fleeing' }]);
    expect(seen.at(-1)).toEqual([2 + RULES.fleeAfter, { type: 'end', result: 'fled' }]);
    expect(seen.some(([, event]) => event.type === 'attack' && event.side === 0)).toBe(false);
    const doomed = OsrsBattle.start(setup({ hitpoints: 1 }, { maxHit: 1_000 }));
    doomed.run(1);
    doomed.order(FLEE);
    doomed.run(20);
    expect(doomed.result).toBe('lost');
  });

  it('is won, lost, drawn when both fall at once, and ends without a winner at its cap', () => {
    const ends = (player: Partial<Setup['player']>, monster: Partial<Setup['monster']>): string => {
      const battle = OsrsBattle.start(setup(player, monster));
      battle.run(RULES.cap + 10);
      return battle.result;
    };
    expect(ends({}, { hitpoints: 1 })).toBe('won');
    expect(ends({ hitpoints: 1 }, { maxHit: 1_000 })).toBe('lost');
    const slow = { forms: [form({ speedTicks: 2, maxHit: 1 })], hitpoints: 1 };
    const both = OsrsBattle.start(setup(slow, { hitpoints: 2, maxHit: 10_000, speedTicks: 4 }));
    both.run(3);
    expect([both.result, both.state.monster.hitpoints]).toEqual(['draw', 0]);
    expect(ends({ forms: [form({ attackRoll: 0 })] }, { attackRoll: 0 })).toBe('draw');
  });

  it('ends as it always did: version 1 is frozen, for replays are kept', () => {
    const battle = OsrsBattle.start(setup({ hitpoints: 300, forms: [form(), form({ maxHit: 20 })] }));
    for (const [tick, order] of [
      [7, PROTECT],
      [20, EAT],
      [31, FORM + 1],
      [60, UNPROTECT],
    ] as const) {
      battle.run(tick);
      battle.order(order);
    }
    battle.run(RULES.cap);
    expect([battle.tick, battle.result, battle.hash]).toEqual([395, 'lost', 3_011_267_155]);
  });

  it('goes on from what was saved as if nothing had been', () => {
    const battle = OsrsBattle.start(setup({ hitpoints: 400 }));
    battle.run(33);
    const saved: unknown = JSON.parse(JSON.stringify(battle.save()));
    expect(JSON.stringify(saved).length).toBeLessThan(1_024);
    const again = OsrsBattle.restore(setup({ hitpoints: 400 }), stateSchema.parse(saved));
    battle.run(200);
    again.run(200);
    expect(again.save()).toEqual(battle.save());
    expect(again.hash).toBe(battle.hash);
  });
});
