import type { Experiment } from '../../model/experiment.js';
import type { Estimation } from '../../stats/interval.js';
import type { ReplicationResult } from '../result.js';

/** What may be asked to be known well. */
export interface PrecisionKind {
  readonly name: string;
  /** An example of how it is asked for. */
  readonly example: string;
  /** What may be asked, in words. */
  readonly form: string;
  /** What is known, in a sentence's middle. */
  readonly subject: string;
  /** Whether it is asked for without its name. */
  readonly bare: boolean;
  /** Whether a half width is a part of the mean, rather than of all requests. */
  readonly relative: boolean;
  /** Reads what is asked for, as a fraction; undefined: that is none. */
  read(text: string): number | undefined;
  /** Writes it so that `read` has it back. */
  write(halfWidth: number): string;
  /** How far an interval reaches, for people. */
  reach(halfWidth: number): string;
  /** All that is to be known, of replications so far. @param alpha as of `estimateAt` */
  parts(
    experiment: Experiment,
    results: readonly ReplicationResult[],
    alpha: number,
  ): PrecisionPart[];
}

/** One of the figures that are to be known. */
export interface PrecisionPart {
  readonly name: string;
  /** Whether no replication says anything about it. */
  readonly unmeasured: boolean;
  /** Null: too few replications do. */
  readonly estimation: Estimation | null;
}
