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

/**
 * Runs a program's tasks one after the other, again and again, to find out a logger that does not
 * do the same each time. Exploring finds most of them by itself; a clock may stand still meanwhile.
 * @throws LoggerFault where it behaves differently, or never ends
 */
export function requireDeterminism(program: Program): void {
  const runner = new Runner(undisturbed({ ...program, tasks: Math.min(program.tasks, 4) }));
  let steps = 0;
  for (let time = 0; time < TIMES && (time < 2 || steps < MAX_STEPS); time++) {
    const world = runner.start();
    runsInOrder(world);
    for (const task of world.tasks) steps += task.steps;
  }
}
