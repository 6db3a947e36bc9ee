import { tellsOfSamples } from './checks/check.js';
import { faultsOf } from './checks/index.js';
import { type Ending, endingOf } from './ending.js';
import { growing, StateGraph } from './graph.js';
import { judging } from './judge.js';
import type { EventField } from './looks.js';
import type { Exploring, SearchOptions } from './options.js';
import type { Program } from './program.js';
import { runsInOrder, undisturbed } from './reference.js';
import type { Violation } from './result.js';
import { Runner } from './runner.js';

/** What one minute forgets of another, two completions show. */
const TASKS = 2;

/**
 * Whether a logger forgets when a minute is over: of one that looks at the minute of a completion, or
 * whose samples a select does not see later on, at most two tasks are tried in minutes that follow one
 * another, in every order. A program with different minutes shows it by itself.
 * @param looks what of a completion the logger looks at
 */
export function* acrossMinutes(
  program: Program,
  keepsAverages: boolean,
  looks: readonly EventField[],
  options: SearchOptions,
): Exploring<Violation | null> {
  if (program.minutes || program.strategy !== undefined) return null;
  const samples = keepsAverages ? 'powers' : 'distinct';
  const asked: Program = { ...undisturbed(program), samples, minutes: true };
  const reference = { sequential: undefined, keepsAverages };
  const kindsOf = (ending: Ending) =>
    [...faultsOf(ending, reference).keys()].slice(0, 1).filter(tellsOfSamples);
  for (let tasks = 1; tasks <= Math.min(program.tasks, TASKS); tasks++) {
    const smaller: Program = { ...asked, tasks };
    const runner = new Runner(smaller);
    if (!looks.includes('minute')) {
      const world = runner.start();
      if (!runsInOrder(world) || kindsOf(endingOf(world)).length === 0) continue;
    }
    const graph = new StateGraph(runner, { judge: kindsOf });
    const bound = yield* growing(graph, options);
    const schedule = graph.shortest(({ leaf }) => (leaf?.kinds.length ?? 0) > 0);
    const judgement = schedule && (yield* judging(runner, schedule, reference, options));
    if (schedule !== undefined && judgement !== undefined) {
      return { ...judgement, program: smaller, schedule, minimal: bound === null };
    }
  }
  return null;
}
