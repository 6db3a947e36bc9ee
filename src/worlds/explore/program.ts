import { constant } from '../../kernel/distributions/constant.js';
import type { Keeping } from '../../model/cache.js';
import type { CompletionEvent } from '../../model/completion.js';
import { Fleet } from '../../model/fleet.js';
import { remote } from '../../model/stores/remote.js';
import type { StoreModel } from '../../model/stores/store.js';
import type { Strategy, StrategyModel } from '../../model/strategy.js';
import type { Logger, LoggerOptions } from '../../strategies/lowest-latency/logger.js';
import { DEFAULT_PROFILE, type Profile } from '../../strategies/lowest-latency/profile.js';
import { lowestLatency } from '../../strategies/lowest-latency/strategy.js';
import { alikeTasks } from './alike.js';

/** What is explored: some tasks that run a logger concurrently on a store. */
export interface Program {
  readonly logger: Logger;
  /** Instead of lowest-latency: then each task is a whole request of it, from select to record. */
  readonly strategy?: StrategyModel;
  readonly loggerOptions: LoggerOptions;
  readonly profile: Profile;
  readonly store: StoreModel;
  /** Concurrent completions. Task i runs in process i modulo `processes`. */
  readonly tasks: number;
  readonly processes: number;
  /** All tasks log for one deployment, or each for its own. */
  readonly deployments: 'same' | 'distinct';
  /** Samples that each task logs, one after the other. */
  readonly samplesPerTask: number;
  /**
   * Their values: all 1 s, so that more states are alike; sample n takes n s; or 1, 2, 4, 8, ... s,
   * of which no part has the average of all.
   */
  readonly samples: 'equal' | 'distinct' | 'powers';
  /**
   * Whether tasks end in minutes that follow one another, and the last selects in the minute after;
   * else all is in one. The first of them ends a period of any usual length.
   */
  readonly minutes: boolean;
  /** Samples that a list has room for; null: for all. */
  readonly listSize: number | null;
  /** So many of the newest samples of a deployment the logger keeps, where it has a limit of its own. */
  readonly ownLimit?: number;
  /** Adds a concurrent select, in the first process. */
  readonly select: boolean;
  /** How often what is stored may expire, between any two steps. */
  readonly expiries: number;
  /** How often a lease may run out while its owner is still at work. */
  readonly leaseRunOuts: number;
  /** What may crash, at any step; once. */
  readonly crash: 'none' | 'task' | 'process';
}

/** Two completions at once for one deployment, one process, a remote store: the smallest race. */
export const DEFAULT_PROGRAM: Omit<Program, 'logger'> = {
  loggerOptions: { retries: 64, lease_s: 10 },
  profile: DEFAULT_PROFILE,
  store: remote,
  tasks: 2,
  processes: 1,
  deployments: 'same',
  samplesPerTask: 1,
  samples: 'equal',
  minutes: false,
  listSize: null,
  select: false,
  expiries: 0,
  leaseRunOuts: 0,
  crash: 'none',
};

/** What a program's tasks have in common. */
export interface Setting {
  readonly fleet: Fleet;
  /** The completions that each task logs. */
  readonly events: readonly (readonly CompletionEvent[])[];
  /** The first task that each is like, by number; the select, too, has one. */
  readonly alike: readonly number[];
  /** The minute of the selects. */
  readonly minute: number;
  readonly strategy: Strategy;
  readonly keeping: Keeping;
}

/** The map's key, and the lock's. */
export const PROGRAM_KEY = 'map';
/** Nothing outlives its time here but by `expiries`. */
const TTL_S = 3600;

export function settingOf(program: Program): Setting {
  const { logger, profile, tasks, samplesPerTask, loggerOptions } = program;
  const deployments = program.deployments === 'same' ? 1 : tasks;
  const fleet = new Fleet([{ name: 'd', deployments, latency: constant(1), tokens: constant(1) }]);
  // Room for all samples, unless asked otherwise: one that is missing has been lost, not pushed out.
  const listSize = program.listSize ?? Math.max(10, tasks * samplesPerTask);
  const recording = { logger, options: loggerOptions, profile, ttl_s: TTL_S, listSize };
  const model = program.strategy ?? lowestLatency(recording, 0);
  const events = Array.from({ length: tasks }, (_, task) => eventsOf(program, fleet, task));
  return {
    fleet,
    minute: minuteOf(program, tasks),
    events,
    alike: alikeTasks(events, program.processes),
    strategy: model.create(PROGRAM_KEY, fleet),
    keeping: model.keeping,
  };
}

function eventsOf(program: Program, fleet: Fleet, task: number): CompletionEvent[] {
  const { ids } = fleet.index;
  return Array.from({ length: program.samplesPerTask }, (_, i) => ({
    type: 'success',
    deployment: ids[program.deployments === 'same' ? 0 : task] as string,
    latency_s: sampleValue(program.samples, task * program.samplesPerTask + i + 1),
    kind: 'chat',
    completion_tokens: 1,
    total_tokens: 1,
    stream: false,
    ttft_s: 1,
    minute: minuteOf(program, task),
  }));
}

/**
 * 1, ..., 16, 18, 20, 24, 25, 30, 45, 50, 60 min; hours, days, weeks and 30 days of them: what begins
 * in this minute begins a period of each of these lengths.
 */
const MINUTE_OF_CHANGE = 43_243_200;

/** The minute in which a task ends, the first just before the change; of the selects, the one after. */
export function minuteOf({ minutes }: Pick<Program, 'minutes'>, task: number): number {
  return minutes ? MINUTE_OF_CHANGE - 1 + task : 0;
}

/** The value of the n-th sample in seconds. */
function sampleValue(samples: Program['samples'], n: number): number {
  if (samples !== 'powers') return samples === 'equal' ? 1 : n;
  let value = 1;
  for (let i = 1; i < n; i++) value *= 2;
  return value;
}
