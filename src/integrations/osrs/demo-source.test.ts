import { describe, expect, it } from 'vitest';
import { BOARDS, MAIN_BOARD } from './boards.ts';
import { demoPlayers, demoSource } from './demo-source.ts';
import { hiscoresSchema, isOverall, levelsOf, skillRows } from './hiscores-schema.ts';
import { playerName } from './hiscores.ts';

describe('the demo hiscores', () => {
  it('have players in the form of the real ones, and mark themselves', async () => {
    expect(demoSource.isDemo).toBe(true);
    expect(demoPlayers).toContain('zezima');
    for (const player of demoPlayers) {
      expect(playerName(player), player).toBe(player);
      const raw = hiscoresSchema.parse(await demoSource.read(player, MAIN_BOARD));
      const rows = skillRows(raw);
      expect(rows).toHaveLength(25);
      expect(rows.filter(isOverall)).toHaveLength(1);
      expect(Object.keys(levelsOf(rows))).toHaveLength(24);
    }
  });

  it('know somebody on every board, and on none but the main one all', async () => {
    for (const board of BOARDS) {
      const found = await Promise.all(demoPlayers.map(async (player) => demoSource.read(player, board)));
      const there = found.filter((raw) => raw !== undefined);
      expect(there.length, board.id).toBeGreaterThan(0);
      expect(there.length === demoPlayers.length, board.id).toBe(board === MAIN_BOARD);
      for (const raw of there) {
        expect(skillRows(hiscoresSchema.parse(raw)).every(({ level }) => level >= 1)).toBe(true);
      }
    }
  });

  it('know nobody else', async () => {
    for (const board of BOARDS) {
      for (const name of ['Iron Ash', '__proto__', 'constructor', '']) {
        expect(await demoSource.read(name, board), `${name} on ${board.id}`).toBeUndefined();
      }
    }
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
