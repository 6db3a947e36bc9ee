import { type Built, building } from './building.js';
import type { ViolationKind } from './checks/check.js';
import { judging } from './judge.js';
import type { Move } from './move.js';
import type { Exploring, SearchOptions } from './options.js';
import type { Program } from './program.js';
import type { Violation } from './result.js';
import { Runner } from './runner.js';
import { wayBack } from './way-back.js';

/**
 * Finds a kind of violation with the fewest tasks, and there by the shortest schedule.
 * @param whole the program's own graph, if it was built
 */
export function* shrinking(
  kind: ViolationKind,
  program: Program,
  options: SearchOptions,
  whole: Built | undefined,
): Exploring<Violation | null> {
  let minimal = true;
  for (let tasks = 1; tasks <= program.tasks; tasks++) {
    const smaller = { ...program, tasks };
    let built = tasks === program.tasks ? whole : undefined;
    if (built === undefined) {
      if (tasks === program.tasks) return null;
      built = yield* building(smaller, options);
    }
    if (built.bound !== null) minimal = false;
    const runner = new Runner(smaller);
    const schedule = shortestSchedule(kind, built, runner);
    if (schedule === undefined) continue;
    const judgement = yield* judging(runner, schedule, built.reference, options);
    if (judgement !== undefined) return { ...judgement, program: smaller, schedule, minimal };
  }
  return null;
}

function shortestSchedule(
  kind: ViolationKind,
  { graph, bound }: Built,
  runner: Runner,
): Move[] | undefined {
  const ends = graph.shortest(({ leaf }) => leaf?.kinds.includes(kind) === true);
  // Of what goes round a select has an ending, tasks have none.
  if (ends !== undefined || kind !== 'endless-loop') return ends;
  if (bound !== null || !graph.hasCycle) return undefined;
  const trapped = graph.withoutEnding();
  const round = graph.onCycles();
  const schedule = graph.shortest((_, number) => trapped.has(number) && round.has(number));
  return schedule === undefined ? undefined : [...schedule, ...wayBack(runner, schedule)];
}
