import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TYPES, type TypeName } from '../battle/cross/v1/chart.ts';
import { EFFECTS } from '../battle/cross/v1/sheet.ts';
import { loadDex } from './dex.ts';
import { type Mon, statsOf } from './mon.ts';
import { pokemonShape } from './shape.ts';
import { STARTERS } from './starters.ts';

const dex = await loadDex();
const [{ mon: plain } = { mon: undefined }] = STARTERS;

const mon = (species: string, moves: readonly string[], more: Partial<Mon> = {}): Mon => ({
  ...plain!,
  species,
  ability: dex.species(species)?.abilities[0] ?? '',
  moves,
  ...more,
});

const shape = (species: string, moves: readonly string[], more: Partial<Mon> = {}) =>
  pokemonShape(dex, mon(species, moves, more))!;

const number = (type: TypeName): number => TYPES.indexOf(type);

describe('the shape of a Pokémon', { timeout: 30_000 }, () => {
  it('follows from its stats, its base Speed and its own types', () => {
    const garchomp = mon('Garchomp', ['Earthquake', 'Outrage'], { level: 78, nature: 'Jolly' });
    const stats = statsOf(dex.species('Garchomp')!, garchomp);
    expect(pokemonShape(dex, garchomp)).toMatchObject({
      name: 'Garchomp',
      kind: 'pokemon',
      level: 78,
      weights: { hp: stats.hp, attack: stats.atk, defence: Math.floor((stats.def + stats.spd) / 2) },
      interval: 4,
      types: [number('dragon'), number('ground')],
    });
    expect(shape('Pikachu', ['Thunderbolt']).types).toEqual([number('electric'), 18]);
  });

  it.each([
    ['Regieleki', 3],
    ['Garchomp', 4],
    ['Charmander', 5],
    ['Snorlax', 6],
    ['Krookodile', 4],
  ])('lets %s act each %d ticks', (species, interval) => {
    expect(shape(species, ['Protect']).interval).toBe(interval);
  });

  it.each([
    ['Lucario', ['Close Combat'], 'melee', 0],
    ['Garchomp', ['Earthquake'], 'ranged: physical without contact', 1],
    ['Gengar', ['Shadow Ball'], 'magic', 2],
    ['Snorlax', ['Rest'], 'melee without an attack, by its stats', 0],
    ['Chansey', ['Soft-Boiled'], 'magic without an attack, by its stats', 2],
  ])('makes %s with %s fight as %s', (species, moves, _what, fights) => {
    expect(shape(species, moves).class).toBe(fights);
  });

  it('has its best own attack first, another type second, then what its moves leave', () => {
    const { moves } = shape('Gengar', ['Hypnosis', 'Shadow Ball', 'Focus Blast', 'Sludge Bomb']);
    expect(moves).toEqual([
      { name: 'Sludge Bomb', type: number('poison'), power: 100, effect: 0, chance: 0 },
      { name: 'Focus Blast', type: number('fighting'), power: 92, effect: 0, chance: 0 },
      { name: 'Hypnosis', type: number('psychic'), power: 50, effect: 4, chance: 8 },
      { name: 'Poison venom', type: number('poison'), power: 50, effect: 1, chance: 12 },
    ]);
  });

  it('falls back on its types where its moves say nothing', () => {
    expect(shape('Charizard', ['Roost']).moves.map(({ name }) => name)).toEqual([
      'Fire strike',
      'Flying strike',
      'Fire scorch',
      'Flying lull',
    ]);
    expect(shape('Snorlax', ['Body Slam']).moves[1]).toMatchObject({ type: 18, power: 92 });
    expect(shape('Pikachu', ['Thunderbolt']).moves[1]).toMatchObject({ type: number('normal') });
  });

  it('is fit for a battle whatever the Pokémon', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...dex.speciesNames),
        fc.uniqueArray(fc.constantFrom(...dex.moveNames), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 100 }),
        (species, names, level) => {
          const { moves, weights, name, ...rest } = shape(species, names, { level });
          expect(name.length).toBeLessThanOrEqual(24);
          expect(new Set(moves.map((move) => move.name)).size).toBe(4);
          for (const move of moves) expect(move.name).toMatch(/^.{1,24}$/);
          for (const weight of Object.values(weights)) expect(weight).toBeGreaterThanOrEqual(1);
          expect(moves.map(({ power }) => power)).toEqual([100, 92, 50, 50]);
          expect(moves.slice(0, 2).map(({ effect, chance }) => effect + chance)).toEqual([0, 0]);
          expect(moves[0].type).not.toBe(moves[1].type);
          expect(moves[2].effect).not.toBe(moves[3].effect);
          const chances = { poison: 12, burn: 14, paralysis: 10, sleep: 8, none: -1 };
          for (const { effect, chance } of moves.slice(2))
            expect(chance).toBe(chances[EFFECTS[effect] ?? 'none']);
          expect(rest.interval).toBeGreaterThanOrEqual(3);
          expect(rest.interval).toBeLessThanOrEqual(6);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is none for a species that is not in the tables', () => {
    expect(pokemonShape(dex, { ...plain!, species: 'Agumon' })).toBeUndefined();
  });
});
