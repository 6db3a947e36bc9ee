import type { Exploring } from './options.js';
import type { Program } from './program.js';
import { runsInOrder, undisturbed } from './reference.js';
import { Runner } from './runner.js';

/** Records what a program does in order, in a store of its own. @throws LoggerFault where it breaks its contract */
export function recordOnce(program: Program): void {
  runsInOrder(new Runner(program).start());
}

/** So often a program is run again: long enough for a clock to move on. */
const TIMES = 300;
/** But no more steps than this in all. */
const MAX_STEPS = 100_000;
/** So often whatever stops it: once is no comparison. */
const LEAST_TIMES = 2;

/**
 * Runs a program's tasks one after the other, again and again, to find out a logger that does not
 * do the same each time; a slice is a run, and a bound ends it early. Exploring finds most of them by
 * itself; a clock may stand still meanwhile.
 * @throws LoggerFault where it behaves differently, or never ends
 */
export function* requiringDeterminism(program: Program): Exploring<void> {
  const runner = new Runner(undisturbed({ ...program, tasks: Math.min(program.tasks, 4) }));
  let steps = 0;
  for (let time = 1; time <= TIMES; time++) {
    const world = runner.start();
    runsInOrder(world);
    for (const task of world.tasks) steps += task.steps;
    const bound = yield { states: 0, tried: 0 };
    if (time >= LEAST_TIMES && (bound !== undefined || steps >= MAX_STEPS)) return;
  }
}
