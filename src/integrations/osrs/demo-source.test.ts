import { describe, expect, it } from 'vitest';
import { demoPlayers, demoSource } from './demo-source.ts';
import { hiscoresSchema, isOverall, levelsOf, skillRows } from './hiscores-schema.ts';
import { playerName } from './hiscores.ts';

describe('the demo hiscores', () => {
  it('have players in the form of the real ones, and mark themselves', async () => {
    expect(demoSource.isDemo).toBe(true);
    expect(demoPlayers).toContain('zezima');
    for (const player of demoPlayers) {
      expect(playerName(player), player).toBe(player);
      const raw = hiscoresSchema.parse(await demoSource.read(player));
      const rows = skillRows(raw);
      expect(rows).toHaveLength(25);
      expect(rows.filter(isOverall)).toHaveLength(1);
      expect(Object.keys(levelsOf(rows))).toHaveLength(24);
    }
  });

  it('know nobody else', async () => {
    expect(await demoSource.read('Iron Ash')).toBeUndefined();
    expect(await demoSource.read('__proto__')).toBeUndefined();
  });
});

describe('a name of the game', () => {
  it.each([
    ['Iron Ash', 'Iron Ash'],
    ['  iron   ash ', 'iron ash'],
    ['a_b-c', 'a_b-c'],
    ['thirteen chars', undefined],
    ['', undefined],
    ['a/b', undefined],
    ['ünicode', undefined],
  ])('“%s” is read as %s', (text, name) => {
    expect(playerName(text)).toBe(name);
  });
});
