import { type Built, building } from '../building.js';
import { VIOLATION_KINDS, type ViolationKind } from '../checks/check.js';
import type { StateGraph } from '../graph.js';
import type { Exploring, SearchOptions } from '../options.js';
import type { Program } from '../program.js';
import type { ExploreResult } from '../result.js';
import { shrinking } from '../shrinking.js';

/**
 * Tries every order, on the graph of states: two schedules that come to the same state go on from
 * there as one. Schedules are counted on the graph, not one by one.
 */
export function* tryingAll(program: Program, options: SearchOptions): Exploring<ExploreResult> {
  const built = yield* building(program, options);
  const { graph, bound, reference } = built;
  const kinds = kindsIn(built);
  const countable = bound === null && !graph.hasCycle;
  const worst = kinds[0];
  return {
    program,
    strategy: 'exhaustive',
    exhaustive: bound === null,
    bound,
    schedules: countable ? graph.countSchedules(() => true) : null,
    lossless: countable
      ? graph.countSchedules((leaf) => !leaf.kinds.includes('lost-update'))
      : null,
    tried: 0,
    states: graph.nodes.length,
    hasCycle: graph.hasCycle,
    samples: countable ? distribution(graph) : [],
    serializabilityChecked: reference.sequential !== undefined,
    keepsAverages: reference.keepsAverages,
    looksAt: [],
    kinds,
    violation: worst === undefined ? null : yield* shrinking(worst, program, options, built),
  };
}

function distribution(graph: StateGraph): ExploreResult['samples'] {
  const numbers = new Set<number>();
  for (const { leaf } of graph.nodes) {
    if (leaf !== undefined && leaf.seen !== null) numbers.add(leaf.seen);
  }
  return [...numbers]
    .sort((a, b) => a - b)
    .map((samples) => ({
      samples,
      schedules: graph.countSchedules((leaf) => leaf.seen === samples),
    }));
}

/** Every kind of violation in a graph, the most telling first. */
function kindsIn({ graph, bound }: Built): ViolationKind[] {
  const kinds = new Set<ViolationKind>();
  for (const { leaf } of graph.nodes) {
    for (const kind of leaf?.kinds ?? []) kinds.add(kind);
  }
  if (bound === null && graph.hasCycle && graph.withoutEnding().size > 0) kinds.add('endless-loop');
  return VIOLATION_KINDS.filter((kind) => kinds.has(kind));
}
