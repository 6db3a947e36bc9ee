import { expect, it } from 'vitest';
import type { BusiestSummary } from '../../../src/measure/busiest.js';
import { busiestTexts } from '../../../src/report/kit/busiest.js';

const ONE: BusiestSummary = {
  modelGroup: 'default',
  group: 'same',
  deployments: 4,
  mean: 0.822,
  ci95: [0.66, 0.934],
  pooled: 0.4,
  uneven: true,
  deployment: null,
  changes: true,
  idlest: { mean: 0.004, ci95: [0, 0.02] },
};
const said = (...all: readonly Partial<BusiestSummary>[]) => saidOf(20, ...all);
const saidOf = (replications: number, ...all: readonly Partial<BusiestSummary>[]) =>
  busiestTexts(
    all.map((changes) => ({ ...ONE, ...changes })),
    replications,
    () => true,
  );

it('says what the busiest takes in each replication, and whether it is always the same', () => {
  expect(said({})).toEqual([
    'In each replication one deployment takes 82% [66, 93]; which one changes. The idlest takes 0% [0, 2]. Intervals are at 95%.',
  ]);
  expect(said({ changes: false, deployment: 'same/04' })[0]).toContain('93]: always same/04.');
  expect(said({ changes: false })[0]).toContain('93], as others do.');
  expect(said({ mean: 0.0123, ci95: [0.01, 0.02] })[0]).toContain('takes 1.2% [1.0, 2.0];');
});

it('has no interval of a few replications', () => {
  const alone = {
    ci95: null,
    deployment: 'same/04',
    changes: false,
    idlest: { mean: 0, ci95: null },
  };
  expect(saidOf(1, alone)).toEqual([
    'In the only replication same/04 takes 82%; the idlest takes 0%.',
  ]);
  expect(saidOf(5, alone)).toEqual([
    'In each replication one deployment takes 82%: always same/04. The idlest takes 0%.',
  ]);
});

it('names the group where there are several, and leaves out those of one deployment', () => {
  const [first, ...others] = said({}, { group: 'alone', deployments: 1 });
  expect(first).toMatch(/^same: in each replication /);
  expect(others).toEqual([]);
  expect(said({ mean: 0 })).toEqual([]);
});
