import { defineConfig } from 'vitest/config';

/** What mutants of these rooms are tried against (`npm run mutation`): the rooms' own tests. */
export default defineConfig({
  test: {
    include: ['test/{kernel,effects,model,loggers,strategies}/**/*.test.ts'],
    exclude: [
      // Long statistics of a generator that is another's.
      'test/kernel/luck.test.ts',
      // Whole simulations: each would be run for nearly every mutant of the model.
      'test/strategies/lowest-latency/explain.test.ts',
    ],
    isolate: false,
    // The first run of all tests may be on a busy machine.
    testTimeout: 60_000,
    setupFiles: 'test/mutation/setup.ts',
  },
});
