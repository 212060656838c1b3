import { describe, expect, it } from 'vitest';
import { dailyAmount } from '../profile/daily.ts';
import {
  coinsFor,
  DIFFICULTIES,
  difficultyOf,
  newcomersWin,
  nextOf,
  NPC_COINS_A_DAY,
} from './npc-rewards.ts';
import { npcById, NPCS } from './npcs.ts';

const ladderOf = (rules: 'cross' | 'pokemon') => NPCS.filter((npc) => npc.rules === rules);

describe('first wins', () => {
  it('pay 20 to 400 coins, never less for a stronger one of the same rules', () => {
    for (const npc of NPCS) {
      expect(coinsFor(npc), npc.id).toBeGreaterThanOrEqual(20);
      expect(coinsFor(npc), npc.id).toBeLessThanOrEqual(400);
    }
    for (const rules of ['cross', 'pokemon'] as const)
      expect(ladderOf(rules).map(coinsFor)).toEqual([20, 40, 70, 110, 160, 220, 300, 400]);
    const hunts = NPCS.flatMap((npc) =>
      npc.rules === 'osrs' ? [[npc.monster.combatLevel, coinsFor(npc)] as const] : [],
    );
    expect(hunts.length).toBeGreaterThan(30);
    const paid = hunts.toSorted(([one], [other]) => one - other).map(([, coins]) => coins);
    expect(paid).toEqual(paid.toSorted((one, other) => one - other));
  });

  it('are together no more than ten days of dailies, and no single one is more than a day holds', () => {
    const all = NPCS.reduce((sum, npc) => sum + coinsFor(npc), 0);
    expect(all).toBeLessThan(10 * dailyAmount(1));
    expect(Math.max(...NPCS.map(coinsFor))).toBeLessThan(NPC_COINS_A_DAY);
    expect(all).toBeGreaterThan(NPC_COINS_A_DAY);
  });
});

describe('strength', () => {
  it('is told by how often newcomers win, and of monsters by their level alone', () => {
    for (const npc of [...ladderOf('cross'), ...ladderOf('pokemon')])
      expect(newcomersWin(npc)).toBeTypeOf('number');
    expect(newcomersWin({ id: 'osrs-goblin' })).toBeUndefined();
    expect(newcomersWin({ id: 'toString' })).toBeUndefined();
  });

  it('goes up by bands, each of which has somebody of all three rules', () => {
    for (const rules of ['cross', 'pokemon', 'osrs'] as const) {
      const found = NPCS.filter((npc) => npc.rules === rules).map(difficultyOf);
      expect(new Set(found), rules).toEqual(new Set(DIFFICULTIES));
    }
    const places = ladderOf('cross').map((npc) => DIFFICULTIES.indexOf(difficultyOf(npc)));
    expect(places).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(difficultyOf(npcById('osrs-goblin')!)).toBe('easy');
  });

  it('names who is next', () => {
    const beaten = new Set(['wren', 'marlow']);
    expect(nextOf('cross', (id) => beaten.has(id))?.id).toBe('tobi');
    expect(nextOf('pokemon', (id) => beaten.has(id))?.id).toBe('fern');
    expect(nextOf('cross', () => true)).toBeUndefined();
  });
});
