import type { ViolationKind } from '../../../src/index.js';
import type { Reference } from '../../../src/worlds/explore/checks/check.js';
import { faultsOf } from '../../../src/worlds/explore/checks/index.js';
import { endingOf } from '../../../src/worlds/explore/ending.js';
import type { Move } from '../../../src/worlds/explore/move.js';
import type { Program } from '../../../src/worlds/explore/program.js';
import { keepsAverages } from '../../../src/worlds/explore/reference.js';
import { Runner } from '../../../src/worlds/explore/runner.js';
import type { World } from '../../../src/worlds/explore/world.js';

export interface Enumeration {
  readonly schedules: number;
  readonly lossless: number;
  /** Number of schedules by the number of samples in the end. */
  readonly samples: ReadonlyMap<number, number>;
  readonly kinds: ReadonlySet<ViolationKind>;
  /** Length of the shortest schedule with each kind of violation. */
  readonly shortest: ReadonlyMap<ViolationKind, number>;
}

/**
 * Every schedule of a program, one by one, each run from its start: no states, no graph. Gives up
 * (undefined) past `limit` schedules.
 */
export function bruteForce(program: Program, limit: number): Enumeration | undefined {
  const runner = new Runner(program);
  const all = schedulesOf(runner, limit);
  if (all === undefined) return undefined;
  const reference: Reference = {
    sequential: sequentialStates(runner),
    keepsAverages: keepsAverages(program),
  };
  let lossless = 0;
  const samples = new Map<number, number>();
  const kinds = new Set<ViolationKind>();
  const shortest = new Map<ViolationKind, number>();
  for (const { length, world } of all) {
    const ending = endingOf(world);
    const faults = faultsOf(ending, reference);
    if (!faults.has('lost-update')) lossless++;
    if (ending.seen !== null) samples.set(ending.seen, (samples.get(ending.seen) ?? 0) + 1);
    for (const kind of faults.keys()) {
      kinds.add(kind);
      const before = shortest.get(kind) ?? Number.POSITIVE_INFINITY;
      shortest.set(kind, Math.min(before, length));
    }
  }
  return { schedules: all.length, lossless, samples, kinds, shortest };
}

interface Ended {
  /** Number of moves. */
  readonly length: number;
  readonly world: World;
}

function schedulesOf(runner: Runner, limit: number): Ended[] | undefined {
  const found: Ended[] = [];
  const visit = (path: readonly Move[]): void => {
    if (found.length > limit) return;
    const world = runner.after(path);
    const enabled = world.enabled();
    if (enabled.length === 0) found.push({ length: path.length, world });
    for (const move of enabled) visit([...path, move]);
  };
  visit([]);
  return found.length > limit ? undefined : found;
}

/** States that the sequential orders end in: whoever has begun goes on alone until it is through. */
function sequentialStates(runner: Runner): Set<string> {
  const states = new Set<string>();
  const visit = (path: readonly Move[]): void => {
    const world = runner.after(path);
    const moves = inOrder(world);
    for (const move of moves) visit([...path, move]);
    if (moves.length === 0) states.add(endingOf(world).state);
  };
  visit([]);
  return states;
}

function inOrder(world: World): Move[] {
  const begun = world.tasks.find(({ status }) => status === 'running');
  const enabled = world.enabled();
  if (begun === undefined) return [...enabled, ...world.crashesBeforeStart()];
  return enabled.filter((move) => {
    if (move.kind === 'step' || move.kind === 'crash-task') return move.task === begun.number;
    if (move.kind === 'crash-process') return move.process === begun.process;
    return move.kind === 'lease-runs-out';
  });
}
