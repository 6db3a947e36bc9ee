import { describe, expect, it, test } from 'vitest';
import { cutsOf, intervalsOf } from '../../src/expectation/expectation.js';
import { judge, judgeExploration, judgeOnce } from '../../src/expectation/judge.js';
import type { JudgedEvidence } from '../../src/expectation/judgement.js';
import type { ModelGroupLayout } from '../../src/expectation/layout.js';
import { readExpectation } from '../../src/expectation/read.js';
import { alphas } from '../../src/expectation/spending.js';
import { writeExpectation } from '../../src/expectation/write.js';
import { Streams } from '../../src/kernel/random.js';
import type { ReplicationResult } from '../../src/measure/result.js';
import { spending } from '../../src/stats/looks.js';
import { histogramOf } from '../measure/results.js';
import { counted, evidence, LAYOUT, shares } from './counted.js';

const CONTEXT = { modelGroups: [{ name: 'default', groups: ['slow', 'fast'] }], duration_s: 300 };

function stated(text: string) {
  const result = readExpectation(text, CONTEXT);
  if (!result.ok) throw new Error(result.problem.message);
  return { text: writeExpectation(result.expectation), expectation: result.expectation };
}

const judged = (
  text: string,
  counts: readonly ReplicationResult[],
  part?: Partial<JudgedEvidence>,
) => judge(stated(text), evidence(counts, part));
const decision = (...args: Parameters<typeof judged>) => judged(...args).decision;

describe('a share', () => {
  const around80 = shares([790, 810, 800, 795, 805, 800, 790, 810, 795, 805]);

  test.each([
    ['share(fast) >= 75%', 'pass'],
    ['share(fast) >= 85%', 'fail'],
    ['share(fast) >= 80.1%', 'inconclusive'],
    ['share(fast) <= 85%', 'pass'],
    ['share(fast) <= 75%', 'fail'],
    ['share(slow) <= 25%', 'pass'],
    ['share(fast) >= 3 * share(slow)', 'pass'],
    ['share(fast) >= 5 * share(slow)', 'fail'],
    ['share(fast) >= 4 * share(slow)', 'inconclusive'],
    ['max_share(deployment in slow) <= 25%', 'pass'],
    ['max_share(deployment in slow) <= 15%', 'fail'],
  ])('%s: %s', (text, expected) => {
    expect(decision(text, around80)).toBe(expected);
  });

  it('gives estimate, interval, threshold and margin', () => {
    const one = judged('share(fast)>=75%', around80);
    expect(one).toMatchObject({
      expectation: 'share(fast) >= 75%',
      threshold: 0.75,
      unit: 'share',
      replications: 10,
      needed: null,
    });
    expect(one.estimate).toBeCloseTo(0.8, 12);
    expect(one.margin).toBeCloseTo(0.05, 12);
    expect(judged('share(slow) <= 25%', around80).margin).toBeCloseTo(0.05, 12);
    expect(judged('share(fast) >= 3 * share(slow)', around80)).toMatchObject({ threshold: 0 });
  });

  it('has no interval beyond what is possible', () => {
    const wild = shares([0, 1000, 0, 1000, 0, 1000, 0, 1000, 0, 0]);
    const [low, high] = judged('share(fast) >= 4 * share(slow)', wild).interval as [number, number];
    expect(low).toBeGreaterThanOrEqual(-4);
    expect(high).toBe(1);
    for (const text of ['share(fast) >= 50%', 'verdict == degraded']) {
      const [least, most] = judged(text, wild).interval as [number, number];
      expect(least).toBe(0);
      expect(most).toBeLessThanOrEqual(1);
    }
  });

  it('says how many replications would have decided, and they do', () => {
    const few = shares([780, 820, 800, 790, 810, 780, 820, 800, 790, 810]);
    const { decision: before, needed } = judged('share(fast) >= 79%', few);
    expect(before).toBe('inconclusive');
    const more = Array.from({ length: (needed as number) + 1 }, (_, i) => few[i % 5] as never);
    expect(decision('share(fast) >= 79%', more)).toBe('pass');
    expect(judged('share(fast) >= 80%', few).needed).toBeNull();
  });

  it('after a time counts what arrived from then on', () => {
    const counts = Array.from({ length: 10 }, (_, i) =>
      counted(i, { requests: [500, 0, 0, 0, 500], after: [10, 0, 0, 0, 490] }),
    );
    expect(judged('share(fast) >= 90% after 60s', counts)).toMatchObject({
      decision: 'pass',
      estimate: expect.closeTo(0.98, 12),
    });
    expect(cutsOf([stated('share(fast) >= 90% after 60s'), stated('lost == 0')])).toEqual([60]);
  });

  it('has no interval from nine replications, and none counts without requests', () => {
    const nine = around80.slice(1);
    const silent = counted(1, {});
    expect(judged('share(fast) >= 10%', [...nine, silent, silent])).toMatchObject({
      decision: 'inconclusive',
      replications: 9,
      interval: null,
    });
    expect(judged('share(fast) >= 10%', [silent])).toMatchObject({ estimate: null, margin: null });
  });

  it('passes nothing while replications are missing', () => {
    for (const text of ['share(fast) >= 10%', 'share(fast) >= 90%', 'verdict == degraded']) {
      expect(decision(text, around80, { complete: false })).toBe('inconclusive');
    }
  });

  it('that is always the very bound holds, either way', () => {
    const always = shares(Array(10).fill(800));
    expect(decision('share(fast) >= 80%', always)).toBe('pass');
    expect(decision('share(fast) <= 80%', always)).toBe('pass');
    expect(decision('share(fast) >= 4 * share(slow)', always)).toBe('pass');
    expect(decision('share(fast) >= 100%', shares(Array(10).fill(1000)))).toBe('pass');
  });

  it('is no certainty where a few requests all went one way', () => {
    const few = Array.from({ length: 10 }, (_, i) => counted(i, { requests: [0, 0, 0, 0, 1] }));
    expect(decision('share(fast) >= 90%', few)).toBe('inconclusive');
    expect(decision('share(fast) >= 90%', shares(Array(10).fill(1000)))).toBe('pass');
  });
});

