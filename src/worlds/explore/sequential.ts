import { growing, StateGraph } from './graph.js';
import type { Move } from './move.js';
import type { Exploring, SearchOptions } from './options.js';
import type { Runner } from './runner.js';
import type { World } from './world.js';

/**
 * The states that a program ends in when its calls run one after the other, in every order, each to
 * its end before the next begins. Between them things may expire; a task may crash before a call
 * or at any step of it.
 * @returns undefined if there are too many orders to try, or it was stopped
 */
export function* sequentialEndings(
  runner: Runner,
  limits: Pick<SearchOptions, 'maxStates' | 'maxSteps'>,
): Exploring<ReadonlySet<string> | undefined> {
  const graph = new StateGraph(runner, { movesOf: sequentialMoves });
  if ((yield* growing(graph, limits)) !== null) return undefined;
  return new Set(graph.nodes.flatMap(({ leaf }) => (leaf === undefined ? [] : [leaf.state])));
}

/** The moves that keep an order sequential: whoever has begun goes on alone. */
export function sequentialMoves(world: World): Move[] {
  // Calls in different minutes may overlap, and then stand for either order.
  const enabled = world.enabled(false);
  const current = world.underWay;
  if (current === undefined) return [...enabled, ...world.crashesBeforeStart()];
  return enabled.filter((move) => keepsOrder(move, current.number, current.process));
}

function keepsOrder(move: Move, task: number, process: number): boolean {
  switch (move.kind) {
    case 'step':
    case 'crash-task':
      return move.task === task;
    case 'crash-process':
      return move.process === process;
    case 'expiry':
      return false;
    case 'lease-runs-out':
      return true;
  }
}
