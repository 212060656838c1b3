import { describe, expect, it } from 'vitest';
import { idOf, loadDex } from './dex.ts';

const dex = await loadDex();

describe('the tables of generation 9', () => {
  it('are there in full', () => {
    expect([dex.speciesNames.length, dex.moveNames.length, dex.itemNames.length]).toEqual([913, 685, 249]);
  });

  it('know species by any way of writing their names', () => {
    expect(dex.species('Flabébé')?.name).toBe('Flabébé');
    expect(dex.species(' flabebe ')?.name).toBe('Flabébé');
    expect(dex.species('IRON-VALIANT')).toMatchObject({
      name: 'Iron Valiant',
      number: 1_006,
      types: ['fairy', 'fighting'],
      base: { hp: 74, atk: 130, def: 90, spa: 120, spd: 60, spe: 116 },
      abilities: ['Quark Drive'],
      gender: 'N',
    });
    expect(dex.species('Gastrodon-East')).toMatchObject({
      name: 'Gastrodon-East',
      plainName: 'Gastrodon',
      types: ['water', 'ground'],
    });
    expect(dex.species('Rotom-Wash')?.plainName).toBe('Rotom-Wash');
    expect(dex.species('Florges-Orange')).toMatchObject({ number: 671, types: ['fairy'] });
    expect(dex.species('Arceus-Fire')?.requiredItem).toBe('Flame Plate');
  });

  it('know moves with what matters about them', () => {
    expect(dex.move('flare blitz')).toEqual({
      id: 'flareblitz',
      name: 'Flare Blitz',
      type: 'fire',
      category: 'physical',
      power: 120,
      accuracy: 100,
      isContact: true,
      inflicts: 'burn',
    });
    expect(dex.move('Spore')).toMatchObject({ category: 'status', power: 0, inflicts: 'sleep' });
    expect(dex.move('Swift')).toMatchObject({ accuracy: 100, isContact: false, inflicts: undefined });
  });

  it('know nothing that is not there', () => {
    const names = ['', 'Missingno', 'constructor', '__proto__', 'Palafin-Hero', 'Pikachu-Gmax', 'Syclant'];
    for (const name of [...names, 'x'.repeat(5_000)]) {
      const found = [dex.species(name), dex.move(name), dex.item(name), dex.ability(name)];
      expect(found.filter((one) => one !== undefined)).toEqual([]);
    }
  });

  it.each([
    ['Pikachu', 'Thunderbolt', true],
    ['Pikachu', 'Flamethrower', false],
    ['Charizard', 'Dragon Dance', true],
    // an egg move of its first form
    ['Blissey', 'Seismic Toss', true],
    ['Smeargle', 'Spore', true],
    // only in generations before
    ['Squirtle', 'Scald', false],
    ['Rotom-Wash', 'Hydro Pump', true],
    ['Rotom-Heat', 'Hydro Pump', false],
    ['Gastrodon-East', 'Scald', false],
    ['Gastrodon-East', 'Earth Power', true],
  ])('say whether %s learns %s: %s', (name, moveName, isLearnt) => {
    const [species, move] = [dex.species(name), dex.move(moveName)];
    expect(dex.learns(species!, move!)).toBe(isLearnt);
  });

  it('bear names that are nobody else’s', () => {
    for (const names of [dex.speciesNames, dex.moveNames, dex.itemNames]) {
      expect(new Set(names.map(idOf)).size).toBe(names.length);
    }
  });
});
