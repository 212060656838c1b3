import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { WHAT_TO_DO } from './general/error-codes.ts';
import { ERROR_CODES } from '#game/shared/errors.ts';

it('docs/errors.md explains every code once, with what to do, and no other', () => {
  const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const rows = text.split('\n').flatMap((line) => {
    const match = /^\| `(E_[A-Z_]+)`\s*\| (.+?)\s*\| (.+?)\s*\|$/.exec(line);
    return match === null ? [] : [{ code: match[1] ?? '', meaning: match[2] ?? '', next: match[3] ?? '' }];
  });
  expect(rows.map(({ code }) => code).toSorted()).toEqual(ERROR_CODES.toSorted());
  expect(rows.map(({ code, next }) => [code, next])).toEqual(
    rows.map(({ code }) => [code, Object.entries(WHAT_TO_DO).find(([known]) => known === code)?.[1]]),
  );
  for (const { meaning, next } of rows) expect(Math.min(meaning.length, next.length)).toBeGreaterThan(5);
});
