import { expect, it } from 'vitest';
import { loggers } from '../../src/index.js';
import { explore } from '../../src/worlds/explore/explore.js';
import { DEFAULT_PROGRAM } from '../../src/worlds/explore/program.js';
import { expectExhaustive, expectWithinExhaustive } from '../worlds/explore/agreement.js';

/* The largest cases of test/promises/every-interleaving.test.ts. */

it('5 plain read-write tasks on a remote store: 113,400 schedules', () => {
  const program = { ...DEFAULT_PROGRAM, logger: loggers[0]!, tasks: 5 };
  const counted = { schedules: 113_400n, lossless: 120n };
  expect(explore(program)).toMatchObject({ ...counted, states: 2027 });
  expect(explore({ ...program, samples: 'distinct' })).toMatchObject({
    ...counted,
    states: 10_912,
  });
});

it('6 plain read-write tasks on a remote store: 7,484,400 schedules', () => {
  expect(explore({ ...DEFAULT_PROGRAM, logger: loggers[0]!, tasks: 6 })).toMatchObject({
    schedules: 7_484_400n,
    lossless: 720n,
    states: 13_494,
  });
});

it('the exhaustive strategy agrees with trying every schedule one by one', () => {
  expectExhaustive(1000, 2000);
});

it.each(['random', 'pct'] as const)(
  '%s: nothing that the exhaustive strategy does not find',
  (strategy) => expectWithinExhaustive(strategy, 100, 10_000),
);
