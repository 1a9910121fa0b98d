import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'packages/**/*.test.tsx', 'scripts/**/*.test.ts'],
    // Only a test that hangs takes so long, on a machine that others use as well.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
    // Its own second is short where two workers and their servers share two cores.
    expect: { poll: { timeout: 45_000 } },
    onConsoleLog(log) {
      throw new Error(`stray console output in a test: ${log}`);
    },
  },
});
