import type { Experiment, ModelGroup } from '../../model/experiment.js';
import { change } from '../../scenario/change.js';
import { compile } from '../../scenario/compile.js';
import type { Scenario } from '../../scenario/schema.js';
import { type ChangeSet, changed } from './change-set.js';
import { PARTS } from './in-time.js';
import { type Subject, scenarioUnder } from './subject.js';

/** A variant of the scenario that brings a number of requests, ready to be simulated. */
export interface Variant {
  /** All overrides, those of length included. */
  readonly settings: ChangeSet;
  readonly scenario: Scenario;
  readonly experiment: Experiment;
  /** Requests that arrive in a replication on average, the warm-up included. */
  readonly arrivals: number;
  /** By when parts of the counted requests (`PARTS`) have come on average; none under a closed load. */
  readonly cuts_s: readonly number[];
}

/** Seed of the random numbers, and number of replications. */
export interface Replications {
  readonly seed: number;
  readonly replications: number;
}

/**
 * The subject under settings, for as long as the requests need.
 * @returns null where the load never brings so many
 * @throws ChangesRefused where the settings do not go together with the scenario
 */
export function variantOf(
  subject: Subject,
  settings: ChangeSet,
  requests: number,
  luck: Replications,
): Variant | null {
  // Long enough for any warm-up, so that the scenario is valid before its length is known.
  const lasting = changed(settings, [
    change(['requests'], requests),
    change(['duration'], LASTING_S),
  ]);
  const { seed, replications } = luck;
  const under = (all: ChangeSet): Scenario => {
    return { ...scenarioUnder(subject, all), seed, replications };
  };
  const compiled = (scenario: Scenario): Experiment =>
    compile(scenario, { numbers: subject.numbers });
  const endless = compiled(under(lasting));
  const traffic = endless.modelGroups[subject.position] as ModelGroup;
  const duration_s = timeFor(traffic, endless.warmup_s, requests);
  if (duration_s === null) return null;
  const whole = changed(lasting, [change(['duration'], duration_s, 's')]);
  const scenario = under(whole);
  return {
    settings: whole,
    scenario,
    experiment: compiled(scenario),
    arrivals: requests + Math.ceil(expectedBy(traffic, endless.warmup_s)),
    cuts_s: cutsOf(traffic, endless.warmup_s, requests),
  };
}

/**
 * The same, of a load that is known to bring them.
 * @throws RangeError where it does not
 */
export function requiredVariant(...asked: Parameters<typeof variantOf>): Variant {
  const variant = variantOf(...asked);
  if (variant === null) throw new RangeError(`the load does not produce ${asked[2]} requests`);
  return variant;
}

/** After the requests have come, select and answer may still take this long. */
const TAIL_S = 60;
/** Longer than any warm-up. */
const LASTING_S = 100_000 * 86_400;
const LONGEST_S = 1e9;

/** A whole number of seconds in which the requests have come in (almost) any replication; null: none. */
function timeFor(traffic: ModelGroup, warmup_s: number, requests: number): number | null {
  const spread = traffic.load.fixed ? 0 : 10 * Math.sqrt(requests) + 10;
  const time_s = timeOf(traffic, warmup_s, requests + spread);
  return time_s === null ? null : Math.ceil(time_s) + TAIL_S;
}

/** Where nobody knows when requests come, there are none. */
function cutsOf(traffic: ModelGroup, warmup_s: number, requests: number): number[] {
  if (traffic.load.rate_hz === undefined) return [];
  return PARTS.flatMap((part) => timeOf(traffic, warmup_s, part * requests) ?? []);
}

/** When so many requests after the warm-up are to be expected, to the second; null: never. */
function timeOf(traffic: ModelGroup, warmup_s: number, requests: number): number | null {
  const needed = expectedBy(traffic, warmup_s) + requests;
  let low_s = 0;
  let high_s = warmup_s + 1;
  while (expectedBy(traffic, high_s) < needed) {
    low_s = high_s;
    high_s *= 2;
    if (high_s > LONGEST_S) return null;
  }
  while (high_s - low_s > 1) {
    const middle_s = (low_s + high_s) / 2;
    if (expectedBy(traffic, middle_s) < needed) low_s = middle_s;
    else high_s = middle_s;
  }
  return high_s;
}

/** Arrivals that are to be expected by a time; of a closed load, no fewer than come. */
function expectedBy({ load, groups }: ModelGroup, time_s: number): number {
  const slowest_s = Math.max(...groups.map(({ latency }) => latency.mean));
  return load.expected(time_s, slowest_s);
}
