import type { CompletionEvent } from '../../model/completion.js';

/** What was recorded of a real router: its settings, then its operations in order of time. */

/** Settings of the recorded router. */
export interface RecordedSettings {
  readonly deployments: readonly RecordedDeployment[];
  readonly ttl_s: number;
  /** `lowest_latency_buffer`: a fraction of the lowest average. */
  readonly buffer: number;
  /** `max_latency_list_size`. */
  readonly listSize: number;
  /** `ttft_percentile`, above 0 and up to 1; undefined: none is set. */
  readonly ttftPercentile?: number;
  /** Whether the recorder's Python compensates in `sum`: from 3.12 on. */
  readonly compensated: boolean;
}

export interface RecordedDeployment {
  readonly id: string;
  /** Requests a minute; undefined: no limit. */
  readonly rpm?: number;
  /** Tokens a minute; undefined: no limit. */
  readonly tpm?: number;
}

/** Deployments are named by their position in the settings. */
export type Operation = Select | Success | Timeout | Failure | StateDump;

/** The router chose, and what it compared. */
export interface Select {
  readonly op: 'select';
  readonly t_s: number;
  /** In the order given. */
  readonly healthy: readonly number[];
  readonly stream: boolean;
  readonly inputTokens: number;
  /** The candidates by (average, id). */
  readonly valid: readonly number[];
  /** By position; NaN where there is none. */
  readonly averages: Float64Array;
}

/** The logger of successes was called. */
export interface Success extends Omit<CompletionEvent, 'type' | 'deployment' | 'minute'> {
  readonly op: 'success';
  readonly t_s: number;
  readonly deployment: number;
}

/** The logger of failures was called with a timeout. */
export interface Timeout {
  readonly op: 'timeout';
  readonly t_s: number;
  readonly deployment: number;
}

/** The logger of failures was called with another exception, which has no effect. */
export interface Failure {
  readonly op: 'failure';
  readonly t_s: number;
  readonly deployment: number;
}

/** The map was dumped. */
export interface StateDump {
  readonly op: 'state';
  readonly t_s: number;
  /** What was known of each deployment, by position; null: there was no map. */
  readonly map: readonly (DumpedStats | undefined)[] | null;
}

/** A deployment's part of the map. */
export interface DumpedStats {
  /** The integer 0 of a placeholder is a 0 here. */
  readonly latency: readonly (number | { readonly timedelta_s: number })[];
  readonly ttft: readonly number[];
  /** In the order in which they were put in. */
  readonly minutes: readonly DumpedMinute[];
}

export interface DumpedMinute {
  /** floor(t / 60 s). */
  readonly minute: number;
  readonly tpm: number;
  readonly rpm: number;
}
