import type { ExperimentQuestion } from '../files/experiment-request.js';
import type { ScenarioSource } from '../files/load.js';
import { findProfile } from '../strategies/lowest-latency/profile.js';
import { profileRemedy } from '../strategies/lowest-latency/profile-remedy.js';
import { MOST_MEMORY_MB } from '../studies/memory-limit.js';
import { usageError } from '../text/failure.js';
import type { WaitOptions } from './answered.js';
import { callback, number, type OptionCheck, texts, whole } from './checks.js';

/** What changes an experiment, under the names of the command line. */
export interface ExperimentOptions {
  /** Seed of the random numbers, 0 or more. */
  readonly seed?: number;
  /** Number of independent replications. */
  readonly replications?: number;
  /** What `replications` was called at first. */
  readonly seeds?: number;
  /** Version of LiteLLM. */
  readonly profile?: string;
  /** Overrides of fields, in order: `path=value`. */
  readonly set?: readonly string[];
  /** Equivalence margin of the verdict, in points of share. */
  readonly margin?: number;
  /** Allows runs of more than 1e8 events. */
  readonly maxEvents?: number;
  /** Allows runs that need more than 1000 MB of memory at once. */
  readonly maxMemory?: number;
  /** The numbers of files that the scenario names, by the path as written there; else read. */
  readonly numbers?: ReadonlyMap<string, ArrayLike<number>>;
}

const object: OptionCheck = (value) =>
  typeof value === 'object' && value !== null ? undefined : 'give an object';

export const waitChecks: Readonly<Record<keyof WaitOptions, OptionCheck>> = {
  threads: whole(1, 256),
  signal: object,
  progress: callback,
};

/** The name of a profile, or a former one. */
export const profileName: OptionCheck = (value) => {
  const name = String(value);
  return typeof value === 'string' && findProfile(name) !== undefined
    ? undefined
    : profileRemedy(name);
};

export const experimentChecks: Readonly<Record<keyof ExperimentOptions, OptionCheck>> = {
  seed: whole(0),
  replications: whole(1, 100_000),
  seeds: whole(1, 100_000),
  profile: profileName,
  set: texts,
  margin: number(0, 100),
  maxEvents: whole(1),
  maxMemory: whole(1, MOST_MEMORY_MB),
  numbers: (value) => (value instanceof Map ? undefined : 'give a Map, by path'),
};

/** Options as the command line has them. */
export function experimentAsked(given: ExperimentOptions): Omit<ExperimentQuestion, 'threads'> {
  const { seed, profile, set, margin, maxEvents, maxMemory, numbers } = given;
  return present({
    seed: written(seed),
    replications: written(replicationsOf(given)),
    profile,
    set,
    margin: written(margin),
    maxEvents,
    maxMemory,
    numbers: numbers && new Map([...numbers].map(([file, own]) => [file, Float64Array.from(own)])),
  });
}

/**
 * The number of replications that is asked for, by either name.
 * @throws CommandError where both are given and differ
 */
export function replicationsOf({
  replications,
  seeds,
}: Pick<ExperimentOptions, 'replications' | 'seeds'>): number | undefined {
  if (replications !== undefined && seeds !== undefined && replications !== seeds) {
    throw usageError(
      `replications ${replications} and seeds ${seeds} contradict one another`,
      'give replications alone: seeds is what it was called at first',
    );
  }
  return replications ?? seeds;
}

/** As it is written on a command line. */
export function written(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** An object without what is undefined. */
export function present<Whole extends object>(
  all: {
    readonly [Name in keyof Whole]: Whole[Name] | undefined;
  },
): Whole {
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as Whole;
}

/** A scenario by the name of a shipped one, by its path or, if it has more than one line, its text. */
export function sourceOf(given: string): ScenarioSource {
  return given.includes('\n') ? { text: given } : given;
}
