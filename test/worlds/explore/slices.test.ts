import { describe, expect, it } from 'vitest';
import { unlocked } from '../../../src/loggers/unlocked.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { requiringDeterminism } from '../../../src/worlds/explore/determinism.js';
import { exploring } from '../../../src/worlds/explore/explore.js';
import { DEFAULT_SEARCH_OPTIONS, type Exploring } from '../../../src/worlds/explore/options.js';
import { DEFAULT_PROGRAM } from '../../../src/worlds/explore/program.js';
import type { Bound } from '../../../src/worlds/slices.js';

/*
 * A limit of time is asked after each slice, so what a slice may do of a user's code, which may be
 * slow, has to be little.
 */

/** The unlocked logger, and how often it has recorded so far. */
function counted(): { readonly logger: Logger; readonly records: () => number } {
  let records = 0;
  const logger: Logger = {
    ...unlocked,
    *record(event, context) {
      records++;
      yield* unlocked.record(event, context);
    },
  };
  return { logger, records: () => records };
}

/** The most records of one slice, and whether it came to its end. */
function mostInASlice(work: Exploring<unknown>, records: () => number, bound?: Bound): number {
  let most = 0;
  for (let before = 0, done = false; !done; before = records()) {
    done = work.next(bound).done === true;
    most = Math.max(most, records() - before);
  }
  return most;
}

describe('a slice of an exploration runs little of a logger', () => {
  it.each(['exhaustive', 'random', 'pct'] as const)('with %s', (strategy) => {
    const { logger, records } = counted();
    const program = { ...DEFAULT_PROGRAM, logger, tasks: 4, samples: 'distinct' } as const;
    const options = { ...DEFAULT_SEARCH_OPTIONS, strategy, schedules: 200 };
    expect(mostInASlice(exploring(program, options), records)).toBeLessThan(250);
    expect(records()).toBeGreaterThan(500);
  });

  it('while it is run again and again to see whether it is deterministic', () => {
    const { logger, records } = counted();
    const program = { ...DEFAULT_PROGRAM, logger, tasks: 4 };
    expect(mostInASlice(requiringDeterminism(program), records)).toBe(4);
  });

  it('and what stops it stops that too, but not before it was compared once', () => {
    const { logger, records } = counted();
    const work = requiringDeterminism({ ...DEFAULT_PROGRAM, logger, tasks: 4 });
    mostInASlice(work, records, 'seconds');
    expect(records()).toBe(8);
  });
});
