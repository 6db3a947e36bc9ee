import type { ExperimentQuestion } from '../files/experiment-request.js';
import { readPrecision } from '../measure/precision/written.js';
import { FEWEST_REPLICATIONS } from '../stats/interval.js';
import { MOST_REPLICATIONS } from '../studies/replication-limits.js';
import { type OptionCheck, whole } from './checks.js';
import { present } from './options.js';

/** How well figures are to be known; without it, as well as the number of replications tells. */
export interface PrecisionOptions {
  /**
   * Adds replications until the 95% interval of every share reaches no more than so many points from it,
   * or that of the mean latency so many per cent: `latency=5%`.
   */
  readonly precision?: number | string;
  /** Adds no more than these; by default 10,000. */
  readonly maxReplications?: number;
}

const precision: OptionCheck = (value) => {
  try {
    readPrecision(String(value));
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Write/, 'give').replace(/\.$/, '');
  }
};

export const precisionChecks: Readonly<Record<keyof PrecisionOptions, OptionCheck>> = {
  precision,
  maxReplications: whole(FEWEST_REPLICATIONS, MOST_REPLICATIONS),
};

/** These as the command line has them. */
export function precisionAsked({
  precision,
  maxReplications,
}: PrecisionOptions): Pick<ExperimentQuestion, 'precision' | 'maxReplications'> {
  return present({
    precision: precision === undefined ? undefined : readPrecision(String(precision)),
    maxReplications,
  });
}
