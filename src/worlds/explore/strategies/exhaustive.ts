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
    ...(countable ? counted(graph) : NOT_COUNTED),
    tried: 0,
    states: bound === null ? graph.states : BigInt(graph.nodes.length),
    hasCycle: graph.hasCycle,
    serializabilityChecked: reference.sequential !== undefined,
    keepsAverages: reference.keepsAverages,
    looksAt: [],
    kinds,
    violation: worst === undefined ? null : yield* shrinking(worst, program, options, built),
  };
}

type ScheduleCounts = Pick<ExploreResult, 'schedules' | 'lossless' | 'samples'>;

const NOT_COUNTED: ScheduleCounts = { schedules: null, lossless: null, samples: [] };

/** Schedules: all, those that lose nothing, and by how many samples they end with. */
function counted(graph: StateGraph): ScheduleCounts {
  let all = 0n;
  let lossless = 0n;
  const bySamples = new Map<number, bigint>();
  for (const [{ seen, kinds }, schedules] of graph.schedules()) {
    all += schedules;
    if (!kinds.includes('lost-update')) lossless += schedules;
    if (seen !== null) bySamples.set(seen, (bySamples.get(seen) ?? 0n) + schedules);
  }
  const samples = [...bySamples]
    .sort(([a], [b]) => a - b)
    .map(([samples, schedules]) => ({ samples, schedules }));
  return { schedules: all, lossless, samples };
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
