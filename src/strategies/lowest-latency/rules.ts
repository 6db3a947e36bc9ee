import type { Full } from '../../model/full-list.js';
import { isBefore } from './release.js';

/**
 * The rules in which releases of LiteLLM's latency-based routing differ
 * (litellm/router_strategy/lowest_latency.py, and the in-memory cache under it).
 */
export interface Rules {
  /** A full list replaces its last sample, or drops its first. */
  readonly full: Full;
  /** What a success without a count of completion tokens becomes: a timedelta, or its seconds. */
  readonly withoutTokens: 'timedelta' | 'seconds';
  /** An answer of the Responses API is like one without tokens, or divided by its tokens. */
  readonly responses: 'without-tokens' | 'per-token';
  /** TTFT kept: per completion token and for chat only, or the raw seconds of every stream. */
  readonly ttft: 'per-token' | 'seconds';
  /** The list whose length divides the sum of the TTFTs. */
  readonly ttftDivisor: 'latency-list' | 'ttft-list';
  /** Whether `ttft_percentile` is known: a stream is then compared by that percentile. */
  readonly ttftPercentile: boolean;
  /** Samples that are negative, infinite or NaN. */
  readonly unusable: 'summed' | 'ignored';
  /** How samples are added up: one by one, or by Python's `sum`, which 3.12 made compensate. */
  readonly sum: 'loop' | 'python';
  /** Where no average is within the buffer of the lowest: an error, or all within their limits. */
  readonly noCandidate: 'error' | 'all';
  /** Whether a write to memory at exactly the expiry begins a new ttl, or only one after it. */
  readonly writeAtExpiry: 'kept' | 'renewed';
  /** What the list of latencies is called in the store. */
  readonly latencyField: string;
  /** What the list of TTFTs is called in the store. */
  readonly ttftField: string;
}

/** What a rule is from some release on. */
export interface RuleStage<Value> {
  readonly value: Value;
  /** What it does, for people. */
  readonly says: string;
  /** The first release that is known to have it; absent: all before the next stage. */
  readonly since?: string;
  /** The last release that is known not to have it; what those between have is not known. */
  readonly notIn?: string;
}

/** One rule through the releases. */
export interface Rule<Value> {
  /** What it is about, for people. */
  readonly about: string;
  /** In the order of the releases. */
  readonly stages: readonly [RuleStage<Value>, ...RuleStage<Value>[]];
}

/**
 * Every rule, in the order in which people are shown them. What it is in 1.76.1, 1.82.3 and 1.110.2
 * was measured on these releases; between them, the release in which it changed was found by
 * searching the sources of releases for its text (docs/reference/strategies-and-profiles.md).
 */
export const RULES: { readonly [Name in keyof Rules]: Rule<Rules[Name]> } = {
  full: {
    about: 'a full list',
    stages: [
      { value: 'replace-last', says: 'replaces its last sample' },
      { value: 'drop-first', says: 'drops its first', since: '1.83.10', notIn: '1.83.7' },
    ],
  },
  withoutTokens: {
    about: 'a success without completion tokens',
    stages: [
      { value: 'timedelta', says: 'is a timedelta: counted, not summed' },
      { value: 'seconds', says: 'is its seconds', since: '1.96.2', notIn: '1.95.1' },
    ],
  },
  responses: {
    about: 'an answer of the Responses API',
    stages: [
      { value: 'without-tokens', says: 'is one without completion tokens' },
      {
        value: 'per-token',
        says: 'is its seconds per completion token; tpm is not charged',
        since: '1.109.0',
        notIn: '1.108.14',
      },
    ],
  },
  ttft: {
    about: 'the TTFT that is kept',
    stages: [
      { value: 'per-token', says: 'is per completion token, of chat only' },
      {
        value: 'seconds',
        says: 'is in seconds, of every stream',
        since: '1.102.0',
        notIn: '1.101.6',
      },
    ],
  },
  ttftDivisor: {
    about: 'a sum of TTFTs',
    stages: [
      { value: 'latency-list', says: 'is divided by the length of the latency list' },
      {
        value: 'ttft-list',
        says: 'is divided by the number of TTFTs',
        since: '1.82.3',
        notIn: '1.76.1',
      },
    ],
  },
  ttftPercentile: {
    about: '`ttft_percentile`',
    stages: [
      { value: false, says: 'is not known' },
      {
        value: true,
        says: 'compares streams by that percentile of their TTFTs',
        since: '1.102.0',
        notIn: '1.101.6',
      },
    ],
  },
  unusable: {
    about: 'a negative, infinite or NaN sample',
    stages: [
      { value: 'summed', says: 'is counted and summed' },
      { value: 'ignored', says: 'is kept and ignored', since: '1.109.0', notIn: '1.108.14' },
    ],
  },
  sum: {
    about: 'samples',
    stages: [
      { value: 'loop', says: 'are added one by one' },
      {
        value: 'python',
        says: "are added by Python's `sum`, which compensates from Python 3.12 on",
        since: '1.102.0',
        notIn: '1.101.6',
      },
    ],
  },
  noCandidate: {
    about: 'no average within the buffer of the lowest',
    stages: [
      { value: 'error', says: 'is an error' },
      {
        value: 'all',
        says: 'lets all within their limits be candidates',
        since: '1.110.2',
        notIn: '1.82.3',
      },
    ],
  },
  writeAtExpiry: {
    about: 'a write to memory at exactly the expiry',
    stages: [
      { value: 'kept', says: 'leaves the expiry' },
      { value: 'renewed', says: 'begins a new ttl', since: '1.110.2', notIn: '1.82.3' },
    ],
  },
  latencyField: {
    about: 'the list of latencies',
    stages: [
      { value: 'latency', says: 'is `latency` in the store' },
      {
        value: 'latency_normalized',
        says: 'is `latency_normalized` in the store',
        since: '1.109.0',
        notIn: '1.108.14',
      },
    ],
  },
  ttftField: {
    about: 'the list of TTFTs',
    stages: [
      { value: 'time_to_first_token', says: 'is `time_to_first_token` in the store' },
      {
        value: 'time_to_first_token_seconds',
        says: 'is `time_to_first_token_seconds` in the store',
        since: '1.102.0',
        notIn: '1.101.6',
      },
    ],
  },
};

/** The stage of a rule that a release is known to have, or the one before where that is not known. */
export function stageAt<Value>({ stages }: Rule<Value>, release: string): RuleStage<Value> {
  let found = stages[0];
  for (const stage of stages) {
    if (stage.since === undefined || !isBefore(release, stage.since)) found = stage;
  }
  return found;
}

/** All rules as a release has them. */
export function rulesAt(release: string): Rules {
  const rules = Object.entries(RULES) as [keyof Rules, Rule<Rules[keyof Rules]>][];
  return Object.fromEntries(
    rules.map(([name, rule]) => [name, stageAt(rule, release).value]),
  ) as unknown as Rules;
}
