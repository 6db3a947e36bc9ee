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

export interface LogSummary {
  readonly file: string;
  readonly rows: number;
  readonly damaged: {
    readonly count: number;
    readonly first: readonly { readonly line: number; readonly reason: string }[];
  };
  readonly cacheHits: number;
  /** Requests of model groups that are not there, or that say of none. */
  readonly elsewhere: number;
  /** Rows of a call type that is not known, taken as other than chat. */
  readonly unknownCalls: number;
  readonly jumps: number;
  /** Whether times say their zone; else they count as UTC. */
  readonly zoned: boolean;
}

/** What reading a log has counted. */
interface LogCounts extends Omit<LogSummary, 'file' | 'elsewhere' | 'jumps'> {
  readonly jumps: { readonly count: number };
}

/** What there is to say of a log that was read. @param elsewhere requests of model groups that are not there */
export function logSummary(
  file: string,
  { rows, damaged, cacheHits, unknownCalls, zoned, jumps }: LogCounts,
  elsewhere: number,
): LogSummary {
  return { file, rows, damaged, cacheHits, elsewhere, unknownCalls, jumps: jumps.count, zoned };
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
