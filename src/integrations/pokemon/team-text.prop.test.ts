import { TeamGenerators } from '@pkmn/randoms';
import { Teams } from '@pkmn/sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dex, loadDex, type Stats } from '#game/pokemon/dex.ts';
import type { Mon } from '#game/pokemon/mon.ts';
import { NATURES } from '#game/pokemon/natures.ts';
import { sealed } from '#game/shared/sealed.ts';
import { readTeam, writeTeam } from './team-text.ts';

const dex = await loadDex();
Teams.setGeneratorFactory(TeamGenerators);

const some = <T>(values: readonly T[]): fc.Arbitrary<T | null> => fc.option(fc.constantFrom(...values));
const stats = (most: number): fc.Arbitrary<Stats> => {
  const stat = fc.nat({ max: most });
  return fc.record({ hp: stat, atk: stat, def: stat, spa: stat, spd: stat, spe: stat });
};

const movesOf = (tables: Dex, name: string): readonly string[] => {
  const species = tables.species(name)!;
  return tables.moveNames.filter((move) => tables.learns(species, tables.move(move)!));
};

const mon: fc.Arbitrary<Mon> = fc
  .constantFrom(...dex.speciesNames.filter((name) => dex.species(name)?.requiredItem === undefined))
  .chain((species) => {
    const { abilities, gender } = dex.species(species)!;
    return fc.record({
      species: fc.constant(species),
      nickname: fc.option(
        fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9'.-]{0,10}[A-Za-z0-9]$/).map((name) => sealed('u1', name)),
      ),
      gender: fc.constant(gender === 'M' || gender === 'F' ? gender : null),
      item: some(dex.itemNames),
      ability: fc.constantFrom(...abilities),
      level: fc.integer({ min: 1, max: 100 }),
      nature: some(NATURES.map(({ name }) => name)),
      teraType: some(['Fire', 'Stellar']),
      isShiny: fc.boolean(),
      happiness: fc.integer({ min: 0, max: 255 }),
      ball: some(['Poke Ball', 'Dusk Ball']),
      ivs: stats(31),
      evs: stats(85),
      moves: fc.uniqueArray(fc.constantFrom(...movesOf(dex, species)), { minLength: 1, maxLength: 4 }),
    });
  })
  .filter(({ nickname, species }) => nickname === null || nickname.$sealed.text !== species);

const team = fc.uniqueArray(mon, {
  minLength: 1,
  maxLength: 6,
  selector: ({ species }) => dex.species(species)?.number,
});

const TIMEOUT_MS = 30_000;

describe('team texts', { timeout: TIMEOUT_MS }, () => {
  it('make the same team again, and the same text', () => {
    fc.assert(
      fc.property(team, (mons) => {
        const text = writeTeam(mons);
        const read = readTeam(dex, text, 'u1');
        expect(read).toEqual({ ok: true, mons });
        expect(read.ok && writeTeam(read.mons)).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('of the simulator’s own dealing are legal and come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 65_535 }), { minLength: 4, maxLength: 4 }), (words) => {
        const [a = 0, b = 0, c = 0, d = 0] = words;
        const dealt = Teams.generate('gen9randombattle', { seed: `${a},${b},${c},${d}` });
        for (const set of dealt) set.moves = set.moves.map((move) => dex.move(move)?.name ?? move);
        const text = Teams.export(dealt).replaceAll(/ +$/gm, '').trim();
        const read = readTeam(dex, text, 'u1');
        // some are dealt what no trainer can have, and are named for it
        const issues = read.ok ? '' : read.rejection.message;
        expect(
          issues
            .split('\n')
            .filter((line) => !/Behemoth|Volt Tackle|World cannot learn Knock Off|is male/.test(line))
            .join(''),
        ).toBe('');
        expect(read.ok ? writeTeam(read.mons) : text).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it('of any kind are read or refused, and never break the reader', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        'Pikachu',
        '',
        'Ability: Static',
        '- Surf',
        'EVs: 1 HP',
        'IVs: / ',
        'Level: ',
        '===',
        '---',
        '|||',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const read = readTeam(dex, lines.join('\n'), 'u1');
        expect(read.ok ? 'E_INPUT' : read.rejection.code).toBe('E_INPUT');
      }),
      { numRuns: 500 },
    );
  });
});