describe('a latency', () => {
  const waits = (...values_s: number[]) =>
    values_s.map((value_s, i) =>
      counted(i, { latency_s: histogramOf(Array<number>(100).fill(value_s)) }),
    );

  it('is judged in seconds', () => {
    const counts = waits(1.9, 1.95, 1.85, 1.9, 1.92, 1.9, 1.95, 1.85, 1.9, 1.92);
    expect(judged('p95(latency) <= 2.2s', counts)).toMatchObject({
      decision: 'pass',
      unit: 'seconds',
      threshold: 2.2,
    });
    expect(decision('p95(latency) <= 1.5s', counts)).toBe('fail');
  });

  it('that is constant may be the very bound, though a percentile is known to 0.2 % only', () => {
    const always = waits(...Array(10).fill(2));
    expect(decision('p95(latency) <= 2s', always)).toBe('pass');
    expect(decision('p95(latency) >= 2s', always)).toBe('pass');
    expect(decision('p95(latency) <= 1.99s', always)).toBe('fail');
  });
});

describe('a latency that varies widely', () => {
  it('is never below zero', () => {
    const counts = [9, ...Array<number>(9).fill(0.01)].map((value_s, i) =>
      counted(i, { latency_s: histogramOf([value_s]) }),
    );
    expect(judged('p50(latency) <= 1s', counts).interval?.[0]).toBe(0);
  });
});

describe('a count', () => {
  const losing = (...lost: number[]) => lost.map((n, i) => counted(i + 3, { lost: n }));

  it('must hold in every replication; the first that breaks it is named', () => {
    expect(judged('lost == 0', losing(0, 0, 0))).toMatchObject({ decision: 'pass', estimate: 0 });
    expect(judged('lost == 0', losing(0, 2, 9))).toMatchObject({
      decision: 'fail',
      estimate: 9,
      margin: -9,
      counterexample: { replication: 4, value: 2 },
    });
    expect(decision('lost <= 9', losing(0, 2, 9))).toBe('pass');
    expect(judged('lost >= 1', losing(5, 0))).toMatchObject({
      decision: 'fail',
      counterexample: { replication: 4, value: 0 },
    });
  });

  it('may fail on a part of the replications, but not pass', () => {
    expect(decision('lost == 0', losing(0, 0), { complete: false })).toBe('inconclusive');
    expect(decision('lost == 0', losing(0, 1), { complete: false })).toBe('fail');
    expect(decision('lost == 0', [])).toBe('inconclusive');
  });
});

