import { describe, expect, it } from 'vitest';
import type { OsrsSetup } from '#game/battle/match/rules-words.ts';
import { battleRulesContract } from '#ports/contract/battle-rules.ts';
import { createOsrsRules } from './osrs-rules.ts';

const setup = (n: number): OsrsSetup => ({
  rules: 'osrs',
  battleId: `hunt-${n}`,
  hunt: {
    player: {
      hitpoints: 70,
      prayer: 20,
      food: 8,
      heals: 12,
      forms: [
        {
          name: 'Rune scimitar',
          attackRoll: 12_000,
          targetRoll: 6_000,
          maxHit: 18,
          speedTicks: 4,
          defenceRoll: 9_000,
        },
        {
          name: 'Magic shortbow',
          attackRoll: 11_000,
          targetRoll: 9_000,
          maxHit: 15,
          speedTicks: 3,
          defenceRoll: 5_000,
        },
      ],
    },
    monster: { name: 'Black demon', hitpoints: 157, attackRoll: 14_000, maxHit: 16, speedTicks: 4, style: 0 },
    seeds: [
      [n, 1, 2, 3],
      [n, 4, 5, 6],
    ],
  },
});

battleRulesContract('osrs', async () => ({ rules: createOsrsRules(), setup }));

describe('hunts', () => {
  it('refuse a setup that cannot be, by its field', async () => {
    const cannot = setup(1);
    const bad = { ...cannot, hunt: { ...cannot.hunt, monster: { ...cannot.hunt.monster, maxHit: -1 } } };
    expect(await createOsrsRules().open(bad)).toMatchObject({
      ok: false,
      rejection: { code: 'E_INPUT', field: 'monster.maxHit' },
    });
  });

  it('offer what can be done now, and do it', async () => {
    const rules = createOsrsRules();
    const opened = await rules.open(setup(2));
    const offered = opened.position?.requests[0]?.slots[0]?.choices.map(({ choice }) => choice);
    expect(offered).toEqual(['fight', 'protect melee', 'protect ranged', 'protect magic', 'gear 2', 'flee']);
    const changed = await rules.choose('hunt-2', [
      { side: 0, choice: 'gear 2' },
      { side: 0, choice: 'protect melee' },
    ]);
    expect(changed.position?.field[0].active[0]).toMatchObject({ name: 'Magic shortbow' });
    expect(changed.position?.field[0].active[0]?.note).toContain('protects from melee');
    expect(changed.position?.story.flatMap(({ lines }) => lines)).toContain(
      'Tick 1: Side 1 took **Magic shortbow**.',
    );
    expect((await rules.choose('hunt-2', [{ side: 1, choice: 'fight' }])).ok).toBe(false);
    const away = await rules.choose('hunt-2', [{ side: 0, choice: 'flee' }]);
    expect(away.position).toMatchObject({ isEnded: true, winner: null });
  });

  it('are won by whoever is strong enough to be left alone', async () => {
    const rules = createOsrsRules();
    let won = 0;
    for (let n = 20; n < 40; n += 1) {
      const inputs: { side: 0; choice: string }[] = [];
      await rules.open(setup(n));
      for (;;) {
        const choice = await rules.autoChoice(`hunt-${n}`, inputs, 0);
        if (choice === undefined) break;
        inputs.push({ side: 0, choice });
      }
      if ((await rules.choose(`hunt-${n}`, inputs)).position?.winner === 0) won += 1;
    }
    expect(won).toBeGreaterThan(10);
  });
});
