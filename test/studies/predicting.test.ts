import { expect, it } from 'vitest';
import { predicting } from '../../src/studies/predicting.js';
import { driven } from './drive.js';
import { inputOf } from './inputs.js';

const questionOf = (set: readonly string[], logger?: string) => ({
  input: inputOf(['requests=40', ...set], logger),
  only: undefined,
  expectations: [],
});

it('a prediction has 200 replications, or as many as its scenario asks for', () => {
  const [few, many] = driven(
    predicting([
      questionOf(['requests=4', 'replications=3']),
      questionOf(['requests=4', 'replications=201'], 'locked'),
    ]),
  );
  expect(few?.summary.replications).toHaveLength(201);
  expect(many?.summary.replications).toHaveLength(201);
  expect(few?.partial).toBe(false);
});

it('the second half of a prediction is that of its requests, once more is known', () => {
  const [found] = driven(predicting([questionOf(['load={kind: bursts, size: 10, every: 5s}'])]));
  const fastest = found?.summary.groups.findIndex((group) => group.fastest) ?? -1;
  expect(found?.secondHalf[fastest]).toBeGreaterThan(found?.summary.groups[fastest]?.share ?? 1);
  const sum = found?.secondHalf.reduce<number>((all, share) => all + (share ?? 0), 0);
  expect(sum).toBeCloseTo(1, 12);
});
