import type { Bound } from '../slices.js';
import { faultsOf } from './checks/index.js';
import { growing, StateGraph } from './graph.js';
import { judging } from './judge.js';
import type { Exploring, SearchOptions } from './options.js';
import type { Program } from './program.js';
import { undisturbed } from './reference.js';
import type { Violation } from './result.js';
import { Runner } from './runner.js';
import { sequentialMoves } from './sequential.js';

/** A select between two calls fills a memory, and one after them shows what it is worth. */
const CALLS = 2;

/** What came of looking for selects that see old copies. */
export interface OldCopies {
  readonly violation: Violation | null;
  /** What stopped it before all orders were tried; null if nothing did. */
  readonly bound: Bound | null;
}

/**
 * Whether selects in a process that has routed before see what its calls have recorded since: a
 * select, which may keep what it reads, runs before, between or after the program's calls, one after
 * the other. A program with a select of its own shows it by itself.
 */
export function* readingYourWrites(
  program: Program,
  keepsAverages: boolean,
  options: SearchOptions,
): Exploring<OldCopies> {
  if (program.select || program.strategy !== undefined) return NOTHING_FOUND;
  // A sample of another process could be taken for one's own, were they equal.
  const samples = keepsAverages ? 'powers' : 'distinct';
  const samplesPerTask = Math.min(program.samplesPerTask, CALLS);
  const asked: Program = { ...undisturbed(program), samples, samplesPerTask, select: true };
  const reference = { sequential: undefined, keepsAverages };
  for (let tasks = 1; tasks <= Math.min(program.tasks, CALLS); tasks++) {
    const smaller: Program = { ...asked, tasks };
    const runner = new Runner(smaller);
    const graph = new StateGraph(runner, {
      movesOf: sequentialMoves,
      judge: (ending) => [...faultsOf(ending, reference).keys()].slice(0, 1),
    });
    const bound = yield* growing(graph, options);
    const schedule = graph.shortest(({ leaf }) => leaf?.kinds[0] === 'stale-view');
    const judgement = schedule && (yield* judging(runner, schedule, reference, options));
    if (schedule !== undefined && judgement !== undefined) {
      const violation = { ...judgement, program: smaller, schedule, minimal: bound === null };
      return { violation, bound };
    }
    if (bound !== null) return { violation: null, bound };
  }
  return NOTHING_FOUND;
}

const NOTHING_FOUND: OldCopies = { violation: null, bound: null };
