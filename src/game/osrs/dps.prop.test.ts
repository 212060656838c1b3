import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GEAR, gearById, type Slot, SLOTS } from './gear.ts';
import { type Buffs, dpsOf, dpsOn } from './dps.ts';
import { BARE, kitOf, type Loadout, STANCES, wear } from './loadout.ts';
import { MONSTERS } from './data/monsters.ts';
import type { Monster } from './monsters.ts';
import { PRAYERS, prayerById } from './prayers.ts';
import type { Levels } from './skills.ts';
import { SPELLS, spellById } from './spells.ts';

/**
 * The whole way from a loadout to damage once more, in exact fractions, from the tables and the loadout; the way back
 * takes stance and prayer from the kit.
 */
interface Exact {
  readonly maxHit: bigint;
  readonly accuracy: readonly [bigint, bigint];
  readonly dps: readonly [bigint, bigint];
}

const big = (value: number): bigint => BigInt(value);
const toNumber = ([n, d]: readonly [bigint, bigint]): number => Number((n << 60n) / d) / 2 ** 60;
const chance = (a: bigint, d: bigint): readonly [bigint, bigint] =>
  a > d ? [2n * (a + 1n) - (d + 2n), 2n * (a + 1n)] : [a, 2n * (d + 1n)];

const level = (levels: Levels, skill: string): bigint => {
  const value = levels[skill] ?? 1;
  return big(skill === 'hitpoints' && value < 10 ? 10 : value);
};
const potion = (base: bigint, skill: string, buffs: Buffs): bigint => {
  if (!buffs.potion) return base;
  if (skill === 'ranged') return base + base / 10n + 4n;
  if (skill === 'magic') return base + 4n;
  return base + (base * 15n) / 100n + 5n;
};
const sumOf = (loadout: Loadout, pick: (gear: (typeof GEAR)[number]) => number): bigint => {
  const weapon = gearById(loadout.worn.weapon ?? '')?.weapon;
  let sum = 0n;
  for (const slot of SLOTS) {
    const gear = gearById(loadout.worn[slot] ?? '');
    if (gear === undefined) continue;
    if (gear.ammunition !== undefined && gear.ammunition !== weapon?.shoots) continue;
    sum += big(pick(gear));
  }
  return sum < -64n ? -64n : sum;
};

const exactly = (levels: Levels, loadout: Loadout, monster: Monster, buffs: Buffs): Exact => {
  const weapon = gearById(loadout.worn.weapon ?? '')?.weapon ?? {
    style: 'melee',
    attack: 'crush',
    speedTicks: 4,
    stances: ['aggressive', 'accurate', 'defensive'],
  };
  const stances: readonly string[] = weapon.stances;
  const stance = stances.includes(loadout.stance) ? loadout.stance : stances[0];
  const prayer = buffs.prayer ? prayerById(loadout.prayer ?? '') : undefined;
  const own = prayer?.style === weapon.style ? prayer : undefined;
  const prayed = (base: bigint, percent: number): bigint => (base * big(100 + percent)) / 100n;
  const [accurate, strong] = weapon.style === 'melee' ? ['attack', 'strength'] : [weapon.style, weapon.style];
  let effective = prayed(potion(level(levels, accurate), accurate, buffs), own?.accuracy[0] ?? 0) + 8n;
  let strength = prayed(potion(level(levels, strong), strong, buffs), own?.damage[0] ?? 0) + 8n;
  if (weapon.style === 'melee') {
    if (stance === 'accurate') effective += 3n;
    if (stance === 'aggressive') strength += 3n;
    if (stance === 'controlled') [effective, strength] = [effective + 1n, strength + 1n];
  }
  if (weapon.style === 'ranged' && stance === 'accurate') {
    [effective, strength] = [effective + 3n, strength + 3n];
  }
  if (weapon.style === 'magic') effective += stance === 'accurate' ? 3n : 1n;
  const attack = weapon.attack;
  const attackRoll = effective * (sumOf(loadout, ({ bonuses }) => bonuses.attack[attack]) + 64n);
  const missile = 'missile' in weapon ? (weapon.missile ?? 'standard') : 'standard';
  const guard = monster.defence[attack === 'ranged' ? missile : attack];
  const guarded = big(weapon.style === 'magic' ? monster.levels.magic : monster.levels.defence) + 9n;
  const defenceRoll = guarded * (big(guard) + 64n);
  let maxHit: bigint;
  if (weapon.style === 'magic') {
    const magic = potion(level(levels, 'magic'), 'magic', buffs);
    const powered = 'powered' in weapon ? weapon.powered : undefined;
    const spell = spellById(loadout.spell ?? 'wind-strike')?.maxHit ?? 2;
    const base = powered === undefined ? big(spell) : magic / 3n + big(powered);
    const share = sumOf(loadout, ({ bonuses }) => bonuses.magicDamage) + big(own?.magicDamage ?? 0);
    maxHit = ((base < 0n ? 0n : base) * (100n + share)) / 100n;
  } else {
    const bonus =
      weapon.style === 'melee'
        ? sumOf(loadout, ({ bonuses }) => bonuses.strength)
        : sumOf(loadout, ({ bonuses }) => bonuses.rangedStrength);
    maxHit = (strength * (bonus + 64n) + 320n) / 640n;
  }
  const accuracy = chance(attackRoll, defenceRoll);
  const speed = big(weapon.speedTicks - (stance === 'rapid' ? 1 : 0));
  // accuracy · (M (M + 1) / 2 + 1) / (M + 1), over ticks of 3/5 s
  const mean = (maxHit * (maxHit + 1n)) / 2n + 1n;
  return {
    maxHit,
    accuracy,
    dps: [accuracy[0] * mean * 5n, accuracy[1] * (maxHit + 1n) * speed * 3n],
  };
};

