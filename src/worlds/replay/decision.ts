import type { Group } from '../../model/fleet.js';
import type { StrategyModel } from '../../model/strategy.js';
import type { StrategyFacts } from '../../strategies/kind.js';
import type { Profile } from '../../strategies/lowest-latency/profile.js';

/** What was recorded of a strategy that goes by counts or prices: its settings, then what it was told and decided. */

export interface DecisionSettings {
  readonly profile: Profile;
  /** The strategy that is replayed, as `run` has it. */
  readonly model: StrategyModel;
  /** As what it keeps stands in LiteLLM's cache. */
  readonly cache: NonNullable<StrategyFacts['cache']>;
  /** Name of the model group. */
  readonly modelGroup: string;
  readonly deployments: readonly CountedDeployment[];
}

export interface CountedDeployment
  extends Pick<Group, 'rpm' | 'tpm' | 'weight' | 'inputCost' | 'outputCost'> {
  readonly id: string;
}

/** Deployments are named by their position in the settings, calls by a number. */
export type RecordedDecision = RecordedChoice | RecordedCall | RecordedEnd | CacheDump;

/** The router chose. */
interface RecordedChoice {
  readonly op: 'select';
  readonly t_s: number;
  readonly call: number;
  /** In the order given. */
  readonly healthy: readonly number[];
  readonly inputTokens: number;
  /** All that it may have chosen. */
  readonly valid: readonly number[];
  /** What it took; undefined: not known, or none. */
  readonly picked: number | undefined;
}

/** A deployment was about to be called. */
interface RecordedCall {
  readonly op: 'start';
  readonly t_s: number;
  readonly call: number;
  readonly deployment: number;
  /** Whether the call was made. */
  readonly admitted: boolean;
}

/** A call ended. */
interface RecordedEnd {
  readonly op: 'success' | 'failure';
  readonly t_s: number;
  readonly call: number;
  readonly deployment: number;
  /** Of a success. */
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** The cache was dumped: its live entries by LiteLLM's keys, without the models in them; minutes are numbers. */
interface CacheDump {
  readonly op: 'state';
  readonly t_s: number;
  /** The time that it says, perhaps an earlier one: what has expired since may be in it, or not. */
  readonly stated_s: number;
  readonly cache: Readonly<Record<string, unknown>>;
}
