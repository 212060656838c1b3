import { describe, expect, it } from 'vitest';
import { KINDS } from '#actors/guardian.ts';
import { runCampaign } from './campaign.ts';
import { FAULT_KINDS } from './faults.ts';
import { GUARDS, mutate } from './mutations.ts';

const SEEDS = 1_000;
const WORKERS = 2;
/** What two busy cores should take; shown, never a reason to fail. */
const BUDGET_MS = 90_000;

describe('the simulator at length', () => {
  it(`keeps every promise through ${SEEDS} seeds, each with every kind of entity, each kind of fault at least 100 times`, async () => {
    const result = await runCampaign({ firstSeed: 1, seeds: SEEDS, workers: WORKERS });
    console.log(
      `${result.seeds} seeds, ${result.commands} commands, ${result.logged} in the log, ` +
        `${Math.round(result.durationMs)} ms of ${BUDGET_MS}\n${FAULT_KINDS.map((kind) => `${kind} ${result.faults[kind]}`).join(', ')}`,
    );
    for (const { seed, violations } of result.failures.slice(0, 5)) {
      console.log(`replay: npm run scenario -- sim --seed ${seed}: ${JSON.stringify(violations[0])}`);
    }
    expect(result.failures).toEqual([]);
    expect(result.seeds).toBe(SEEDS);
    expect(result.leastEntities).toBeGreaterThanOrEqual(50);
    expect(result.leastCommands).toBeGreaterThanOrEqual(100);
    for (const { kind } of KINDS) expect(result.leastOfKind[kind], kind).toBeGreaterThanOrEqual(1);
    for (const kind of FAULT_KINDS) expect(result.faults[kind], kind).toBeGreaterThanOrEqual(100);
  });

  it.each(GUARDS)('notices within 1,000 ordinary seeds that the guard %s is off', async (guard) => {
    const { seed, seeds, invariant } = await mutate(guard, SEEDS, WORKERS);
    console.log(`without ${guard}: found after ${seeds} seeds, "${invariant}"`);
    expect(seed, `nothing noticed that ${guard} was off`).toBeDefined();
  });
});
