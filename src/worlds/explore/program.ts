import { constant } from '../../kernel/laws/constant.js';
import { LatencyMap } from '../../loggers/latency-map.js';
import type { Logger, LoggerContext, LoggerOptions } from '../../loggers/logger.js';
import { addEvent, type CompletionEvent, PROFILES, type Profile } from '../../loggers/profile.js';
import { Fleet } from '../../model/fleet.js';
import { remote } from '../../model/stores/remote.js';
import type { StoreModel } from '../../model/stores/store.js';

/** What is explored: some tasks that run a logger concurrently on a store. */
export interface Program {
  readonly logger: Logger;
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
  /** Whether all samples have the same value: then more states are alike. */
  readonly samples: 'equal' | 'distinct';
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
  profile: PROFILES[0] as Profile,
  store: remote,
  tasks: 2,
  processes: 1,
  deployments: 'same',
  samplesPerTask: 1,
  samples: 'equal',
  select: false,
  expiries: 0,
  leaseRunOuts: 0,
  crash: 'none',
};

/** What a program's tasks have in common. */
export interface Setting {
  readonly fleet: Fleet;
  readonly context: LoggerContext;
}

/** The map's key, and the lock's. */
const KEY = 'map';

export function settingOf(program: Program): Setting {
  const { profile, tasks, samplesPerTask, loggerOptions } = program;
  const group = (name: string) => ({
    name,
    deployments: 1,
    latency: constant(1),
    tokens: constant(1),
  });
  const names = Array.from(
    { length: program.deployments === 'same' ? 1 : tasks },
    (_, i) => `d${i + 1}`,
  );
  const fleet = new Fleet(names.map(group));
  // Room for all samples: a sample that is missing has been lost, not pushed out.
  const listSize = Math.max(10, tasks * samplesPerTask);
  return {
    fleet,
    context: {
      key: KEY,
      ttl_s: 3600,
      listSize,
      profile,
      deployments: fleet.index.ids,
      limited: false,
      options: loggerOptions,
      emptyMap: () => new LatencyMap(fleet.index),
      add: (map, event) => addEvent(profile, map, event, listSize),
    },
  };
}

/** The completions that a task logs. */
export function eventsOf(program: Program, setting: Setting, task: number): CompletionEvent[] {
  const { ids } = setting.fleet.index;
  return Array.from({ length: program.samplesPerTask }, (_, i) => ({
    type: 'success',
    deployment: ids[program.deployments === 'same' ? 0 : task] as string,
    latency_s: program.samples === 'equal' ? 1 : task * program.samplesPerTask + i + 1,
    kind: 'chat',
    completion_tokens: 1,
    total_tokens: 1,
    stream: false,
    ttft_s: 1,
    minute: 0,
  }));
}
