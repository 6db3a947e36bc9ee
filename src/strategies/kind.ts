import { type Kind, kindOf } from '../kernel/kind.js';
import type { StrategyModel } from '../model/strategy.js';
import type { Profile } from './lowest-latency/profile.js';
import type { Recording } from './lowest-latency/recording.js';

/**
 * Makes a strategy of what every router has: how latencies are recorded, and how much above the
 * lowest average still counts as equal to it, a fraction of that; and by which percentile of their
 * TTFTs streams are compared, if by any.
 */
export type MakeStrategy = (
  recording: Recording,
  buffer: number,
  ttftPercentile?: number,
) => StrategyModel;

/** What a kind of strategy has besides what every kind has. */
export interface StrategyFacts {
  /** Whether it chooses by the latencies that are recorded. */
  readonly readsLatencies: boolean;
  /** Whether it chooses by how many requests are under way, or waiting; absent: it does not. */
  readonly looksAtLoad?: true;
  /** Its name in LiteLLM's `routing_strategy`, where LiteLLM has it. */
  readonly litellm?: string;
  /** What LiteLLM's cache has of what it keeps, by LiteLLM's keys, where that was recorded; minutes are numbers. */
  cache?(kept: Kept): Readonly<Record<string, unknown>>;
  /** What to know beside a result: where it is not what that release does. undefined: nowhere known. */
  caveat?(setting: StrategySetting): Caveat | undefined;
}

/** What a strategy of a model group keeps in a store. */
export interface Kept {
  readonly profile: Profile;
  /** Under which it was created. */
  readonly key: string;
  readonly modelGroup: string;
  /** Of the deployments, by position. */
  readonly ids: readonly string[];
  /** floor(now / 60 s). */
  readonly minute: number;
  /** What there is under a key; undefined: nothing, or it has expired. */
  read(key: string): unknown;
}

/** Where a strategy is to route. */
export interface StrategySetting {
  readonly profile: Profile;
  /** What weighs the groups of each model group. */
  readonly fleets: readonly (readonly Weighing[])[];
  /** Whether all requests are known to come in on /chat/completions. */
  readonly allChat: boolean;
}

export interface Weighing {
  readonly weight?: number | undefined;
  readonly rpm?: number | undefined;
  readonly tpm?: number | undefined;
}

export interface Caveat {
  readonly problem: string;
  readonly remedy: string;
}

/** A way to route, with its parameters. */
export type StrategyKind = Kind<MakeStrategy> & StrategyFacts;

/** Describes a way to route. */
export const strategyKind = kindOf<MakeStrategy, StrategyFacts>();
