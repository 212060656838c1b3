import type { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { battleRulesContract } from '#ports/contract/battle-rules.ts';
import { pokemonRulesContract } from '#ports/contract/pokemon-rules.ts';
import type { PokemonSetup } from '#game/battle/match/rules-words.ts';
import { openPkmnRules } from '#test/support/pkmn-rules.ts';
import { createPkmnSim, PKMN_SIM_VERSION } from './pkmn-sim.ts';

const SETUP: PokemonSetup = {
  rules: 'pokemon',
  battleId: 'idle-1',
  format: 'gen1randombattle',
  seed: [1, 2, 3, 4],
  teams: [null, null],
};

pokemonRulesContract('@pkmn/sim', openPkmnRules, 3);
battleRulesContract('@pkmn/sim', async () => {
  const { rules } = await openPkmnRules();
  return { rules, setup: (n) => ({ ...SETUP, battleId: `any-${n}`, seed: [n, 2, 3, 4] }) };
});

it('names the version of the simulator that is installed', () => {
  const file = new URL('../../../node_modules/@pkmn/sim/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  expect(PKMN_SIM_VERSION).toBe(`@pkmn/sim/${version}`);
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
