import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { damageNames } from './build-damage-names.ts';

it('makes the committed list of names that are not there; write it again with node tools/build-damage-names.ts', () => {
  const committed = readFileSync(
    new URL('../src/adapters/smogon/data/not-there.json', import.meta.url),
    'utf8',
  );
  expect(committed.length).toBeGreaterThan(10_000);
  expect(damageNames() === committed).toBe(true);
}, 30_000);
