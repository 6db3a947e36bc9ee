import { describe, expect, test } from 'vitest';
import { constant } from '../../src/kernel/distributions/constant.js';
import { differenceOf } from '../../src/measure/comparison.js';
import { type Summary, summarise } from '../../src/measure/summary.js';
import { recorded } from '../../src/model/loads/recorded.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import {
  experiment,
  flagship,
  group,
  logger,
  slowShare,
  spread,
  summed,
  total,
} from '../worlds/simulate/experiments.js';

const unlocked = flagship();
const results = simulate(unlocked);
const summary = summarise(unlocked, results, 0.1);

describe('a summary', () => {
  test('gives each group the mean of its shares, with an interval at 95 % that holds the one of Student', () => {
    const { mean, sd } = spread(results.map((result) => slowShare(result)));
    const [slow, fast] = summary.groups;
    expect(slow?.share).toBeCloseTo(mean / 100, 12);
    const half = (2.093024 * sd) / Math.sqrt(20) / 100;
    const [low, high] = slow?.ci95 ?? [0, 1];
    expect(low).toBeLessThan(mean / 100 - half + 1e-9);
    expect(high).toBeGreaterThan(mean / 100 + half - 1e-9);
    expect(high - low).toBeLessThan(1.2 * 2 * half);
    expect((slow?.share ?? 0) + (fast?.share ?? 0)).toBeCloseTo(1, 12);
    expect([slow?.deploymentShare, fast?.deploymentShare]).toEqual([0.8, 0.2]);
    expect([slow?.fastest, fast?.fastest]).toEqual([false, true]);
  });

  test('counts over replications', () => {
    expect(summary.requests).toBe(20 * 800);
    expect(total(summary.groups.map(({ requests }) => requests))).toBe(20 * 800);
    expect(total(summary.deployments.map(({ requests }) => requests))).toBe(20 * 800);
    expect(total(summary.deployments.map(({ share }) => share))).toBeCloseTo(1, 12);
    expect(summary.samples.lost).toBe(summed(results, 'lost'));
    expect(total(summary.replications.map(({ lost = 0 }) => lost))).toBe(summary.samples.lost);
  });

  test('has a time line: of bursts every 15 s in 300 s, one in each part', () => {
    const { timeline } = summary.groups[0] ?? { timeline: [] };
    expect(timeline).toHaveLength(20);
    for (const share of timeline) expect(share).not.toBeNull();
  });

  test('a part of the run without requests has no share', () => {
    const early = experiment({ load: recorded([0, 1]), duration_s: 100, replications: 2 });
    const [slow] = summarise(early, simulate(early), 0.1).groups;
    expect(slow?.timeline.slice(1)).toEqual(new Array(19).fill(null));
  });

  test('judges: nothing learnt is degraded, the fixed logger differentiates', () => {
    expect(summary.verdict).toBe('degraded');
    const locked = flagship({ logger: logger('locked') });
    expect(summarise(locked, simulate(locked), 0.1).verdict).toBe('differentiated');
  });

  test.each([1, 2, 9])('%s replications decide nothing, and show what they found', (few) => {
    const one = summarise(unlocked, results.slice(0, few), 0.1);
    expect(one.groups[0]?.ci95).toBeNull();
    expect(one.groups[0]?.share).toBeGreaterThan(0.5);
    expect(one.latency.lostPerRequestCi95).toBeNull();
    expect(one.verdict).toBe('undecided');
  });

  test('without requests there are no latencies, and nothing is divided by nothing', () => {
    const none = experiment({ load: recorded([]), duration_s: 10, replications: 2 });
    const { latency, requests, groups } = summarise(none, simulate(none), 0.1);
    expect(requests).toBe(0);
    expect(latency).toMatchObject({ mean_s: null, p50_s: null, lostPerRequest_s: null });
    for (const { share } of groups) expect(share).toBe(0);
  });

  test('seconds lost: against the fastest group, with the same luck', () => {
    const two = experiment({
      groups: [
        group('slow', 1, { latency: constant(3) }),
        group('fast', 1, { latency: constant(1) }),
      ],
      router: { strategy: 'simple-shuffle' },
      replications: 4,
    });
    const { latency, groups } = summarise(two, simulate(two), 0.1);
    expect(latency.lostPerRequest_s).toBeCloseTo(2 * (groups[0]?.share ?? 0), 9);
    expect(latency.mean_s).toBeCloseTo(1 + (latency.lostPerRequest_s ?? 0), 3);
  });

  test('its hashes are of all replications, in their order', () => {
    const reversed = summarise(unlocked, [...results].reverse(), 0.1);
    expect(reversed.traceHash).not.toBe(summary.traceHash);
    expect(summarise(unlocked, simulate(unlocked), 0.1).traceHash).toBe(summary.traceHash);
  });
});

test('a few requests that all went one way are no certainty', () => {
  const alone = experiment({
    groups: [group('fast', 1), group('slow', 1, { latency: constant(30) })],
    load: recorded([0]),
    duration_s: 100,
    replications: 10,
  });
  for (const { share, ci95 } of summarise(alone, simulate(alone), 0.1).groups) {
    if (share === 0) expect(ci95?.[1]).toBeGreaterThan(0.2);
    if (share === 1) expect(ci95?.[0]).toBeLessThan(0.8);
  }
});

describe('a comparison', () => {
  const fixed = flagship({ logger: logger('atomic') });
  const other = summarise(fixed, simulate(fixed), 0.1);

  test('with itself differs by nothing', () => {
    const { shares, lostPerRequest_s } = differenceOf(summary, summary);
    expect(shares).toEqual([
      { mean: 0, ci95: [0, 0] },
      { mean: 0, ci95: [0, 0] },
    ]);
    expect(lostPerRequest_s).toEqual({ mean: 0, ci95: [0, 0] });
  });

  test('is paired: replication by replication', () => {
    const [slow] = differenceOf(other, summary).shares;
    const pairs = other.replications.map(
      ({ shares }, i) => (shares[0] ?? 0) - (summary.replications[i]?.shares[0] ?? 0),
    );
    const { mean, sd } = spread(pairs);
    expect(slow?.mean).toBeCloseTo(mean, 12);
    const half = (2.093024 * sd) / Math.sqrt(20);
    expect(slow?.ci95?.[1]).toBeGreaterThan(mean + half - 1e-9);
    expect(slow?.ci95?.[1]).toBeLessThan(mean + 1.25 * half);
    expect(slow?.mean).toBeLessThan(-0.6);
  });

  test('knows no difference of shares that cannot be', () => {
    const of = (logger: Summary) => ({ ...logger, replications: logger.replications.slice(0, 10) });
    const few = differenceOf(of(other), of(summary)).shares;
    for (const { ci95 } of few) {
      expect(ci95?.[0]).toBeGreaterThanOrEqual(-1);
      expect(ci95?.[1]).toBeLessThanOrEqual(1);
    }
  });

  test('only replications that both have finished count', () => {
    const part = summarise(fixed, simulate(fixed).slice(0, 5), 0.1);
    const ofFive = differenceOf(part, summary).shares[0];
    expect(ofFive?.mean).toBeCloseTo(
      total(
        part.replications.map(
          ({ shares }, i) => (shares[0] ?? 0) - (summary.replications[i]?.shares[0] ?? 0),
        ),
      ) / 5,
      12,
    );
  });
});
