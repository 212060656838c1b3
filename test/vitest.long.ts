import { defineConfig } from 'vitest/config';
import { keepCompiledCode } from './support/compile-cache.ts';
import { LongestFirst } from './support/longest-first.ts';

keepCompiledCode();

/** What measures time, or gives a machine all it can do: one after the other, when everything else is over. */
const TIMED = ['{scenarios,bench}/**/*.long.test.ts'];
/** Where nothing is timed, or something is broken on purpose. */
const UNTIMED = ['scenarios/{untimed,breaks,several/breaks,discord/breaks}.long.test.ts'];

/** Longer suites: whole simulator runs, crash scenarios, the browser. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    environment: 'node',
    testTimeout: 240_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/summary-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'waiting',
          include: ['{src,actors,test,tools,web}/**/*.long.test.ts', ...UNTIMED],
          // they wait for processes and servers more than they work
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'timed',
          include: TIMED,
          exclude: UNTIMED,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
