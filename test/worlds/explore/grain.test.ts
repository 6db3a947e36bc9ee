import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acquire, append, increment, read, release, write } from '../../../src/effects/effects.js';
import type { Steps } from '../../../src/effects/steps.js';
import { unlocked } from '../../../src/loggers/unlocked.js';
import type { CompletionEvent } from '../../../src/model/completion.js';
import { remote } from '../../../src/model/stores/remote.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import type { LatencyMap } from '../../../src/strategies/lowest-latency/latency-map.js';
import type { Logger, LoggerContext } from '../../../src/strategies/lowest-latency/logger.js';
import { keyOf } from '../../../src/worlds/explore/key.js';
import type { Move } from '../../../src/worlds/explore/move.js';
import { DEFAULT_PROGRAM, type Program } from '../../../src/worlds/explore/program.js';
import { Runner } from '../../../src/worlds/explore/runner.js';
import { endingsByParts, storedIn } from './parts.js';
import { programs } from './random-loggers.js';

/** Two completions at once, without accidents, where effects travel. */
const small = fc
  .record({ program: programs, store: fc.constantFrom(remote, tiered(60), tiered(60)) })
  .map(
    ({ program, store }): Program => ({
      ...program,
      store,
      tasks: 2,
      samples: 'distinct',
      samplesPerTask: 1,
      select: false,
      expiries: 0,
      leaseRunOuts: 0,
      crash: 'none',
    }),
  );

/** What can be stored in the end, as exploring has it. */
function endingsExplored(program: Program): Set<string> {
  const runner = new Runner(program);
  const endings = new Set<string>();
  const known = new Set<string>();
  const visit = (path: readonly Move[]): void => {
    const world = runner.after(path);
    const key = keyOf(world);
    if (known.has(key)) return;
    known.add(key);
    const enabled = world.enabled();
    if (enabled.length === 0) endings.add(storedIn(world.store));
    for (const move of enabled) visit([...path, move]);
  };
  visit([]);
  return endings;
}

/** Whether a step takes together just what may be; undefined where there are too many orders. */
function agrees(program: Program, most = 300): boolean | undefined {
  const right = endingsByParts(program, most);
  return right && isDeepStrictEqual([...endingsExplored(program)].sort(), [...right].sort());
}

describe('a step of exploration takes no more together than the simulation does', () => {
  it('in random programs, nor less: the same can be stored in the end', () => {
    let compared = 0;
    fc.assert(
      fc.property(small, (program) => {
        const agreement = agrees(program);
        if (agreement !== undefined) compared++;
        expect(agreement).not.toBe(false);
      }),
      { numRuns: 40 },
    );
    expect(compared).toBeGreaterThan(15);
  });

  it.each([
    ['a read under way', tiered(60), throughMemory],
    ['a memory that takes an older answer later', tiered(60), keptLate],
    ['a lock taken after an answer', remote, lockAfterCount],
  ])('where it matters: %s', (_, store, record) => {
    const logger: Logger = { ...unlocked, name: 'own', record };
    expect(agrees({ ...DEFAULT_PROGRAM, samples: 'distinct', store, logger }, 4000)).toBe(true);
  });
});

/** A read that misses memory is under way while another call writes both. */
function* throughMemory(event: CompletionEvent, context: LoggerContext): Steps<void> {
  const map: LatencyMap = (yield read(context.key)) ?? context.emptyMap();
  yield acquire('a');
  context.add(map, event);
  yield write(context.key, map, 60);
  yield release('a');
}

/** What was read first may be kept last. */
function* keptLate(): Steps<void> {
  yield increment('n', 1, 60);
  const seen: number = yield read('n');
  yield append('seen', seen, 10, 60);
}

/** Whoever counts first need not be the first to have the lock. */
function* lockAfterCount({ latency_s }: CompletionEvent): Steps<void> {
  const turn: number = yield increment('turn', 1, 60);
  yield acquire('a');
  yield append('order', `${latency_s} at ${turn}`, 10, 60);
  yield release('a');
}
