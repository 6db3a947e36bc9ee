import { describe, expect, it } from 'vitest';
import { type PrecisionAsked, STOPPED_ALPHA } from '../../src/measure/precision/precision.js';
import type { RunFound } from '../../src/studies/growing-run.js';
import { comparing, running } from '../../src/studies/run.js';
import { driven, stoppedAfter } from './drive.js';
import { inputOf } from './inputs.js';

const question = (set: readonly string[] = [], logger = 'unlocked') => ({
  input: inputOf(set, logger),
  only: undefined,
  expectations: [],
});
const points = (asked: number, maxReplications = 10_000): PrecisionAsked => ({
  of: 'share',
  halfWidth: asked / 100,
  maxReplications,
});
const numbersIn = ({ summary }: RunFound) => summary.replications.map((one) => one.replication);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('a run that is to know every share well', () => {
  const found = driven(running(question(), points(8)));
  const replications = found.summary.replications.length;

  it('goes on until no interval reaches farther', () => {
    expect(replications).toBeGreaterThan(10);
    expect(found.precision).toMatchObject({ reached: true, replications, allowance: null });
    for (const { share, ci95 } of found.summary.groups) {
      const [low, high] = ci95 as readonly [number, number];
      expect(Math.max(share - low, high - share)).toBeLessThanOrEqual(0.08);
    }
    expect(found.precision?.halfWidth).toBeLessThanOrEqual(0.08);
  });

  it('is the run of as many replications, but for its wider intervals', () => {
    const same = driven(running(question([`replications=${replications}`])));
    expect(found.summary.traceHash).toBe(same.summary.traceHash);
    expect(found.summary.replications).toEqual(same.summary.replications);
    for (const [g, { share, ci95 }] of found.summary.groups.entries()) {
      const other = same.summary.groups[g];
      expect(share).toBe(other?.share);
      expect(ci95?.[0]).toBeLessThan(other?.ci95?.[0] as number);
      expect(ci95?.[1]).toBeGreaterThan(other?.ci95?.[1] as number);
    }
    expect(STOPPED_ALPHA).toBeCloseTo(0.025, 12);
  });

  it('begins with ten replications, where it is given fewer', () => {
    const few = driven(running(question(['replications=2']), points(50)));
    expect(numbersIn(few)).toEqual(upTo(10));
    expect(few.precision?.reached).toBe(true);
  });

  it('stops at the most that are allowed, and says what would do', () => {
    const { summary, precision } = driven(running(question(), points(4, 12)));
    expect(summary.replications).toHaveLength(12);
    expect(precision).toMatchObject({ reached: false, replications: 12, maxReplications: 12 });
    const [, wanted] = /^--max-replications (\d+)$/.exec(precision?.allowance ?? '') ?? [];
    const enough = driven(running(question(), points(4, Number(wanted))));
    expect(enough.precision).toMatchObject({ reached: true });
  });

  it('stops before it has more events, or needs more memory, than are allowed', () => {
    const { input } = question();
    const each = 300;
    const short = { ...question(), input: { ...input, maxEvents: 20 * each } };
    const some = driven(running(short, points(1)));
    expect(some.summary.replications.length).toBeLessThan(60);
    expect(some.precision?.allowance).toMatch(/^--max-events 1e\d$/);
    const small = { ...question(), input: { ...input, maxMemory_MB: 110.5 } };
    expect(driven(running(small, points(1))).precision?.allowance).toMatch(/^--max-memory \d+$/);
  });

  it('stops at once where nothing is ever served', () => {
    const { precision } = driven(running(question(['load.size=1', 'warmup=59s']), points(1)));
    expect(precision).toMatchObject({ reached: false, replications: 10, halfWidth: null });
  });

  it('has reached nothing where somebody stops it', () => {
    const { partial, precision } = driven(running(question(), points(8)), stoppedAfter(0));
    expect(partial).toBe(true);
    expect(precision).toMatchObject({ reached: false, allowance: null });
  });
});

it('the mean latency is known relative to itself', () => {
  const asked = { of: 'latency', halfWidth: 0.05, maxReplications: 10_000 };
  const { precision, summary } = driven(running(question(), asked));
  const { mean, ci95 } = precision?.widest ?? { mean: 0, ci95: null };
  expect(precision?.reached).toBe(true);
  expect(summary.replications.length).toBeGreaterThan(10);
  const means = summary.replications.map(({ latency_s }) => latency_s as number);
  expect(mean).toBeCloseTo(means.reduce((sum, one) => sum + one, 0) / means.length, 12);
  expect((ci95?.[1] ?? Number.NaN) - mean).toBeLessThanOrEqual(0.05 * mean);
});

it('all runs of a comparison have as many replications, until the last of them is known', () => {
  const questions = ['locked', 'unlocked', 'atomic'].map((logger) => question([], logger));
  const found = driven(comparing(questions, points(8)));
  const [first] = found.map(numbersIn) as [number[]];
  expect(first.length).toBeGreaterThan(10);
  expect(found.map(numbersIn)).toEqual([first, first, first]);
  expect(found.map(({ precision }) => precision?.reached)).toEqual([true, true, true]);
});
