import type { Reference } from './checks/check.js';
import { endingOf } from './ending.js';
import { stepOf } from './move.js';
import type { Exploring } from './options.js';
import type { Program } from './program.js';
import { Runner } from './runner.js';
import { sequentialEndings } from './sequential.js';
import type { Step, World } from './world.js';

/** So many states are visited for the sequential orders: 12 equal tasks, or 7 distinct ones. */
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

/** A program in which nothing happens from outside, with samples that can be told apart. */
export function undisturbed(program: Program): Program {
  return {
    ...program,
    samples: 'powers',
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
      if (task.status === 'running' && !task.waiting) pasts.add(task.history);
      seen(world.take(stepOf(task.number)));
    }
  }
  return true;
}
