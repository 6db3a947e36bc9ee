/** What the requests of one replication could know of a model group's deployments, over time. Plain data. */
export interface KnownOverTime {
  readonly modelGroup: string;
  /** Number of the replication. */
  readonly replication: number;
  /** How many deployments the model group has. */
  readonly deployments: number;
  /** Processes of the router, whose requests are taken together. */
  readonly processes: number;
  /** Length of the run, and of each of the columns that it is cut into (the last may be shorter), in seconds. */
  readonly duration_s: number;
  readonly column_s: number;
  /** What `seen` tells apart: each deployment, or each group where there are too many. */
  readonly rows: readonly KnownRow[];
  readonly columns: readonly KnownColumn[];
}

/** Some deployments that are told together. */
export interface KnownRow {
  /** The position of its group in the model group. */
  readonly group: number;
  readonly deployments: number;
}

/** A part of a replication. */
export interface KnownColumn {
  /** Requests that were sent, or refused, in it. */
  readonly selects: number;
  /** By row: the part of its deployments that these saw in the map, their mean, from 0 to 1. */
  readonly seen: readonly number[];
  /**
   * Deployments known at its end: what the last request until then saw, the mean over the processes that
   * have had one. Null before any request.
   */
  readonly known: number | null;
}

/** More columns would be too small to see. */
export const MOST_COLUMNS = 40;
/** More deployments are told by group. */
export const MOST_ROWS = 40;

/**
 * How long a column is, in seconds: so long as arrivals or flushes take to come again, or several times
 * that; where they do not, a part of the run.
 * @param period_s undefined: they do not
 */
export function columnLength(duration_s: number, period_s: number | undefined): number {
  if (period_s === undefined || period_s >= duration_s) return duration_s / MOST_COLUMNS;
  return period_s * Math.ceil(duration_s / period_s / MOST_COLUMNS - ROUNDING);
}

/** What a quotient of two times may be off by. */
const ROUNDING = 1e-9;
