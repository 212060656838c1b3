import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newcomersWin } from '#game/battle/npc-rewards.ts';
import { NPCS } from '#game/battle/npcs.ts';

it('the strength of each trainer and leader is what the guide says', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/battles.md'), 'utf8').split(
    '\n',
  );
  const told = NPCS.filter(({ rules }) => rules !== 'osrs');
  expect(told).toHaveLength(16);
  for (const npc of told) {
    const row = guide.find((line) => line.startsWith(`| ${npc.name} `)) ?? '';
    expect(row, npc.name).toContain(`| ${newcomersWin(npc)} %`);
  }
});