const exactlyBack = (levels: Levels, loadout: Loadout, monster: Monster, buffs: Buffs) => {
  const kit = kitOf(loadout);
  const prayer = buffs.prayer ? kit.prayer : null;
  let defence =
    (potion(level(levels, 'defence'), 'defence', buffs) * big(100 + (prayer?.defence[0] ?? 0))) / 100n;
  if (kit.stance === 'defensive' || kit.stance === 'longrange') defence += 3n;
  if (kit.stance === 'controlled') defence += 1n;
  const share = prayer?.style === 'magic' ? prayer.accuracy[0] : 0;
  const magic = (potion(level(levels, 'magic'), 'magic', buffs) * big(100 + share)) / 100n;
  const isMagic = monster.attack === 'magic';
  const effective = (isMagic ? (magic * 7n) / 10n + (defence * 3n) / 10n : defence) + 8n;
  const bonus = sumOf(loadout, ({ bonuses }) => bonuses.defence[monster.attack]);
  const { attack, ranged, magic: theirMagic } = monster.levels;
  const skill = monster.attack === 'magic' ? theirMagic : monster.attack === 'ranged' ? ranged : attack;
  const roll = (big(skill) + 9n) * (big(monster.attackBonus) + 64n);
  const [n, d] = chance(roll, effective * (bonus + 64n));
  return {
    accuracy: [n, d],
    dps: [n * big(monster.maxHit) * 5n, d * 2n * big(monster.speedTicks) * 3n],
  } as const;
};

const levels: fc.Arbitrary<Levels> = fc.record(
  Object.fromEntries(
    ['attack', 'strength', 'defence', 'hitpoints', 'ranged', 'magic', 'prayer'].map((skill) => [
      skill,
      fc.integer({ min: 1, max: 99 }),
    ]),
  ),
);
const loadouts: fc.Arbitrary<Loadout> = fc
  .record({
    pieces: fc.array(fc.constantFrom(...GEAR), { maxLength: 14 }),
    spell: fc.option(fc.constantFrom(...SPELLS.map(({ id }) => id))),
    prayer: fc.option(fc.constantFrom(...PRAYERS.map(({ id }) => id))),
    stance: fc.constantFrom(...STANCES),
  })
  .map(({ pieces, spell, prayer, stance }) => ({
    worn: pieces.reduce(wear, BARE).worn,
    spell,
    prayer,
    stance,
  }));
const buffs = fc.record({ potion: fc.boolean(), prayer: fc.boolean() });
const monsters = fc.constantFrom(...MONSTERS);

describe('damage between a loadout and a monster', () => {
  it('equals exact fractions to 1e-9', () => {
    fc.assert(
      fc.property(levels, loadouts, monsters, buffs, (own, loadout, monster, help) => {
        const ours = dpsOn(own, kitOf(loadout), monster, help);
        const theirs = exactly(own, loadout, monster, help);
        expect(ours.maxHit).toBe(Number(theirs.maxHit));
        expect(Math.abs(ours.accuracy - toNumber(theirs.accuracy))).toBeLessThan(1e-9);
        expect(Math.abs(ours.dps - toNumber(theirs.dps))).toBeLessThan(1e-9);
      }),
      { numRuns: 5_000 },
    );
  });

  it('equals exact fractions to 1e-9 the other way round', () => {
    fc.assert(
      fc.property(levels, loadouts, monsters, buffs, (own, loadout, monster, help) => {
        const ours = dpsOf(own, kitOf(loadout), monster, help);
        const theirs = exactlyBack(own, loadout, monster, help);
        expect(Math.abs(ours.accuracy - toNumber(theirs.accuracy))).toBeLessThan(1e-9);
        expect(Math.abs(ours.dps - toNumber(theirs.dps))).toBeLessThan(1e-9);
      }),
      { numRuns: 5_000 },
    );
  });

  it('wears at most one thing a slot, and no shield beside what needs both hands', () => {
    fc.assert(
      fc.property(loadouts, ({ worn }) => {
        for (const [slot, id] of Object.entries(worn)) expect(gearById(id)?.slot).toBe(slot as Slot);
        const held = gearById(worn.weapon ?? '')?.weapon;
        expect(held?.isTwoHanded === true && worn.shield !== undefined).toBe(false);
      }),
    );
  });
});
