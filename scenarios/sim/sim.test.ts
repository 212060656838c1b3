import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KINDS } from '#actors/guardian.ts';
import { runCampaign } from './campaign.ts';
import { simulate } from './simulate.ts';

interface Regression {
  readonly seed: number;
  /** What was wrong when it was found. */
  readonly found: string;
}

const folder = new URL('./regressions/', import.meta.url);
const regressions = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Regression);

describe('the simulator', () => {
  it('keeps every promise through thirty seeds of faults', async () => {
    const { failures, leastEntities, leastCommands, leastOfKind } = await runCampaign({
      firstSeed: 5_000,
      seeds: 30,
      workers: 2,
    });
    expect(failures).toEqual([]);
    expect(leastEntities).toBeGreaterThanOrEqual(50);
    expect(leastCommands).toBeGreaterThanOrEqual(100);
    for (const { kind } of KINDS) expect(leastOfKind[kind], kind).toBeGreaterThanOrEqual(1);
  }, 60_000);

  it('gives the same run for the same seed, to the hash of all that happened', async () => {
    const one = await simulate(42, { isTraced: true });
    const other = await simulate(42, { isTraced: true });
    expect(other.trace).toEqual(one.trace);
    expect(other).toEqual(one);
    expect((await simulate(43)).hash).not.toBe(one.hash);
  });

  it.each(regressions)('no longer fails seed $seed: $found', async ({ seed }) => {
    expect((await simulate(seed)).violations).toEqual([]);
  });
});
