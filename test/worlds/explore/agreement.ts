import fc from 'fast-check';
import { expect } from 'vitest';
import { explore } from '../../../src/worlds/explore/explore.js';
import type { Program } from '../../../src/worlds/explore/program.js';
import { differenceFromBruteForce, differenceFromEveryState } from './difference.js';
import { programs } from './random-loggers.js';

/**
 * Of `runs` random programs, those of at most `limit` schedules: the exhaustive strategy says what
 * trying every schedule says.
 */
export function expectExhaustive(runs: number, limit: number): void {
  let compared = 0;
  fc.assert(
    fc.property(programs, (program) => {
      const difference = differenceFromBruteForce(program, limit);
      if (difference === 'too many') return;
      compared++;
      expect(difference).toBeUndefined();
    }),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs / 3);
}

/**
 * Of `runs` random programs, half of them with tasks that are all alike, those of at most `maxStates`
 * states: exploring says what all states say in which each task has its own place.
 */
export function expectEveryState(runs: number, maxStates: number): void {
  let compared = 0;
  const alike = (program: Program): Program => ({ ...program, samples: 'equal', processes: 1 });
  fc.assert(
    fc.property(fc.oneof(programs, programs.map(alike)), (program) => {
      const difference = differenceFromEveryState(program, maxStates);
      if (difference === 'too many') return;
      compared++;
      expect(difference).toBeUndefined();
    }),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs / 3);
}

/**
 * Of `runs` random programs, those of at most `maxStates` states: sampling finds nothing that the
 * exhaustive strategy does not find.
 */
export function expectWithinExhaustive(
  strategy: 'random' | 'pct',
  runs: number,
  maxStates: number,
): void {
  fc.assert(
    fc.property(programs, fc.integer({ min: 1, max: 1000 }), (program, seed) => {
      const all = explore(program, { maxStates });
      fc.pre(all.exhaustive);
      const some = explore(program, { strategy, seed, schedules: 30 });
      // Old copies are not looked for where something more telling was found.
      const kinds = some.kinds.filter((kind) => kind !== 'stale-view');
      expect(all.kinds).toEqual(expect.arrayContaining(kinds));
      expect(some.states).toBeLessThanOrEqual(all.states);
      expect(some).toMatchObject({ exhaustive: false, schedules: null, lossless: null });
    }),
    { numRuns: runs },
  );
}
