import { endingOf } from './ending.js';
import type { Move } from './move.js';
import type { Runner } from './runner.js';
import type { World } from './world.js';

/**
 * The states that a program ends in when its tasks run one after the other, in every order, each
 * to its end before the next begins. Between them things may expire; a task may crash at any of
 * its steps.
 */
export function sequentialEndings(runner: Runner): ReadonlySet<string> {
  const endings = new Set<string>();
  const visited = new Set<string>();
  const visit = (path: readonly Move[], world: World): void => {
    const key = world.key();
    if (visited.has(key)) return;
    visited.add(key);
    const moves = sequentialMoves(world);
    if (moves.length === 0) {
      endings.add(endingOf(world).state);
      return;
    }
    for (const move of moves) {
      const next = [...path, move];
      visit(next, runner.after(next));
    }
  };
  visit([], runner.start());
  return endings;
}

/** The moves that keep an order sequential: whoever has begun goes on alone. */
function sequentialMoves(world: World): Move[] {
  const enabled = world.enabled();
  const current = world.underWay;
  if (current === undefined) return enabled;
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
