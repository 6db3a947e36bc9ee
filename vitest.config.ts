import { defineConfig } from 'vitest/config';

/** `npm test` runs "fast"; "slow" holds the long statistical runs (`npm run test:slow`). */
export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: ['test/slow/**'] },
      },
      {
        test: { name: 'slow', include: ['test/slow/**/*.test.ts'], testTimeout: 600_000 },
      },
    ],
  },
});
