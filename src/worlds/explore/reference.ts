import { LatencyMap } from '../../strategies/lowest-latency/latency-map.js';
import type { Reference } from './checks/check.js';
import { endingOf } from './ending.js';
import { stepOf } from './move.js';
import type { Exploring } from './options.js';
import type { Program } from './program.js';
import { Runner } from './runner.js';
import { sequentialEndings } from './sequential.js';
import type { Step, World } from './world.js';

/** So many states are visited for the sequential orders: 7 tasks with samples of their own, or any number alike. */
const MAX_STATES = 100_000;

/**
 * Works out what the endings of a program are compared with.
 * @param maxStates where to give the sequential orders up
 */
export function* referenceOf(
  runner: Runner,
  maxSteps: number,
  maxStates = MAX_STATES,
): Exploring<Reference> {
  const sequential = yield* sequentialEndings(runner, { maxSteps, maxStates });
  return { sequential, keepsAverages: keepsAverages(runner.program) };
}

/**
 * Whether a logger keeps averages rather than samples: if so, it shows fewer samples than it has
 * recorded, but with their average, even where nothing runs concurrently. Then losses show in the
 * averages alone.
 */
export function keepsAverages(program: Program): boolean {
  const world = new Runner({ ...undisturbed(program), processes: 1 }).start();
  if (!runsInOrder(world)) return false;
  const { seen, recorded, averagesHold } = endingOf(world);
  return seen !== null && seen < recorded && averagesHold;
}

/**
 * So many of the newest samples of a deployment a logger keeps, where it has a limit of its own and
 * lists have room for all: of a ring of slots, what makes way is not lost. One that keeps a single
 * sample is taken for one that forgets the others.
 * @returns undefined if it has none that these tasks reach
 */
export function ownLimitOf(program: Program): number | undefined {
  if (program.listSize !== null || program.strategy !== undefined) return undefined;
  const runner = new Runner({ ...undisturbed(program), processes: 1 });
  const world = runner.start();
  if (!runsInOrder(world)) return undefined;
  const seen = world.seenBy(world.program.store.shared ? 1 : 0);
  if (!(seen instanceof LatencyMap)) return undefined;
  const { fleet, events } = runner.setting;
  let limit: number | undefined;
  for (const [position, id] of fleet.index.ids.entries()) {
    const recorded = events
      .flat()
      .flatMap(({ deployment, latency_s }) => (deployment === id ? [latency_s] : []));
    const shown = seen.at(position)?.latency ?? [];
    if (shown.length >= recorded.length) continue;
    const newest = recorded.slice(recorded.length - shown.length);
    if (shown.length < 2 || !newest.every((value) => shown.includes(value))) return undefined;
    limit = Math.min(limit ?? shown.length, shown.length);
  }
  return limit;
}

/** A program in which nothing happens from outside, with samples that can be told apart. */
export function undisturbed(program: Program): Program {
  return {
    ...program,
    samples: 'powers',
    minutes: false,
    select: false,
    expiries: 0,
    leaseRunOuts: 0,
    crash: 'none',
  };
}

/** A task with more steps than this, on its own, is not waited for. */
const MAX_STEPS = 10_000;

/**
 * Runs all tasks, one after the other.
 * @param seen is shown each step
 * @returns whether all came to their end
 */
export function runsInOrder(world: World, seen: (step: Step) => void = () => undefined): boolean {
  for (const task of world.tasks) {
    const pasts = new Set<number>();
    while (!task.over) {
      if (!task.canStep || task.steps > MAX_STEPS || pasts.has(task.history)) return false;
      if (task.asks) pasts.add(task.history);
      seen(world.take(stepOf(task.number)));
    }
  }
  return true;
}