describe('a verdict', () => {
  // Blind choice gives the fast group 20 %, and the margin is 10 points.
  const at = (perThousand: number) =>
    shares([-5, 5, -3, 3, 0, -5, 5, -3, 3, 0].map((off) => perThousand + off));

  test.each([
    [200, 'verdict == degraded', 'pass'],
    [200, 'verdict != degraded', 'fail'],
    [200, 'verdict == differentiated', 'fail'],
    [800, 'verdict == differentiated', 'pass'],
    [20, 'verdict == inverted', 'pass'],
    [300, 'verdict == degraded', 'inconclusive'],
    [300, 'verdict == inverted', 'fail'],
    [300, 'verdict != inverted', 'pass'],
    [300, 'verdict(default) == differentiated', 'inconclusive'],
  ])('at a share of %s per thousand: %s: %s', (perThousand, text, expected) => {
    expect(decision(text, at(perThousand))).toBe(expected);
  });

  it('of groups that are alike needs no interval', () => {
    const [only] = LAYOUT.modelGroups;
    const layout = {
      ...LAYOUT,
      modelGroups: [{ ...(only as ModelGroupLayout), comparable: false }],
    };
    expect(decision('verdict == not-applicable', at(300), { layout })).toBe('pass');
    expect(decision('verdict == degraded', at(300), { layout })).toBe('fail');
  });

  it('says how far the share is inside of what is expected, or outside', () => {
    const margin = (perThousand: number, text: string) => judged(text, at(perThousand)).margin;
    expect(margin(800, 'verdict == differentiated')).toBeCloseTo(0.5, 12);
    expect(margin(800, 'verdict != differentiated')).toBeCloseTo(-0.5, 12);
    expect(margin(250, 'verdict == degraded')).toBeCloseTo(0.05, 12);
    expect(margin(250, 'verdict == inverted')).toBeCloseTo(-0.15, 12);
    expect(margin(250, 'verdict == not-applicable')).toBeNull();
    expect(judged('verdict != degraded', at(250))).toMatchObject({
      threshold: 'not degraded',
      parts: [{ modelGroup: 'default', group: 'fast', verdict: 'degraded', blind: 0.2 }],
    });
  });

  it('of several model groups is the gravest that is possible', () => {
    const [only] = LAYOUT.modelGroups;
    const two = { ...(only as ModelGroupLayout), name: 'other' };
    const layout = { ...LAYOUT, modelGroups: [only as ModelGroupLayout, two] };
    const both = (a: number, b: number) =>
      at(a).map((one, i) => ({
        ...one,
        modelGroups: [...one.modelGroups, ...(at(b)[i]?.modelGroups ?? [])],
      }));
    expect(decision('verdict == degraded', both(800, 200), { layout })).toBe('pass');
    expect(decision('verdict == differentiated', both(800, 800), { layout })).toBe('pass');
    expect(decision('verdict == differentiated', both(800, 300), { layout })).toBe('inconclusive');
    expect(decision('verdict == inverted', both(20, 300), { layout })).toBe('pass');
    const margin = (text: string) => judged(text, both(800, 200), { layout }).margin;
    expect(margin('verdict == differentiated')).toBeCloseTo(-0.1, 12);
    expect(margin('verdict == degraded')).toBeCloseTo(0.1, 12);
    const found = judged('verdict == differentiated', both(800, 200), { layout });
    expect(found.parts.map(({ verdict }) => verdict)).toEqual(['differentiated', 'degraded']);
  });
});

