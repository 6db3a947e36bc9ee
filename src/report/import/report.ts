import type { Advice } from '../../text/advice.js';

/** What an import made, from what, and what it assumed and left out. */
export interface ImportReport {
  readonly config: string;
  readonly routing: RoutingSummary;
  /** Settings that stand where LiteLLM does not read them, with what the proxy does instead. */
  readonly misplaced: readonly string[];
  /** What is odd in what it reads. */
  readonly odd: readonly string[];
  /** What is not modelled and would change the answer, with what it would do. */
  readonly notModelled: readonly string[];
  readonly log: LogSummary | null;
  readonly scenarios: readonly ImportedScenario[];
  /** Model groups of one deployment, in which nobody is chosen. */
  readonly notRouted: readonly string[];
  /** Settings of the configuration without effect on who is chosen: paths, never values. */
  readonly ignored: readonly LeftOutSettings[];
  /** What is none of LiteLLM's settings that are known: the sections, never names. */
  readonly unknown: readonly LeftOutSettings[];
}

interface LeftOutSettings {
  readonly path: string;
  readonly count: number;
}

/** What a proxy routes by. */
export interface RoutingSummary {
  /** As LiteLLM names it. */
  readonly strategy: string;
  /** Model groups that have one of their own. */
  readonly own: readonly { readonly modelGroup: string; readonly strategy: string }[];
  /** The release; null where nothing is routed. */
  readonly litellm: string | null;
  readonly processes: number | null;
  /** Where the router's Redis is configured; null: it has none. */
  readonly redis: string | null;
}

/** What was read of a log. Each row is in one class, and these add up to all: see `rowClasses`. */
export interface LogSummary {
  /** The files, as one text. */
  readonly file: string;
  readonly files: readonly string[];
  readonly rows: number;
  /** Answers of the model groups that were asked for. */
  readonly requests: number;
  readonly timeouts: number;
  /** Failures other than timeouts. */
  readonly failures: number;
  /** Requests that the proxy refused before it routed them. */
  readonly neverReached: number;
  /** Rows of a request that another row is of already. */
  readonly duplicates: number;
  readonly damaged: {
    readonly count: number;
    readonly first: readonly {
      readonly file?: string;
      readonly line: number;
      readonly reason: string;
    }[];
  };
  readonly cacheHits: number;
  /** Requests of model groups that are not there, or that say of none. */
  readonly elsewhere: number;
  /** Pages of an answer of /spend/logs/v2 that are not in the files. */
  readonly missingPages: number;
  /** Rows of a call type that is not known, taken as other than chat. */
  readonly unknownCalls: number;
  readonly jumps: number;
  /** Whether times say their zone; else they count as UTC. */
  readonly zoned: boolean;
}

/** Rows of requests that were routed, by what became of them, and by whether they were asked for. */
export type RoutedRows = Pick<LogSummary, 'requests' | 'timeouts' | 'failures' | 'elsewhere'>;

/** What reading a log has counted. */
interface LogCounts extends Omit<LogSummary, 'file' | 'files' | 'jumps' | keyof RoutedRows> {
  readonly jumps: { readonly count: number };
}

/** What there is to say of a log that was read. */
export function logSummary(
  files: readonly string[],
  counts: LogCounts,
  { requests, timeouts, failures, elsewhere }: RoutedRows,
): LogSummary {
  const { rows, damaged, cacheHits, neverReached, duplicates, unknownCalls } = counts;
  const { missingPages, zoned, jumps } = counts;
  return {
    file: files.join(', '),
    files,
    rows,
    requests,
    timeouts,
    failures,
    neverReached,
    cacheHits,
    duplicates,
    elsewhere,
    damaged,
    missingPages,
    unknownCalls,
    jumps: jumps.count,
    zoned,
  };
}

/** The classes of the rows of a log in words, with so many rows each; those that add up to all. */
export function rowClasses(log: LogSummary): readonly (readonly [number, string, string])[] {
  return [
    [log.requests, 'request', 'requests'],
    [log.timeouts, 'timeout', 'timeouts'],
    [log.failures, 'failure', 'failures'],
    [log.neverReached, 'never reached a model', 'never reached a model'],
    [log.cacheHits, 'cache hit', 'cache hits'],
    [log.duplicates, 'duplicate', 'duplicates'],
    [log.elsewhere, 'of other model groups', 'of other model groups'],
    [log.damaged.count, 'damaged', 'damaged'],
  ];
}

export interface ImportedScenario {
  readonly modelGroup: string;
  readonly file: string;
  readonly arrivalsFile: string | null;
  /** The command that runs it; null where it is no file, or something has to be stated first. */
  readonly run: string | null;
  /** Names of groups of which `samples.kind` has to be stated, as it was not measured. */
  readonly toState: readonly string[];
  /** The commands that run it with either of what may be recorded of these. */
  readonly tries: readonly Advice[];
  readonly groups: readonly ImportedGroup[];
  /** The law of arrivals, in words; null: a placeholder. */
  readonly arrivals: { readonly law: string; readonly seen: string } | null;
  /** Routed requests of the log; null without one. */
  readonly seen: {
    readonly requests: number;
    readonly timeouts: number;
    readonly failures: number;
    readonly unplaced: number;
  } | null;
  readonly assumes: readonly string[];
}

export interface ImportedGroup {
  readonly name: string;
  readonly deployments: number;
  /** Null: a placeholder. */
  readonly latency: {
    readonly law: string;
    readonly count: number;
    readonly p50_s: number;
    readonly p95_s: number;
    readonly distance: number;
  } | null;
}
