import type { LoggerChoice } from '../../loggers/choice.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { DEFAULT_SEARCH_OPTIONS, type SearchOptions } from '../../worlds/explore/options.js';
import type { ExplorationJob, Limits, ScheduleJob } from '../job.js';
import {
  type CrashKind,
  PROGRAM_CHOICES,
  type ProgramSettings,
  programSettings,
  type SampleValues,
  type TaskDeployments,
} from './settings.js';

/**
 * What may be asked of an exploration, by the names of its options. Where nothing describes a program,
 * the small matrix is tried; where something does, the rest of it is the smallest race.
 */
export interface ExploreQuestion {
  /** Concurrent completions. */
  readonly tasks?: number;
  /** Processes that they run in, in turn. */
  readonly processes?: number;
  /** Name of a kind of store. */
  readonly store?: string;
  /** That the completions are for. */
  readonly deployments?: TaskDeployments;
  /** Values of the samples. */
  readonly samples?: SampleValues;
  /** One after the other. */
  readonly samplesPerTask?: number;
  /** The completions fall in minutes that follow one another, and the last select in the one after. */
  readonly minutes?: boolean;
  /** Samples that the list of a deployment has room for; otherwise it has for all. */
  readonly listSize?: number;
  /** Adds a concurrent select. */
  readonly select?: boolean;
  /** How often what is stored may expire between any two steps; true: once. */
  readonly expiry?: number | boolean;
  /** How often a lease may run out under its holder; true: once. */
  readonly leaseExpiry?: number | boolean;
  /** May crash at any step. */
  readonly crash?: CrashKind;
  /** Version of LiteLLM. */
  readonly profile?: string;
  /** Of compare-and-set. */
  readonly retries?: number;
  /** How the orders are gone through. */
  readonly search?: SearchStrategy;
  /** That `random` and `pct` try. */
  readonly schedules?: number;
  /** Seed of the random numbers of `random` and `pct`. */
  readonly seed?: number;
  /** Ordering constraints that `pct` is after. */
  readonly depth?: number;
  /** Stops at so many states. */
  readonly maxStates?: number;
  /** Tries no schedule further than this, in moves. */
  readonly maxSteps?: number;
  /** Stops after this time. */
  readonly maxSeconds?: number;
  /** Stops at so much memory, in MB. */
  readonly maxMemory?: number;
  /** Runs this schedule alone. */
  readonly schedule?: readonly string[];
  /** What a scenario says of all programs, unless something else is asked; it describes none by itself. */
  readonly on?: ScenarioGround;
}

/** A scenario as reports name it. */
export interface ScenarioNamed {
  readonly name: string;
  readonly hash: string;
}

/** What an exploration takes from a scenario. */
export interface ScenarioGround {
  readonly scenario: ScenarioNamed;
  /** Name of a kind of store. */
  readonly store: string;
  /** Processes of the router. */
  readonly processes: number;
  readonly profile: string;
  /** Samples that the list of a deployment has room for. */
  readonly listSize: number;
  /** Of compare-and-set. */
  readonly retries: number;
}

/** From where to where its numbers go. */
export const EXPLORE_RANGES = {
  tasks: [1, 64],
  processes: [1, 16],
  samplesPerTask: [1, 16],
  listSize: [1, 1000],
  expiry: [1, 16],
  leaseExpiry: [1, 16],
  retries: [0, 1000],
  schedules: [1, 1e9],
  seed: [0, Number.MAX_SAFE_INTEGER],
  depth: [1, 100],
  maxStates: [1, 1e9],
  maxSteps: [1, 1e6],
  maxSeconds: [1, 1e6],
  maxMemory: [10, 1e6],
} as const;

/** What its words may be, the first by default. */
export const EXPLORE_CHOICES = {
  ...PROGRAM_CHOICES,
  search: ['exhaustive', 'random', 'pct'],
} as const;

/** How an exploration goes about it. */
export type SearchStrategy = (typeof EXPLORE_CHOICES)['search'][number];

export const DEFAULT_LIMITS: Limits = { maxSeconds: 60, maxMemory_MB: 1000 };

/** The exploration of a logger that is asked for, or the one schedule of it. */
export function explorationOf(
  logger: LoggerChoice,
  asked: ExploreQuestion,
): ExplorationJob | ScheduleJob {
  const exploration: ExplorationJob = {
    kind: 'exploration',
    logger,
    program: programAsked(asked),
    options: optionsAsked(asked),
    limits: limitsAsked(asked),
    label: logger.name,
    size: 1,
  };
  const { schedule } = asked;
  return schedule === undefined ? exploration : { ...exploration, kind: 'schedule', schedule };
}

export function limitsAsked({ maxSeconds, maxMemory }: ExploreQuestion): Limits {
  return {
    maxSeconds: maxSeconds ?? DEFAULT_LIMITS.maxSeconds,
    maxMemory_MB: maxMemory ?? DEFAULT_LIMITS.maxMemory_MB,
  };
}

export function optionsAsked(asked: ExploreQuestion): SearchOptions {
  const preset = DEFAULT_SEARCH_OPTIONS;
  return {
    strategy: asked.search ?? preset.strategy,
    schedules: asked.schedules ?? preset.schedules,
    seed: asked.seed ?? preset.seed,
    depth: asked.depth ?? preset.depth,
    maxStates: asked.maxStates ?? preset.maxStates,
    maxSteps: asked.maxSteps ?? preset.maxSteps,
  };
}

export function programAsked(asked: ExploreQuestion): ProgramSettings {
  const { on } = asked;
  const preset = programSettings(on === undefined ? {} : { store: on.store, profile: on.profile });
  const tasks = asked.tasks ?? preset.tasks;
  const samplesPerTask = asked.samplesPerTask ?? preset.samplesPerTask;
  const deployments = asked.deployments ?? preset.deployments;
  const ofOne = (deployments === 'same' ? tasks : 1) * samplesPerTask;
  return {
    tasks,
    processes: asked.processes ?? preset.processes,
    store: asked.store ?? preset.store,
    deployments,
    samples: asked.samples ?? preset.samples,
    samplesPerTask,
    minutes: asked.minutes ?? preset.minutes,
    listSize: asked.listSize ?? fullList(on, ofOne),
    select: asked.select ?? preset.select,
    expiries: times(asked.expiry),
    leaseRunOuts: times(asked.leaseExpiry),
    crash: asked.crash ?? preset.crash,
    profile: asked.profile === undefined ? preset.profile : profileNamed(asked.profile).name,
    retries: asked.retries ?? retriesOn(on) ?? preset.retries,
  };
}

/**
 * The list size of a scenario, where so many samples of one deployment fill it. A list with room for more is as good as
 * one with room for all, of which more can be checked.
 */
function fullList(on: ScenarioGround | undefined, samples: number): number | null {
  return on !== undefined && on.listSize <= samples ? on.listSize : null;
}

/** Those of a scenario, which may be more than any program here could use. */
function retriesOn(on: ScenarioGround | undefined): number | undefined {
  return on && Math.min(on.retries, EXPLORE_RANGES.retries[1]);
}

function times(asked: number | boolean | undefined): number {
  return Number(asked ?? 0);
}
