import { expect, it } from 'vitest';
import { loggers } from '../../src/index.js';
import { explore } from '../../src/worlds/explore/explore.js';
import { DEFAULT_PROGRAM } from '../../src/worlds/explore/program.js';
import {
  expectEveryState,
  expectExhaustive,
  expectWithinExhaustive,
} from '../worlds/explore/agreement.js';

/* The largest cases of test/promises/every-interleaving.test.ts. */

it('5 plain read-write tasks on a remote store: 113,400 schedules', () => {
  const program = { ...DEFAULT_PROGRAM, logger: loggers[0]!, tasks: 5 };
  const counted = { schedules: 113_400n, lossless: 120n };
  expect(explore(program)).toMatchObject({ ...counted, states: 2027n });
  expect(explore({ ...program, samples: 'distinct' })).toMatchObject({
    ...counted,
    states: 10_912n,
  });
});

it('6 plain read-write tasks on a remote store: 7,484,400 schedules', () => {
  expect(explore({ ...DEFAULT_PROGRAM, logger: loggers[0]!, tasks: 6 })).toMatchObject({
    schedules: 7_484_400n,
    lossless: 720n,
    states: 13_494n,
  });
});

it('the exhaustive strategy agrees with trying every schedule one by one', () => {
  expectExhaustive(1000, 2000);
});

it('12 of them: 24! / 2^12 schedules', () => {
  expect(explore({ ...DEFAULT_PROGRAM, logger: loggers[0]!, tasks: 12 })).toMatchObject({
    schedules: 151_476_660_579_404_160_000n,
    lossless: 479_001_600n,
    states: 4_588_894_770n,
  });
});

it('6 tasks that compare and set: 463,044,294,456,277,680 schedules', () => {
  const logger = loggers.find(({ name }) => name === 'compare-and-set')!;
  const schedules = 463_044_294_456_277_680n;
  expect(explore({ ...DEFAULT_PROGRAM, logger, tasks: 6 })).toMatchObject({
    schedules,
    lossless: schedules,
    states: 515_475n,
    violation: null,
  });
});

it('taking alike tasks for one another shows nowhere', () => {
  expectEveryState(3000, 1000);
});

it.each(['random', 'pct'] as const)(
  '%s: nothing that the exhaustive strategy does not find',
  (strategy) => expectWithinExhaustive(strategy, 100, 10_000),
);
