import type { Bound } from '../slices.js';
import type { Reference } from './checks/check.js';
import { faultsOf } from './checks/index.js';
import { growing, StateGraph } from './graph.js';
import type { Exploring, SearchOptions } from './options.js';
import type { Program } from './program.js';
import { referenceOf } from './reference.js';
import { Runner } from './runner.js';

/** A program's state graph, with what its endings are judged by. */
export interface Built {
  readonly graph: StateGraph;
  readonly reference: Reference;
  readonly bound: Bound | null;
}

/** Builds the state graph of a program, as far as the bounds allow. */
export function* building(program: Program, options: SearchOptions): Exploring<Built> {
  const runner = new Runner(program);
  const reference = yield* referenceOf(runner, options.maxSteps);
  const graph = new StateGraph(runner, { judge: (ending) => faultsOf(ending, reference).keys() });
  return { graph, reference, bound: yield* growing(graph, options) };
}
