import type { Experiment } from '../../model/experiment.js';
import { type Estimation, neededFor } from '../../stats/interval.js';
import { stoppedAlpha } from '../../stats/looks.js';
import { type Interval, intervalOf, SUMMARY_LEVEL } from '../level.js';
import type { ReplicationResult } from '../result.js';
import type { PrecisionKind } from './kind.js';
import { LATENCY_PRECISION } from './latency.js';
import { SHARE_PRECISION } from './share.js';

/** All that may be asked to be known well. */
export const PRECISION_KINDS: readonly PrecisionKind[] = [SHARE_PRECISION, LATENCY_PRECISION];

/** How well what is to be known. Plain data. */
export interface PrecisionAsked {
  /** Name of its kind. */
  readonly of: string;
  /** No interval reaches farther from its mean: a fraction of all requests, or of the mean. */
  readonly halfWidth: number;
  /** More replications than these are not run. */
  readonly maxReplications: number;
}

/** How precise a run is that was asked to be: `precision` of its JSON. */
export interface Precision {
  /** What was asked to be known: `share` of every group, `latency` of all callers. */
  readonly of: string;
  /** The half width that was asked for: a fraction of all requests, or of the mean latency. */
  readonly asked: number;
  /** Whether no interval reaches farther. */
  readonly reached: boolean;
  /** How far the widest interval reaches, to its farther side; null: there is none for some figure. */
  readonly halfWidth: number | null;
  /** With which probability an interval holds its mean, with all looks counted. */
  readonly level: number;
  /** So many were run. */
  readonly replications: number;
  readonly maxReplications: number;
  /** About how many would do; null: they have done, or it is not known. */
  readonly needed: number | null;
  /** The option that allows more, where a limit has ended it; null: none has, or none can. */
  readonly allowance: string | null;
  /** What has the widest interval; null: as `halfWidth`. In seconds where it is a latency. */
  readonly widest: { readonly name: string; readonly mean: number; readonly ci95: Interval } | null;
}

/** The error probability of all intervals of a run that stops where they are narrow enough. */
export const STOPPED_ALPHA = stoppedAlpha(1 - SUMMARY_LEVEL);

/** Intervals of a run, by whether it stopped where they were narrow enough. */
export function alphaOf({ precision }: { readonly precision?: Precision | undefined }): number {
  return precision === undefined ? 1 - SUMMARY_LEVEL : STOPPED_ALPHA;
}

/** A kind by its name. */
export function kindNamed(of: string): PrecisionKind {
  return PRECISION_KINDS.find(({ name }) => name === of) as PrecisionKind;
}

/** What replications so far know of what is asked for. */
export interface PrecisionReached extends Pick<Precision, 'reached' | 'halfWidth' | 'widest'> {
  /** Some figure is in none of them: more of them would not tell how far it is known. */
  readonly unmeasured: boolean;
  /** How many would do, by how far those so far are apart; infinitely many: it cannot be told. */
  readonly needed: number;
}

/** How well these replications know what is asked for. */
export function precisionOf(
  { of, halfWidth: asked }: PrecisionAsked,
  experiment: Experiment,
  results: readonly ReplicationResult[],
): PrecisionReached {
  const kind = kindNamed(of);
  const unit = ({ mean }: Estimation) => (kind.relative ? mean : 1);
  const parts = kind.parts(experiment, results, STOPPED_ALPHA).map(({ estimation, ...part }) => {
    if (estimation === null) return { ...part, estimation, far: Number.POSITIVE_INFINITY };
    const reach = Math.max(estimation.mean - estimation.low, estimation.high - estimation.mean);
    return { ...part, estimation, far: reach === 0 ? 0 : reach / unit(estimation) };
  });
  const far = Math.max(0, ...parts.map((part) => part.far));
  const widest = parts.find((part) => part.far === far);
  const open = parts.filter((part) => part.far > asked);
  const needed = open.map(({ estimation }) =>
    estimation === null ? null : neededFor(estimation, asked * unit(estimation)),
  );
  const known = widest !== undefined && widest.estimation !== null;
  return {
    reached: open.length === 0,
    halfWidth: known ? far : null,
    widest: known
      ? { name: widest.name, mean: widest.estimation.mean, ci95: intervalOf(widest.estimation) }
      : null,
    unmeasured: parts.some((part) => part.unmeasured),
    needed: Math.max(results.length, ...needed.map((one) => one ?? Number.POSITIVE_INFINITY)),
  };
}
