import { describe, expect, test } from 'vitest';
import { acquire, increment, read, release, write } from '../../../src/effects/effects.js';
import type { Steps } from '../../../src/effects/steps.js';
import { unlocked } from '../../../src/loggers/unlocked.js';
import type { Strategy, StrategyModel } from '../../../src/model/strategy.js';
import { lowestLatency } from '../../../src/strategies/lowest-latency/strategy.js';
import { explore } from '../../../src/worlds/explore/explore.js';
import { moveText } from '../../../src/worlds/explore/move.js';
import { DEFAULT_PROGRAM, type Program } from '../../../src/worlds/explore/program.js';
import { keeping, logger, recording } from '../simulate/experiments.js';

const COUNT = 'count';

function* readAndWrite(): Steps<void> {
  const count: number = (yield read(COUNT, 'shared')) ?? 0;
  yield write(COUNT, count + 1, 3600);
}

function* inOne(): Steps<void> {
  yield increment(COUNT, 1, 3600);
}

function* underALock(): Steps<void> {
  yield acquire('l');
  try {
    yield* readAndWrite();
  } finally {
    yield release('l');
  }
}

/** A strategy that records nothing, and writes what `parts` say. */
function strategy(parts: Partial<Strategy>): StrategyModel {
  return {
    name: 'counting',
    keeping: keeping(),
    create: () => ({ name: 'counting', choose: () => 0, *record() {}, ...parts }),
  };
}

const explored = (parts: Partial<Strategy>, more: Partial<Program> = {}) =>
  explore({ ...DEFAULT_PROGRAM, logger: unlocked, strategy: strategy(parts), ...more });

describe("a strategy's own reads and writes are tried in every order", () => {
  test.each(['chosen', 'started', 'ended'] as const)(
    'a count that %s reads and writes back loses one of two',
    (part) => {
      const { violation, kinds, exhaustive, schedules } = explored({ [part]: readAndWrite });
      expect([kinds, exhaustive, schedules]).toEqual([['not-serializable'], true, 6n]);
      expect(violation?.kind).toBe('not-serializable');
      expect(violation?.schedule.map(moveText)).toEqual(['1', '2', '1', '2']);
    },
  );

  test.each(['chosen', 'started', 'ended'] as const)(
    'one that %s increments in one effect loses nothing',
    (part) => {
      const { violation, exhaustive, schedules } = explored({ [part]: inOne });
      expect([violation, exhaustive, schedules]).toEqual([null, true, 2n]);
    },
  );

  test('a lock protects the count of one process, and not that of two', () => {
    expect(explored({ chosen: underALock }).violation).toBeNull();
    expect(explored({ chosen: underALock }, { processes: 2 }).kinds).toEqual(['not-serializable']);
  });

  test('a choice that goes by what was read meets what others wrote meanwhile', () => {
    // Two that read the same count both go first, which no sequence of them does.
    const taken: Partial<Strategy> = {
      *view() {
        return yield read(COUNT, 'shared');
      },
      choose: ({ view }) => Math.min(1, view ?? 0),
      *chosen(position) {
        yield increment(`of ${position}`, 1, 3600);
        yield increment(COUNT, 1, 3600);
      },
    };
    const { kinds } = explored(taken, { deployments: 'distinct' });
    expect(kinds).toEqual(['not-serializable']);
  });

  test('lowest-latency as a whole request: its recorder loses a sample, unless it is atomic', () => {
    const whole = (name: string) =>
      explore({
        ...DEFAULT_PROGRAM,
        logger: logger(name),
        strategy: lowestLatency(recording({ logger: logger(name) }), 0),
      });
    expect(whole('unlocked').kinds).toContain('lost-update');
    expect(whole('atomic').kinds).not.toContain('lost-update');
  });
});
