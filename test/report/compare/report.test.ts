import { expect, it } from 'vitest';
import { sampleComparison } from '../sample.js';

it('compares each run with the first, replication by replication', () => {
  const [baseline, locked] = sampleComparison(['unlocked', 'locked']).runs;
  expect(baseline?.difference).toBeNull();
  const shares = (run: typeof baseline) => run?.replications.map((one) => one.shares[1] ?? 0) ?? [];
  const before = shares(baseline);
  const gains = shares(locked).map((share, i) => share - (before[i] ?? 0));
  const mean = gains.reduce((a, b) => a + b) / gains.length;
  expect(locked?.difference?.shares[1]?.mean).toBeCloseTo(mean, 12);
  expect(locked?.difference?.shares[1]?.ci95).not.toBeNull();
});

it('finds the loggers that decide alike', () => {
  const set = ['store={kind: in-process}'];
  const { alike } = sampleComparison(['unlocked', 'locked', 'locked-global'], { set });
  expect(alike).toEqual([['unlocked', 'locked', 'locked-global']]);
  expect(sampleComparison(['unlocked', 'locked']).alike).toEqual([]);
});
