import { describe, expect, it } from 'vitest';
import { FEWEST_REPLICATIONS } from '../../src/stats/interval.js';
import { nextLook, stoppedAlpha } from '../../src/stats/looks.js';
import { estimateProportion } from '../../src/stats/proportion.js';
import { SHARE_LAWS, type ShareLaw } from './share-laws.js';
import { NAIVE, ours, stoppedBy } from './stopping.js';

describe('the next look', () => {
  it('has as many replications as would do, but no more than twice those so far', () => {
    expect(nextLook(100, 150)).toBe(150);
    expect(nextLook(20, 150)).toBe(40);
    expect(nextLook(20, Number.POSITIVE_INFINITY)).toBe(40);
  });

  it('has a twentieth more at least', () => {
    expect(nextLook(100, 101)).toBe(105);
    expect(nextLook(10, 10)).toBe(11);
  });
});

it('half of the error is spent on the interval that is shown', () => {
  expect(stoppedAlpha(0.05)).toBe(0.025);
});

describe('where an interval is looked at until it is narrow enough', () => {
  const skewed = SHARE_LAWS.find(({ name }) => name === 'Beta(0.5, 9.5)') as ShareLaw;
  const LUCK = { trials: 200, seed: 1 };

  it('it holds the truth as often as it says', () => {
    const stopping = ours(
      (values, alpha) => estimateProportion(values, 1e9, alpha),
      FEWEST_REPLICATIONS,
    );
    const { above, below } = stoppedBy(stopping, skewed, 100, LUCK);
    expect(above + below).toBeLessThanOrEqual(0.05);
  });

  it('stopping without a thought would be found out', () => {
    const { above, below } = stoppedBy(NAIVE, skewed, 100, LUCK);
    expect(above + below).toBeGreaterThan(0.1);
  });
});
