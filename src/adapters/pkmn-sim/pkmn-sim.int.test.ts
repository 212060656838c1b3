import { type Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { battleRulesContract } from '#ports/contract/battle-rules.ts';
import { type BattleSetup } from '#ports/battle-rules.ts';
import { createPkmnSim } from './pkmn-sim.ts';

const SETUP: BattleSetup = {
  battleId: 'idle-1',
  format: 'gen1randombattle',
  seed: [1, 2, 3, 4],
  teams: [null, null],
};

battleRulesContract('@pkmn/sim', async () => {
  let thread: Worker | undefined;
  const rules = createPkmnSim({
    clock: systemClock,
    onThread: (started) => {
      thread = started;
    },
  });
  return {
    rules,
    lose: async () => {
      await thread?.terminate();
    },
  };
});

describe('the thread of @pkmn/sim', () => {
  it('starts with the first question, ends when nobody asks, comes back, and is replaced when it is silent', async () => {
    const clock = createVirtualClock();
    const threads: Worker[] = [];
    const rules = createPkmnSim({ clock, idleMs: 60_000, onThread: (thread) => threads.push(thread) });
    await rules.close('nothing-1');
    expect(threads).toEqual([]);
    const opened = await rules.open(SETUP);
    expect(threads).toHaveLength(1);
    clock.advance(59_999);
    expect(threads[0]?.threadId).toBeGreaterThan(0);
    const ended = once(threads[0]!, 'exit');
    clock.advance(1);
    await ended;
    expect(await rules.choose(SETUP.battleId, [])).toEqual(opened);
    expect(threads).toHaveLength(2);
    const asking = rules.choose(SETUP.battleId, []);
    // silent for too long: it is replaced, and asked again
    clock.advance(30_000);
    expect(await asking).toEqual(opened);
    expect(threads).toHaveLength(3);
    await rules.shutdown();
    await expect(rules.choose(SETUP.battleId, [])).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
  }, 30_000);
});
