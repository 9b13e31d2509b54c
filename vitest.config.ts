import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // a guard against a hang, not a measure of speed
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    // what a page or an engine does takes as long as the machine lets it
    expect: { poll: { timeout: 60_000 } },
    setupFiles: [],
  },
});
