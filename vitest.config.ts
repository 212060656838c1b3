import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { keepCompiledCode } from './test/support/compile-cache.ts';

keepCompiledCode();

const FOLDERS = '{src,actors,scenarios,bench,test,tools,web}/**';
const NEVER = ['**/*.{long,soak}.test.ts', '**/node_modules/**'];
/**
 * Tests that start processes, threads and servers, change what is global, or measure the heap: each file has a process of
 * its own.
 */
const ALONE = [
  `${FOLDERS}/*.int.test.ts`,
  '{scenarios,bench}/**/*.test.ts',
  'actors/kit/{over-nact*,cell}.test.ts',
];

export default defineConfig({
  test: {
    environment: 'node',
    // a service that another one does not answer takes its whole time to drain
    hookTimeout: 30_000,
    // one is left idle by default: half of a machine with two
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', './test/support/summary-reporter.ts'],
    projects: [
      {
        extends: true,
        // processes and servers start as fast as the machine lets them: the time is there for what hangs
        test: { name: 'alone', include: ALONE, exclude: NEVER, testTimeout: 20_000 },
      },
      {
        extends: true,
        // tests of pure code share their imports, which cost more than the tests
        test: {
          name: 'together',
          include: [`${FOLDERS}/*.test.ts`],
          exclude: [...NEVER, ...ALONE],
          isolate: false,
        },
      },
      {
        extends: true,
        // the kit once more, over the simulator's dispatcher
        test: {
          name: 'seeded',
          include: ['actors/kit/{engine,cell,committer,far,whisper,journal-*}.test.ts'],
          env: { GUILDHALL_TEST_DISPATCHER_SEED: '1' },
          isolate: false,
        },
      },
    ],
  },
});
