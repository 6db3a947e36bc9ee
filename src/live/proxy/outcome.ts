import type { Provider } from '../../strategies/lowest-latency/recorded.js';
import type { ProviderCounts } from './provider.js';
import type { RawMap } from './redis.js';

/** What came of a load at a proxy. */
export interface ProxyOutcome {
  /** Of LiteLLM, as it says itself; null: it does not. */
  readonly version: string | null;
  readonly modelGroups: readonly LiveModelGroup[];
  readonly overhead: readonly Overhead[];
  readonly provider: Readonly<ProviderCounts>;
  /** From starting the proxy to its first answer, in seconds; null: it was running. */
  readonly startUp_s: number | null;
  /** What the Redis of the proxy held at the end; absent: it has none, or it has gone. */
  readonly maps?: readonly RawMap[];
  /** Why it ended before its time; null: it did not. */
  readonly partial: EarlyEnd | null;
}

export interface LiveModelGroup {
  readonly name: string;
  /** In order of arrival. */
  readonly requests: readonly LiveRequest[];
}

/** A request that was sent to the proxy. */
export interface LiveRequest {
  readonly number: number;
  /** When it came, in seconds of the scenario. */
  readonly arrival_s: number;
  /** Whether it came after the warm-up. */
  readonly counted: boolean;
  /** The deployment that it went to, by position in the fleet of its model group; null: to none. */
  readonly position: number | null;
  /** Why its caller got no answer; null: it got one, or did not wait for it when the run ended. */
  readonly failure: Failed | null;
  /** From sending it to the end of the answer, in seconds of real time; null: the run ended before. */
  readonly took_s: number | null;
}

/** How a request has failed: `status 429`, `no connection (ECONNRESET)`. */
export type Failed = string;

/** The proxy's own time per request, in seconds of real time: what a caller waits beside the provider's time. */
export interface Overhead {
  readonly provider: Provider;
  /** Median of requests one after another, to a deployment that answers at once. */
  readonly alone_s: number;
  /** Median under the load; null: it had no answers. */
  readonly underLoad_s: number | null;
  /** How many of each were measured. */
  readonly samples: { readonly alone: number; readonly underLoad: number };
}

/** Why a run ended before its time, and what to do about it. */
export interface EarlyEnd {
  readonly reason: string;
  readonly remedy: string;
  /** Whether the user wanted it. */
  readonly isInterrupt: boolean;
}
