import { Generations, Pokemon } from '@smogon/calc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDex, type Stats } from './dex.ts';
import { statsOf } from './mon.ts';
import { NATURES } from './natures.ts';

const dex = await loadDex();
const gen = Generations.get(9);

const stats = (most: number): fc.Arbitrary<Stats> => {
  const stat = fc.nat({ max: most });
  return fc.record({ hp: stat, atk: stat, def: stat, spa: stat, spd: stat, spe: stat });
};

describe('stats', { timeout: 30_000 }, () => {
  it('have 25 natures, five of which change nothing', () => {
    expect(new Set(NATURES.map(({ name }) => name)).size).toBe(25);
    expect(NATURES.filter(({ up, down }) => up === down).map(({ name }) => name)).toEqual([
      'Hardy',
      'Docile',
      'Serious',
      'Bashful',
      'Quirky',
    ]);
  });

  it('are those of the calculator of the field, for every species, level, nature, IVs and EVs', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...dex.speciesNames.filter(
            (name) => gen.species.get(name.toLowerCase().replaceAll(/[^a-z0-9]/g, '') as never) !== undefined,
          ),
        ),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom(...NATURES.map(({ name }) => name)),
        stats(31),
        stats(252),
        (name, level, nature, ivs, evs) => {
          const species = dex.species(name)!;
          const theirs = new Pokemon(gen, name, { level, nature, ivs, evs });
          expect(statsOf(species, { level, nature, ivs, evs })).toEqual(theirs.rawStats);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('of a Shedinja leave it one HP', () => {
    const perfect = { hp: 31, atk: 31, def: 31, spa: 31, spd: 31, spe: 31 };
    const shedinja = { id: 'shedinja', base: { hp: 1, atk: 90, def: 45, spa: 30, spd: 30, spe: 40 } };
    expect(statsOf(shedinja, { level: 100, nature: null, ivs: perfect, evs: perfect }).hp).toBe(1);
  });
});
