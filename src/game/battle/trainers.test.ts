import { describe, expect, it } from 'vitest';
import { randomBelow, sfc32 } from '../shared/rng.ts';
import { EVEN_LEVEL } from './battle-protocol.ts';
import { CrossBattle } from './cross/v1/battle.ts';
import { AUTOPILOT, type Seed, SUPPLIES } from './cross/v1/sheet.ts';
import { FACTORS } from './data/index.ts';
import { forge } from './forge.ts';
import { isAllAlike } from './team-law.ts';
import { trainerLineup, usualShapes } from './trainer-lineup.ts';
import { trainerById, TRAINERS } from './trainers.ts';

const BATTLES = 600;
const rng = sfc32(7, 7, 7, 7);
const seed = (): Seed => [rng.next(), rng.next(), rng.next(), rng.next()];

const shapes = await usualShapes();

/** A random team of what newcomers have. */
const newcomers = () =>
  Array.from({ length: 3 }, () =>
    forge(shapes[randomBelow(rng, shapes.length)]!, FACTORS, { level: EVEN_LEVEL }),
  );

/** Part of its battles that the autopilot wins against a trainer. */
const winsAgainst = async (id: string): Promise<number> => {
  const { fighters, supplies, standing } = await trainerLineup(trainerById(id)!, 3);
  let wins = 0;
  for (let n = 0; n < BATTLES; n += 1) {
    const battle = CrossBattle.start([
      { fighters: newcomers(), seed: seed(), supplies: SUPPLIES, standing: AUTOPILOT },
      { fighters: [...fighters], seed: seed(), supplies, standing },
    ]);
    battle.run(2_000);
    if (battle.result === 'first') wins += 1;
  }
  return wins / BATTLES;
};

describe('the trainers of the hall', () => {
  it('come from all three worlds and bring three fighters each, or as many as the other side', async () => {
    expect(TRAINERS.length).toBeGreaterThanOrEqual(8);
    expect(new Set(TRAINERS.map(({ world }) => world))).toEqual(new Set(['pet', 'pokemon', 'osrs']));
    for (const trainer of TRAINERS) {
      const { fighters } = await trainerLineup(trainer, 3);
      expect(fighters).toHaveLength(3);
      expect(isAllAlike(fighters), trainer.id).toBe(false);
      const [first] = (await trainerLineup(trainer, 1)).fighters;
      expect(first?.kind).toBe(trainer.fighters[0].split(':')[0]);
    }
  });

  it('are ever harder for the autopilot: from nine in ten down to one in seven', async () => {
    const rates: number[] = [];
    for (const { id } of TRAINERS) rates.push(await winsAgainst(id));
    expect(rates[0]).toBeGreaterThan(0.85);
    expect(rates.at(-1)).toBeLessThan(0.16);
    // a step down each time, give or take what 600 battles are blurred by
    for (const [n, rate] of rates.entries()) expect(rate - (rates[n - 1] ?? 1)).toBeLessThan(0.03);
  });
});
