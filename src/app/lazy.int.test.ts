import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { killProcesses, startProcess } from '#test/support/service-process.ts';
import { closeRigs, temporaryDirectory, visitor } from '#test/support/service-rig.ts';

afterEach(killProcesses);
afterAll(closeRigs);

/** What only those pay for who ask: simulator, calculator and tables. */
const LAZY = ['/@pkmn/sim/', '/@pkmn/randoms/', '/pkmn-sim/worker.ts', '/@smogon/calc/', '/gen9.json'];
/** What a service without Discord, MongoDB and Redis never loads. */
const ELSEWHERE = [
  '/node_modules/@napi-rs/canvas/',
  '/draw-card.ts',
  '/node_modules/discord.js/',
  '/node_modules/undici/',
  '/node_modules/ws/',
  '/node_modules/mongodb/',
  '/node_modules/ioredis/',
  '/node_modules/bullmq/',
];

it('starts without the simulator, the calculator, the tables of Pokémon and what speaks to others', async () => {
  const dir = temporaryDirectory();
  const file = join(dir, 'modules.txt');
  const recorder = new URL('../../test/support/record-modules.ts', import.meta.url).href;
  const service = await startProcess(dir, {
    GUILDHALL_TEST_MODULES: file,
    NODE_OPTIONS: `--import ${recorder}`,
    GUILDHALL_PLAYGROUND: 'off',
  });
  const loaded = (): readonly string[] => readFileSync(file, 'utf8').split('\n');
  const found = (): readonly string[] =>
    [...LAZY, ...ELSEWHERE].filter((part) => loaded().some((url) => url.includes(part)));
  expect(loaded().length).toBeGreaterThan(200);
  expect(loaded().some((url) => url.endsWith('/pkmn-sim/pkmn-sim.ts'))).toBe(true);
  expect(found()).toEqual([]);
  expect((await service.end('SIGTERM')).code).toBe(0);
  expect(found()).toEqual([]);
}, 60_000);

it('loads tables and calculator with the first question for them, and no simulator', async () => {
  const dir = temporaryDirectory();
  const file = join(dir, 'modules.txt');
  const recorder = new URL('../../test/support/record-modules.ts', import.meta.url).href;
  const service = await startProcess(dir, {
    GUILDHALL_TEST_MODULES: file,
    NODE_OPTIONS: `--import ${recorder}`,
  });
  const guest = visitor(service.url);
  await guest.run('guest-a', '/pokemon start');
  const question = '/pokemon damage attacker:Garchomp move:Earthquake defender:Heatran';
  const panel = await guest.run('guest-a', question);
  expect(JSON.stringify(panel)).toContain('guaranteed OHKO');
  const loaded = readFileSync(file, 'utf8');
  expect(LAZY.filter((part) => loaded.includes(part)).toSorted()).toEqual(['/@smogon/calc/', '/gen9.json']);
  expect((await service.end('SIGTERM')).code).toBe(0);
}, 60_000);
