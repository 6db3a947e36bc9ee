import type { Reference, ViolationKind } from './checks/check.js';
import { faultsOf } from './checks/index.js';
import { endingOf } from './ending.js';
import { growing, StateGraph } from './graph.js';
import { keyOf } from './key.js';
import type { Move } from './move.js';
import type { Exploring, SearchOptions } from './options.js';
import type { Runner } from './runner.js';

/** What is wrong with one schedule. */
export interface Judgement {
  readonly kind: ViolationKind;
  /** In words. */
  readonly fault: string;
  /** For an endless loop: its moves, the last ones of the schedule. */
  readonly cycle: readonly Move[];
}

/**
 * Says what is wrong with a schedule that has been run to its end, or once round an endless loop.
 * @returns undefined if nothing is
 */
export function* judging(
  runner: Runner,
  moves: readonly Move[],
  reference: Reference,
  limits: Pick<SearchOptions, 'maxStates' | 'maxSteps'>,
): Exploring<Judgement | undefined> {
  const world = runner.after(moves);
  if (world.enabled().length === 0) {
    const [first] = faultsOf(endingOf(world), reference);
    return first === undefined ? undefined : { kind: first[0], fault: first[1], cycle: [] };
  }
  const cycle = cycleAtTheEndOf(runner, moves);
  if (cycle.length === 0) return undefined;
  const rest = new StateGraph(runner, { start: moves });
  const complete = (yield* growing(rest, limits)) === null;
  if (!complete || rest.nodes.some(({ leaf }) => leaf !== undefined)) return undefined;
  return { kind: 'endless-loop', fault: endlessFault(cycle), cycle };
}

function endlessFault(cycle: readonly Move[]): string {
  const steps =
    cycle.length === 1 ? 'the same step repeats' : `the same ${cycle.length} steps repeat`;
  return `nothing can end it any more: ${steps} for ever`;
}

/** The last moves of a schedule that led back to a state; empty if they did not. */
export function cycleAtTheEndOf(runner: Runner, moves: readonly Move[]): readonly Move[] {
  const world = runner.start();
  const keys = [keyOf(world)];
  for (const move of moves) {
    world.take(move);
    keys.push(keyOf(world));
  }
  const start = keys.indexOf(keyOf(world));
  return moves.slice(start);
}
