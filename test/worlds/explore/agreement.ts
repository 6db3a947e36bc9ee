import fc from 'fast-check';
import { expect } from 'vitest';
import { explore } from '../../../src/worlds/explore/explore.js';
import { differenceFromBruteForce } from './difference.js';
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
