import { describe, expect, it, test } from 'vitest';
import type { Judgement } from '../../../src/expectation/judgement.js';
import { findingText } from '../../../src/report/run/expectations.js';
import { sampleRun } from '../sample.js';

const EXPECT = ['verdict == differentiated', 'lost == 0', 'share(fast) >= 50% after 10s'];

const outcomes = (options: Parameters<typeof sampleRun>[0]) =>
  sampleRun({ expect: EXPECT, ...options }).expectations.map(({ passed }) => passed);

describe('the expectations of a run', () => {
  it('are held against what came out', () => {
    const set = ['logger=locked', 'duration=600s', 'router.ttl=600s'];
    expect(outcomes({ set })).toEqual([true, true, true]);
    expect(outcomes({ set: [...set, 'logger=unlocked'] })[1]).toBe(false);
  });

  it('are not claimed to hold by a partial run or a single replication', () => {
    const set = ['logger=locked', 'duration=600s'];
    expect(outcomes({ set, partial: true })).toEqual([null, null, null]);
    expect(outcomes({ set, only: 0 })).toEqual([null, null, null]);
  });

  it('are known not to hold where a part of a run has lost too many already', () => {
    expect(outcomes({ partial: true })[1]).toBe(false);
  });

  it('are none where nothing is expected', () => {
    expect(sampleRun().expectations).toEqual([]);
  });
});

describe('what was found', () => {
  const judgement: Judgement = {
    expectation: '',
    decision: 'pass',
    estimate: 0.896,
    interval: [0.872, 0.92],
    level: 0.998,
    threshold: 0.85,
    margin: 0.046,
    unit: 'share',
    replications: 20,
    needed: null,
    counterexample: null,
    parts: [],
  };

  test.each<[string, Partial<Judgement>, string]>([
    ['a share', {}, '89.6% [87.2, 92.0] at 99.8%, wanted 85.0%'],
    [
      'seconds',
      { unit: 'seconds', estimate: 1.9, interval: [1.8, 2], threshold: 2 },
      '1.90 s [1.800, 2.000] s at 99.8%, wanted 2.00 s',
    ],
    [
      'a count',
      { unit: 'count', estimate: 0, interval: null, threshold: 0 },
      '0 at worst, wanted 0',
    ],
    [
      'a counterexample',
      {
        unit: 'count',
        estimate: 9,
        interval: null,
        threshold: 0,
        counterexample: { replication: 3, value: 7 },
      },
      '7 in replication 3, wanted 0',
    ],
    [
      'a verdict',
      { unit: 'verdict', estimate: 'undecided', threshold: 'degraded' },
      'undecided [87.2, 92.0] at 99.8%, wanted degraded',
    ],
    [
      'too few replications',
      { interval: null, replications: 9 },
      '89.6%, wanted 85.0%; too few replications for an interval',
    ],
    [
      'an exploration that is still to be made',
      { unit: 'explore', estimate: null, interval: null },
      'left to latsim gate',
    ],
  ])('%s', (_, part, text) => {
    expect(findingText({ ...judgement, ...part })).toBe(text);
  });
});
