import { describe, expect, test } from 'vitest';
import { exponential } from '../../src/kernel/distributions/exponential.js';
import { lognormalFromMean } from '../../src/kernel/distributions/lognormal.js';
import { sharing } from '../../src/model/capacities/sharing.js';
import { slots } from '../../src/model/capacities/slots.js';
import { erlang, latencyOf } from '../worlds/simulate/queueing.js';

/* Deployments with a capacity against closed forms, at more loads and with intervals a few per cent wide. */

const REQUESTS = 20_000;

const even = exponential(1);
const skewed = lognormalFromMean(1, 1);

describe.each([
  { lambda: 0.5, c: 1 },
  { lambda: 0.8, c: 1 },
  { lambda: 2.4, c: 3 },
  { lambda: 6, c: 8 },
])('M/M/$c at $lambda', ({ lambda, c }) => {
  const { W } = erlang(lambda, 1, c);

  test.each([
    { name: 'slots, exponential', capacity: slots(c), latency: even },
    { name: 'sharing, exponential', capacity: sharing(c), latency: even },
    // In the mean, processor sharing does not care for the distribution.
    { name: 'sharing, lognormal', capacity: sharing(c), latency: skewed },
  ])('$name', ({ capacity, latency }) => {
    const { mean, half } = latencyOf(capacity, lambda, latency, REQUESTS);
    expect(half / mean).toBeLessThan(0.05);
    expect(Math.abs(mean - W)).toBeLessThan(half);
  });
});

test('M/G/1, lognormal: slots', () => {
  for (const lambda of [0.3, 0.6]) {
    const { mean, half } = latencyOf(slots(1), lambda, skewed, REQUESTS);
    const pollaczekKhinchine = 1 + (lambda * Math.E) / (2 * (1 - lambda));
    expect(Math.abs(mean - pollaczekKhinchine)).toBeLessThan(half);
  }
});
