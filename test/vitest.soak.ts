import { defineConfig } from 'vitest/config';
import { keepCompiledCode } from './support/compile-cache.ts';

keepCompiledCode();

/** What takes too long for every landing, one after the other: before a release. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    environment: 'node',
    include: ['scenarios/**/*.soak.test.ts'],
    testTimeout: 240_000,
    maxWorkers: 1,
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
});
