import { defineConfig } from 'vitest/config';

const tests = (room: string): string => `test/${room}/**/*.test.ts`;

/** Rooms whose tests touch nothing but values: no file is written, no command started. */
const PURE = [
  'stats',
  'text',
  'kernel',
  'effects',
  'model',
  'strategies',
  'loggers',
  'measure',
  'worlds',
  'expectation',
  'scenario',
  'litellm',
  'studies',
  'report',
  'corpus',
].map(tests);

const SLOW = tests('slow');

/** In a real browser, where there is one. */
const BROWSER = tests('browser/real');

/** Over a real Redis, where there is one. */
const REDIS = tests('redis');

/** Against real proxies and a real Redis, which have to be there. */
const LIVE = tests('live/real');

/** What is built is taken as it is: its threads are started from there. */
const server = { deps: { external: [/\/(dist|\.build)\//] } };

const setupFiles = 'test/suite/work-folders.ts';

// Tests assert no time: a busy machine may take long over a command.
const testTimeout = 120_000;
const hookTimeout = 300_000;

/**
 * `npm test` runs "pure" and "commands", whose files share their modules: loading them anew for each
 * file costs as much as the tests. "slow" holds the long statistical runs (`npm run test:slow`),
 * "browser" what is seen of a page in a real browser alone (`npm run test:browser`), "redis" what
 * goes over a queue (`npm run test:redis`), "live" what is measured on LiteLLM (`npm run test:live`).
 */
export default defineConfig({
  test: {
    maxWorkers: '100%', // of the cores; the preset leaves one idle
    globalSetup: 'test/suite/temporary-folder.ts',
    // `npm run coverage`: of the sources, also where no test has loaded them; not of what is built.
    coverage: { include: ['src/**/*.ts'], exclude: ['**/*.d.ts'], reporter: ['text', 'html'] },
    projects: [
      {
        test: {
          name: 'pure',
          include: PURE,
          isolate: false,
          setupFiles,
          testTimeout,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'commands',
          // The examples of the documentation are tests of a user's.
          include: ['test/**/*.test.ts', 'docs/examples/*.test.mjs'],
          exclude: [...PURE, SLOW, BROWSER, REDIS, LIVE],
          isolate: false,
          setupFiles,
          server,
          testTimeout,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'slow',
          include: [SLOW],
          setupFiles,
          server,
          testTimeout: 3_600_000,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'redis',
          include: [REDIS],
          setupFiles,
          server,
          testTimeout,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'live',
          include: [LIVE],
          // One proxy at a time: they would slow one another down.
          fileParallelism: false,
          globalSetup: 'test/live/required.ts',
          setupFiles,
          server,
          testTimeout: 3_600_000,
          hookTimeout,
        },
      },
      {
        test: {
          name: 'browser',
          include: [BROWSER],
          setupFiles,
          server,
          testTimeout: 600_000,
          hookTimeout,
        },
      },
    ],
  },
});
