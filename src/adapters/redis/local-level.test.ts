import { expect, it } from 'vitest';
import { type Entry, LocalLevel } from './local-level.ts';

const entry = (json: string): Entry => ({ json, id: json, setMs: 0, freshUntilMs: 1, trustedUntilMs: 1 });

const heldOf = (level: LocalLevel, keys: string): string =>
  keys
    .split('')
    .filter((key) => level.get(key) !== undefined)
    .join('');

it('is bounded, and lets go first what was not asked for lately', () => {
  const level = new LocalLevel(3);
  for (const key of 'abc') level.set(key, entry(key));
  level.get('a');
  level.set('d', entry('d'));
  expect(level.get('b')).toBeUndefined();
  level.set('e', entry('e'));
  expect(heldOf(level, 'abcde')).toBe('ade');
});

it('stays bounded when everything was asked for', () => {
  const level = new LocalLevel(3);
  for (const key of 'abcdefgh') {
    level.set(key, entry(key));
    expect(heldOf(level, 'abcdefgh').length).toBeLessThanOrEqual(3);
  }
  expect(level.get('h')?.json).toBe('h');
});

it('replaces, deletes and forgets', () => {
  const level = new LocalLevel(3);
  level.set('a', entry('1'));
  level.set('a', entry('2'));
  expect(level.get('a')?.json).toBe('2');
  level.delete('a');
  expect(level.get('a')).toBeUndefined();
  level.set('b', entry('b'));
  level.clear();
  expect(level.get('b')).toBeUndefined();
});
