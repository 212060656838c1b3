import { defineConfig } from 'vitest/config';
import { keepCompiledCode } from './support/compile-cache.ts';

keepCompiledCode();

/** Longer suites: whole simulator runs, crash scenarios, the browser. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{src,actors,scenarios,bench,test,tools,web}/**/*.long.test.ts'],
    environment: 'node',
    testTimeout: 240_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
});
