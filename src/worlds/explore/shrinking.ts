import { type Built, building } from './building.js';
import type { ViolationKind } from './checks/check.js';
import { judging } from './judge.js';
import type { Move } from './move.js';
import type { Exploring, SearchOptions } from './options.js';
import type { Program } from './program.js';
import type { Violation } from './result.js';
import { Runner } from './runner.js';

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
    const schedule = shortestSchedule(kind, built);
    if (schedule === undefined) continue;
    const runner = new Runner(smaller);
    const judgement = yield* judging(runner, schedule, built.reference, options);
    if (judgement !== undefined) return { ...judgement, program: smaller, schedule, minimal };
  }
  return null;
}

function shortestSchedule(kind: ViolationKind, { graph, bound }: Built): Move[] | undefined {
  const ending = graph.shortest(({ leaf }) => leaf?.kinds.includes(kind) === true);
  if (kind !== 'endless-loop' || ending !== undefined) return ending;
  if (bound !== null || !graph.hasCycle) return undefined;
  const trapped = graph.withoutEnding();
  let cycle: Move[] | undefined;
  const schedule = graph.shortest((_, number) => {
    cycle = trapped.has(number) ? graph.cycleThrough(number) : undefined;
    return cycle !== undefined;
  });
  return schedule === undefined ? undefined : [...schedule, ...(cycle ?? [])];
}
