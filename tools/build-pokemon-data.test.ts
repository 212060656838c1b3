import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pokemonData } from './build-pokemon-data.ts';

it('makes the committed data of Pokémon; write it again with node tools/build-pokemon-data.ts', () => {
  const committed = readFileSync(new URL('../src/game/pokemon/data/gen9.json', import.meta.url), 'utf8');
  expect(pokemonData() === committed).toBe(true);
}, 30_000);
