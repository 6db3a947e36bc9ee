import { defineConfig } from 'vitest/config';

/** `npm test` runs "fast"; "slow" holds the long statistical runs (`npm run test:slow`). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/slow/**'],
          // Tests assert no time: a busy machine may take long over a command.
          testTimeout: 60_000,
        },
      },
      {
        test: { name: 'slow', include: ['test/slow/**/*.test.ts'], testTimeout: 600_000 },
      },
    ],
  },
});
