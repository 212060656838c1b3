import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_TYPE, TYPES } from '../battle/cross/v1/chart.ts';
import { sheetSchema } from '../battle/cross/v1/sheet.ts';
import type { Shape } from '../battle/shape.ts';
import { osrsShape } from './fighter.ts';
import { GEAR } from './gear.ts';
import { BARE, type Loadout, STANCES, wear } from './loadout.ts';
import { COMBAT_SKILLS, type Levels } from './skills.ts';
import { SPELLS } from './spells.ts';
import { starterLoadout } from './starters.ts';

const allAt = (level: number): Levels => Object.fromEntries(COMBAT_SKILLS.map((skill) => [skill, level]));

/** Everything that a shape shares with a sheet holds to the sheet's form. */
const fits = ({ weights: _weights, ...shape }: Shape): boolean =>
  sheetSchema.safeParse({ ...shape, hp: 64, attack: 1, defence: 1 }).success;

describe('an account as a fighter', () => {
  it('has the proportions of its levels and gear', () => {
    const levels = { ...allAt(70), hitpoints: 80 };
    const { weights, level, interval } = osrsShape(levels, starterLoadout('melee', levels));
    // whip +82, eighths: (70 + 70) / 2 · 8 + 82 · 2
    expect(weights.attack).toBe(70 * 8 + 82 * 2);
    expect(weights.hp).toBe(80 * 8);
    expect(weights.defence).toBeGreaterThan(70 * 8);
    expect(weights.defence).toBeLessThan(70 * 8 * 1.5);
    // combat level 91 of 126
    expect(level).toBe(Math.trunc((91 * 100) / 126));
    expect(interval).toBe(4);
  });

  it('is of steel, grass or psychic by what it wears, and normal without armour', () => {
    const typesOf = (loadout: Loadout): readonly [number, number] => osrsShape(allAt(99), loadout).types;
    const one = (name: (typeof TYPES)[number]): readonly [number, number] => [TYPES.indexOf(name), NO_TYPE];
    expect(typesOf(starterLoadout('melee', allAt(99)))).toEqual(one('steel'));
    expect(typesOf(starterLoadout('ranged', allAt(99)))).toEqual(one('grass'));
    expect(typesOf(starterLoadout('magic', allAt(99)))).toEqual(one('psychic'));
    expect(typesOf(BARE)).toEqual(one('normal'));
  });

  it('casts in the element of its spell and strikes without a type where the weapon has none', () => {
    const mage = starterLoadout('magic', allAt(99));
    const [fire] = osrsShape(allAt(99), { ...mage, spell: 'fire-surge' }).moves;
    expect([fire.name, fire.type]).toEqual(['Fire Surge', TYPES.indexOf('fire')]);
    const [plain] = osrsShape(allAt(40), starterLoadout('melee', allAt(40))).moves;
    expect([plain.name, plain.type]).toEqual(['Rune scimitar', NO_TYPE]);
  });

  it('always fits the sheet of the common rules, with four moves of one pattern', () => {
    const loadouts = fc
      .record({
        pieces: fc.array(fc.constantFrom(...GEAR), { maxLength: 14 }),
        spell: fc.option(fc.constantFrom(...SPELLS.map(({ id }) => id))),
        stance: fc.constantFrom(...STANCES),
      })
      .map(({ pieces, spell, stance }): Loadout => ({
        worn: pieces.reduce(wear, BARE).worn,
        spell,
        prayer: null,
        stance,
      }));
    const levels = fc.record(
      Object.fromEntries(COMBAT_SKILLS.map((skill) => [skill, fc.integer({ min: 1, max: 99 })])),
    );
    fc.assert(
      fc.property(levels, loadouts, (own, loadout) => {
        const shape = osrsShape(own, loadout);
        expect(fits(shape)).toBe(true);
        for (const weight of Object.values(shape.weights)) {
          expect(Number.isInteger(weight) && weight >= 1 && weight <= 100_000).toBe(true);
        }
        expect(shape.moves.map(({ power, effect }) => [power, effect > 0])).toEqual([
          [100, false],
          [92, false],
          [50, true],
          [50, true],
        ]);
        expect(shape.moves[1].type).not.toBe(shape.moves[0].type);
        const chances = [0, 12, 14, 10, 8];
        for (const move of shape.moves) expect(move.chance).toBe(chances[move.effect]);
      }),
    );
  });
});
