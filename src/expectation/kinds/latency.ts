import type { ReplicationResult } from '../../measure/result.js';
import { Histogram, RESOLUTION } from '../../stats/histogram.js';
import { type Bounds, type Estimation, estimateAt } from '../../stats/interval.js';
import { type DurationUnit, decimal, percentOf } from '../../text/units.js';
import { besideBound, type Sense } from '../bound.js';
import { duration, inBrackets, noAfter, operator, SENSES } from '../grammar.js';
import type { Layout } from '../layout.js';
import { aboutInterval, asWritten } from '../meaning.js';
import { type Context, onlyModelGroup, readModelGroup } from '../names.js';
import type { Scanner } from '../scanner.js';
import { durationText, inModelGroup } from '../spelling.js';
import type { CountedKind, KeptFigure, Measure, Measuring } from './kind.js';

export interface LatencyExpectation {
  readonly kind: 'latency';
  /** The percentile as a fraction, between 0 and 1. */
  readonly percentile: number;
  /** null: the requests of all model groups together. */
  readonly modelGroup: string | null;
  readonly sense: Sense;
  readonly bound_s: number;
  /** The unit that it was written in (see `duration`). */
  readonly boundUnit?: DurationUnit;
}

/** `p95(latency)`. */
type LatencyFigure = Pick<LatencyExpectation, 'kind' | 'percentile' | 'modelGroup'>;

const figure: Measuring<LatencyFigure> = {
  unit: 'seconds',
  example: 'p95(latency)',
  ofTimes: true,

  read(scanner, measure, context) {
    const figure = readFigure(scanner, measure, context);
    if (figure !== null) noAfter(scanner);
    return figure;
  },

  write: ({ percentile, modelGroup }) =>
    `p${decimal(percentile, 2)}(latency${inModelGroup(modelGroup)})`,

  observe(figure, counts, layout, alpha) {
    const values = counts.map((one) => observeLatency(figure, [one], layout)[0] ?? null);
    const known = values.filter((value) => value !== null);
    return { values, estimation: estimated(known, alpha) };
  },
};

/** `p95(latency) <= 2s`: what callers wait. */
export const latency: CountedKind<LatencyExpectation> = {
  kind: 'latency',
  says: 'a percentile of the time that callers wait',
  measures: ['p50', 'p90', 'p95', 'p99'],
  forms: [
    {
      example: 'p95(latency) <= 2s',
      judged: 'the time that callers wait; any percentile: `p50`, `p99.9`',
    },
  ],
  how: 'interval',
  needs: 'replications',

  read(scanner, measure, context) {
    const figure = readFigure(scanner, measure, context);
    if (figure === null) return null;
    const sense = operator(scanner, measure.name, SENSES);
    const { value_s: bound_s, unit } = duration(scanner);
    noAfter(scanner);
    const read = { ...figure, sense, bound_s } as const;
    return unit === undefined ? read : { ...read, boundUnit: unit };
  },

  write({ sense, bound_s, boundUnit, ...measured }) {
    return `${figure.write(measured)} ${sense} ${durationText(bound_s, boundUnit)}`;
  },

  intervals: () => 1,

  judge(expectation, evidence) {
    const { sense, bound_s } = expectation;
    const values = observeLatency(expectation, evidence.counts, evidence.layout);
    const estimation = estimated(values, evidence.alpha);
    return besideBound(values, estimation, sense, bound_s, 'seconds', evidence);
  },

  meaning: ({ percentile }, judgement) =>
    aboutInterval(`P${asWritten(percentile * 100)} of the time that callers wait`, judgement),

  normalised: ({ boundUnit: _, ...expectation }, context) => ({
    ...expectation,
    modelGroup: onlyModelGroup(context) ? null : expectation.modelGroup,
  }),

  /** A percentile is not less than a lower one. */
  excludes(one, other) {
    if (one.modelGroup !== other.modelGroup || one.sense === other.sense) return false;
    const [least, most] = one.sense === '>=' ? [one, other] : [other, one];
    return least.percentile <= most.percentile && least.bound_s > most.bound_s;
  },

  figure,

  kept: (layout, counts) =>
    [50, 95].map((percent): KeptFigure => {
      const percentile = percent / 100;
      const values = observeLatency({ percentile, modelGroup: null }, counts, layout);
      return { figure: `p${percent}(latency)`, unit: 'seconds', values };
    }),
};

/** `(latency in g)` after a percentile. */
function readFigure(
  scanner: Scanner,
  { name, offset }: Measure,
  context: Context,
): LatencyFigure | null {
  const percentile = percentOf(name);
  if (percentile === undefined) return null;
  if (percentile === 0 || percentile === 1) {
    scanner.fail(`"${name}" is not a percentile`, 'use p50, p90, p95 or p99', offset);
  }
  const modelGroup = inBrackets(scanner, () => {
    scanner.expect(/latency\b/y, '"latency"', `write ${name}(latency)`);
    return readModelGroup(scanner, context);
  });
  return { kind: 'latency', percentile, modelGroup };
}

/** The mean of percentiles, each of which is known to within half a bucket. */
function estimated(values: readonly number[], alpha: number): Estimation | null {
  const estimation = estimateAt(values, alpha, WAITS);
  return (
    estimation && {
      ...estimation,
      low: estimation.low * (1 - RESOLUTION),
      high: estimation.high * (1 + RESOLUTION),
      reachAt: (n: number) => estimation.reachAt(n) + estimation.mean * RESOLUTION,
    }
  );
}

/** What a time can be. */
const WAITS: Bounds = { least: 0, most: Number.POSITIVE_INFINITY };

/** The percentile of what callers wait, in seconds, in each replication in which there were requests. */
function observeLatency(
  { percentile, modelGroup }: Pick<LatencyExpectation, 'percentile' | 'modelGroup'>,
  counts: readonly ReplicationResult[],
  layout: Layout,
): number[] {
  return counts.flatMap(({ modelGroups }) => {
    const histogram = Histogram.merged(
      modelGroups
        .filter((_, m) => modelGroup === null || layout.modelGroups[m]?.name === modelGroup)
        .map(({ latency_s }) => latency_s),
    );
    return histogram.quantile(percentile) ?? [];
  });
}
