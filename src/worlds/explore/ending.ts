import type { LatencyMap } from '../../loggers/latency-map.js';
import { contentOf } from './content.js';
import type { World } from './world.js';

/** Where a schedule ends: nothing can happen any more. */
export interface Ending {
  /** Tasks that wait for what nobody will give back; empty unless it is a deadlock. */
  readonly stuck: readonly string[];
  /** Locks and leases that an ended task still holds. */
  readonly leftHeld: readonly string[];
  /** Samples that loggers say they have recorded, and that no crash has taken along. */
  readonly recorded: number;
  /** Samples of crashed tasks: they may be there or not. */
  readonly uncertain: number;
  readonly abandoned: number;
  /** Samples that selects see; null where a select is blocked. */
  readonly seen: number | null;
  /** Whether something expired on the way: then a missing sample need not have been lost. */
  readonly expired: boolean;
  /** Canonical text of what happened from outside, of what is stored, and of what selects see. */
  readonly state: string;
}

/** Looks at a world in which nothing is enabled any more. */
export function endingOf(world: World): Ending {
  const { program } = world;
  const stuck = world.tasks.filter((task) => !task.over).map((task) => task.label);
  const leftHeld = world
    .holdings()
    .filter(({ ended }) => ended)
    .map(({ name, owner }) => `'${name}' by ${owner}`);
  const stored = world
    .contents()
    .map(({ copy, key, value }) => `${copy}/${key}=${contentOf(value)}`);

  let recorded = 0;
  let uncertain = 0;
  let abandoned = 0;
  for (const task of world.tasks) {
    if (task.kind === 'select') continue;
    // A process that has died without a shared copy has taken its samples along.
    const gone = !program.store.shared && !world.isAlive(task.process);
    for (const outcome of task.outcomes) {
      if (outcome === 'abandoned') abandoned++;
      else if (!gone) recorded++;
    }
    if (task.status === 'crashed' && !gone) {
      uncertain += program.samplesPerTask - task.outcomes.length;
    }
  }

  const alive = Array.from({ length: program.processes }, (_, p) => p).filter((p) =>
    world.isAlive(p),
  );
  const views =
    stuck.length > 0 || leftHeld.length > 0 ? [] : alive.map((process) => world.seenBy(process));
  // Without a shared copy each process has samples of its own; with one, what counts is what a
  // process sees that starts from nothing.
  const counted = program.store.shared ? [world.seenBy(program.processes)] : views;
  return {
    stuck,
    leftHeld,
    recorded,
    uncertain,
    abandoned,
    seen: counted.includes('blocked') ? null : sum(counted as (LatencyMap | undefined)[]),
    expired: world.accidents.some((accident) => accident.startsWith('expiry')),
    state: [...world.accidents, ...stored, ...views.map((view) => `sees ${contentOf(view)}`)].join(
      '\n',
    ),
  };
}

function sum(maps: readonly (LatencyMap | undefined)[]): number {
  let samples = 0;
  for (const map of maps) samples += map?.samples ?? 0;
  return samples;
}