describe('an exploration', () => {
  const expected = stated('explore: no violation with 3 tasks on remote');
  const of = (violation: boolean, exhaustive: boolean) => {
    const fault = violation ? 'a sample is lost' : null;
    return judgeExploration(expected, { fault, exhaustive, states: 9 }).decision;
  };

  it('passes on a complete search only, and fails on any violation', () => {
    expect(of(false, true)).toBe('pass');
    expect(of(false, false)).toBe('inconclusive');
    expect(of(true, false)).toBe('fail');
  });

  it('is left to the gate by a run', () => {
    expect(judged(expected.text, shares([1, 2]))).toMatchObject({
      decision: 'inconclusive',
      estimate: null,
    });
  });
});

describe('the error budget', () => {
  it('is halved at each look, and spent to the last', () => {
    expect(spending(0.01, 1)).toEqual([0.01]);
    expect(spending(0.01, 3)).toEqual([0.005, 0.0025, 0.0025]);
    const total = spending(0.01, 7).reduce((sum, part) => sum + part, 0);
    expect(total).toBeCloseTo(0.01, 15);
    expect(alphas(0.99, 4, 2)[0]).toBeCloseTo(0.00125, 15);
  });

  it('is shared by all intervals; counts and explorations have none', () => {
    const intervals = (text: string) => intervalsOf(stated(text).expectation, 3);
    expect(intervals('share(fast) >= 1%')).toBe(1);
    expect(intervals('verdict == degraded')).toBe(3);
    expect(intervals('verdict(default) == degraded')).toBe(1);
    expect(intervals('lost == 0')).toBe(0);
    expect(intervals('explore: violation')).toBe(0);
    const { alpha: _, ...rest } = evidence(
      shares([790, 810, 805, 800, 790, 810, 805, 800, 790, 810]),
    );
    const width = (...texts: string[]) => {
      const [low = 0, high = 0] = judgeOnce(texts.map(stated), rest, 0.99)[0]?.interval ?? [];
      return high - low;
    };
    const alone = width('share(fast) >= 1%');
    expect(width('share(fast) >= 1%', 'lost == 0')).toBe(alone);
    expect(width('share(fast) >= 1%', 'p95(latency) <= 1s')).toBeGreaterThan(alone);
  });
});

/** Shares of few requests: 0, 1 and little between. */
describe('error rates with the truth at the threshold, few requests per replication', () => {
  const GATES = 1000;
  const looks = [10, 20, 40];
  const levels = alphas(0.99, 1, looks.length);

  test.each([
    [3, 0.9],
    [10, 0.97],
    [40, 0.5],
    [40, 0.995],
  ])('%s requests, share %s: at most 1 % false ones on each side', (requests, share) => {
    const expectation = stated(`share(fast) >= ${Number((share * 100).toPrecision(6))}%`);
    let passes = 0;
    let fails = 0;
    for (let seed = 0; seed < GATES; seed++) {
      const stream = new Streams(seed, 0).stream('requests');
      const counts: ReplicationResult[] = [];
      for (const [k, look] of looks.entries()) {
        while (counts.length < look) {
          let fast = 0;
          for (let i = 0; i < requests; i++) if (stream() < share) fast++;
          counts.push(counted(counts.length, { requests: [requests - fast, 0, 0, 0, fast] }));
        }
        const { decision } = judge(expectation, evidence(counts, { alpha: levels[k] as number }));
        if (decision === 'pass') passes++;
        if (decision === 'fail') fails++;
        if (decision !== 'inconclusive') break;
      }
    }
    // Two and a half standard deviations above 10.
    expect(passes).toBeLessThanOrEqual(18);
    expect(fails).toBeLessThanOrEqual(18);
  });

  it('still tells a share five points off', () => {
    let fails = 0;
    for (let seed = 0; seed < 200; seed++) {
      const stream = new Streams(seed, 0).stream('power');
      const counts = shares(
        Array.from({ length: 20 }, () => Math.round(780 + 40 * (stream() + stream() - 0.5))),
      );
      if (decision('share(fast) >= 85%', counts) === 'fail') fails++;
    }
    expect(fails).toBeGreaterThanOrEqual(198);
  });
});
