import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../src/expectation/layout.js';
import { measuringOf } from '../../../src/expectation/measured.js';
import { readFigure } from '../../../src/expectation/read.js';
import { contextOf } from '../../../src/scenario/context.js';
import type { Job } from '../../../src/studies/job.js';
import { outlineOf } from '../../../src/studies/replications.js';
import { readAxis, type SweepAxis } from '../../../src/studies/sweep/axis.js';
import { gridPlaces } from '../../../src/studies/sweep/grid.js';
import type { CellFound, SweepPlan } from '../../../src/studies/sweep/plan.js';
import { boxesOf, cornersOf, halved, pairedDifference } from '../../../src/studies/sweep/refine.js';
import { sweeping } from '../../../src/studies/sweep/sweep.js';
import { carryOut, driven } from '../drive.js';
import { inputOf } from '../inputs.js';

function axes(...texts: readonly string[]): SweepAxis[] {
  return texts.flatMap((text) => readAxis(text).axis ?? []);
}

function planOf(of: readonly SweepAxis[], rounds = 2): SweepPlan {
  return {
    scenario: { name: 'any', hash: '', file: 'any' },
    fixed: [],
    seed: 1,
    replications: 10,
    profile: 'v1.82.3',
    margin: 0.1,
    axes: of,
    variants: [{ logger: null, strategy: null, code: null }],
    measures: [{ text: 'lost', unit: 'count' }],
    sameArrivals: true,
    fixedPhase: false,
    refine: { predicate: { by: 'verdict' }, rounds },
  };
}

/** A sweep of which all cells are known: degraded up to a place along the first axis. */
function swept(of: readonly SweepAxis[], degradedTo: number, maxCells = 1000, rounds = 2) {
  const found = (key: string): CellFound => ({
    key,
    logger: 'unlocked',
    strategy: 'lowest-latency',
    replications: 0,
    verdict: Number(key.split(',')[0]) <= degradedTo ? 'degraded' : 'differentiated',
    measures: [{ mean: null, ci95: null, values: [] }],
  });
  return driven(
    sweeping({
      plan: planOf(of, rounds),
      figures: [],
      maxCells,
      prepare: (place) => ({
        key: place.join(),
        input: undefined as never,
        logger: 'unlocked',
        strategy: 'lowest-latency',
      }),
      known: found,
      finished: () => undefined,
    }),
  );
}

describe('a grid', () => {
  it('has every combination, the last field moving first', () => {
    const all = [...gridPlaces(axes('router.ttl=1s,2s', 'seed=1,2,3'))];
    expect(all).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
  });

  it('has boxes between the values of its ranges, at each value of its lists', () => {
    const of = axes('router.ttl=1s..3s:3', 'logger=unlocked,locked');
    const boxes = [...boxesOf(of)];
    expect(boxes).toHaveLength(4);
    expect(cornersOf(boxes[0] ?? { low: [], high: [] })).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(halved(of, boxes[0] ?? { low: [], high: [] })).toEqual([
      { low: [0, 0], high: [0.5, 0] },
      { low: [0.5, 0], high: [1, 0] },
    ]);
  });

  it('is not halved where a count has no value in between', () => {
    const [box = { low: [], high: [] }] = boxesOf(axes('processes.count=1..3'));
    expect(halved(axes('processes.count=1..3'), box)).toEqual([box]);
  });
});

describe('a refinement', () => {
  it('adds values where corners differ, and nowhere else', () => {
    const { cells, added } = swept(axes('router.ttl=1s..5s'), 1.3);
    expect(added).toBe(2);
    expect(cells.map(({ at }) => at[0])).toEqual([0, 1, 1.25, 1.5, 2, 3, 4]);
  });

  it('adds nothing where nothing differs', () => {
    expect(swept(axes('router.ttl=1s..5s'), 9)).toMatchObject({ added: 0, cut: false });
  });

  it('stops at the limit on cells, and says so', () => {
    expect(swept(axes('router.ttl=1s..5s'), 1.3, 5)).toMatchObject({ added: 0, cut: true });
  });
});

it.each([
  ['p95(latency)', 0],
  ['lost', 1],
])('results have times where somebody looks at them: %s', (text, without) => {
  const input = inputOf();
  const read = readFigure(text, contextOf(input.scenario));
  const jobs: Job[] = [];
  const study = sweeping({
    plan: planOf(axes('seed=1,2'), 0),
    figures: read.ok ? [read.figure] : [],
    maxCells: 2,
    prepare: ([u]) => ({ key: `${u}`, input, logger: 'unlocked', strategy: 'lowest-latency' }),
    known: () => undefined,
    finished: () => undefined,
  });
  const { cells } = driven(study, (job) => {
    jobs.push(job);
    return carryOut(job);
  });
  expect(jobs.filter((job) => 'withoutTimes' in job)).toHaveLength(2 * without);
  for (const { found } of cells) {
    expect(found.measures[0]?.values).toEqual(Array(10).fill(expect.any(Number)));
  }
});

it('the verdict is measured by the share that it goes by', () => {
  const input = inputOf();
  const read = readFigure('verdict', contextOf(input.scenario));
  if (!read.ok) throw new Error(read.problem.message);
  const plainly = measuringOf(read.figure).plainly?.(read.figure, layoutOf(outlineOf(input)));
  expect(plainly && measuringOf(plainly).write(plainly)).toBe('share(fast)');
});

it('a difference is taken replication by replication, where both have a value', () => {
  const of = (values: readonly (number | null)[]) => ({ mean: null, ci95: null, values });
  expect(pairedDifference(of([3, null, 5]), of([1, 1, null]))).toEqual({ mean: 2, ci95: null });
});
