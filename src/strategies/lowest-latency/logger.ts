import type { Steps } from '../../effects/steps.js';
import type { CompletionEvent } from '../../model/completion.js';
import type { ABANDONED } from '../../model/strategy.js';
import type { LatencyMap } from './latency-map.js';
import type { Profile } from './profile.js';

/**
 * A way to record latencies, and to read them back. Written once; runs in every world. It must be
 * deterministic: no clock, no random numbers, nothing shared between calls but through effects.
 */
export interface Logger {
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  /** Records one completion. Ends with `ABANDONED` if it gives the sample up. */
  // A generator without a return statement is one of void, so undefined would refuse it.
  // biome-ignore lint/suspicious/noConfusingVoidType: see above
  record(event: CompletionEvent, context: LoggerContext): Steps<typeof ABANDONED | void>;
  /** Reads what the router needs to choose; undefined: nothing is known. */
  view(context: LoggerContext, minute: number): Steps<LatencyMap | undefined>;
}

/** What the world tells a logger about the model group that it works for. */
export interface LoggerContext {
  /** The key of the model group's map. */
  readonly key: string;
  /** The router's `ttl` in seconds. */
  readonly ttl_s: number;
  /** The router's `max_latency_list_size`. */
  readonly listSize: number;
  readonly profile: Profile;
  /** Ids of the model group's deployments. */
  readonly deployments: readonly string[];
  /** Whether any deployment has an rpm or tpm limit, so that usage has to be counted. */
  readonly limited: boolean;
  readonly options: LoggerOptions;
  /** A map without samples. */
  emptyMap(): LatencyMap;
  /** Adds an event to a map, in place, by the profile's rules. */
  add(map: LatencyMap, event: CompletionEvent): void;
}

export interface LoggerOptions {
  /** How often `compare-and-set` tries again before it gives a sample up. */
  readonly retries: number;
  /** Length of the lease of `locked-distributed` in seconds. */
  readonly lease_s: number;
}
