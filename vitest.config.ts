import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,actors,scenarios,bench,test,tools,web}/**/*.test.ts'],
    exclude: ['**/*.long.test.ts', '**/node_modules/**'],
    environment: 'node',
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
});
