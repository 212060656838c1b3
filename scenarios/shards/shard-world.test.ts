import { describe, expect, it } from 'vitest';
import { type ShardPlan, ShardWorld } from './shard-world.ts';

const PLAN: ShardPlan = {
  seed: 7,
  processes: 8,
  lastsMs: 600_000,
  crashes: 5,
  restarts: 5,
  awayMs: 30_000,
  isBroken: false,
};

describe('a fleet that shares shards', () => {
  it('does the same for the same seed and something else for another', () => {
    const result = new ShardWorld(PLAN).run();
    expect(new ShardWorld(PLAN).run()).toEqual(result);
    expect(new ShardWorld({ ...PLAN, seed: 8 }).run()).not.toEqual(result);
    expect(result).toMatchObject({ doubles: 0, most: 32, least: 32 });
    // ten failures of 32 shards each, back and forth
    expect(result.moves).toBeGreaterThan(10 * 32);
    expect(result.moves).toBeLessThanOrEqual(result.owed);
  });

  it('is seen to break when shards are taken without asking', () => {
    expect(new ShardWorld({ ...PLAN, isBroken: true }).run().doubles).toBeGreaterThan(0);
  });
});
