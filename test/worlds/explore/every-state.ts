import type { ViolationKind } from '../../../src/index.js';
import { type Reference, VIOLATION_KINDS } from '../../../src/worlds/explore/checks/check.js';
import { faultsOf } from '../../../src/worlds/explore/checks/index.js';
import { type Ending, endingOf } from '../../../src/worlds/explore/ending.js';
import { keyOf } from '../../../src/worlds/explore/key.js';
import { type Move, scheduleText } from '../../../src/worlds/explore/move.js';
import type { Program } from '../../../src/worlds/explore/program.js';
import { keepsAverages } from '../../../src/worlds/explore/reference.js';
import { Runner } from '../../../src/worlds/explore/runner.js';
import { sequentialMoves } from '../../../src/worlds/explore/sequential.js';
import type { World } from '../../../src/worlds/explore/world.js';

/** A state in which each task has its own place. */
interface Labelled {
  /** The shortest way there, the first in the order of moves. */
  readonly way: readonly Move[];
  readonly next: { readonly move: Move; readonly to: Labelled }[];
  /** Set where nothing can happen any more. */
  readonly ending: Ending | undefined;
}

/** What a program comes to, by all of its states. */
export interface EveryState {
  readonly states: number;
  readonly hasCycle: boolean;
  readonly schedules: bigint | null;
  readonly lossless: bigint | null;
  readonly samples: readonly (readonly [samples: number, schedules: bigint])[];
  readonly kinds: readonly ViolationKind[];
  /** The shortest schedule with a kind of violation, the first in the order of moves. */
  shortest(kind: ViolationKind): string | undefined;
}

/**
 * Every state of a program, without taking any task for another: breadth first, with one run for each
 * move. Gives up (undefined) past `limit` states.
 */
export function everyState(program: Program, limit: number): EveryState | undefined {
  const runner = new Runner(program);
  const all = statesOf(runner, limit, (world) => world.enabled());
  const inOrder = statesOf(runner, limit, sequentialMoves);
  if (all === undefined || inOrder === undefined) return undefined;
  const reference: Reference = {
    sequential: new Set(inOrder.flatMap(({ ending }) => (ending ? [ending.state] : []))),
    keepsAverages: keepsAverages(program),
  };
  const kindsOf = ({ ending }: Labelled) => [...(ending ? faultsOf(ending, reference).keys() : [])];
  const endless = endlessIn(all);
  const kinds = new Set(all.flatMap(kindsOf));
  if (endless !== undefined) kinds.add('endless-loop');
  const order = finishedFirst(all);
  const counts = order && countsOf(order);
  const sumOf = (counted: (end: Labelled) => boolean): bigint | null =>
    counts === undefined ? null : sum([...counts].flatMap(([end, n]) => (counted(end) ? [n] : [])));
  const seen = new Set(all.flatMap(({ ending }) => (ending?.seen == null ? [] : [ending.seen])));
  return {
    states: all.length,
    hasCycle: order === undefined,
    schedules: sumOf(() => true),
    lossless: sumOf((end) => !kindsOf(end).includes('lost-update')),
    samples:
      counts === undefined
        ? []
        : [...seen]
            .sort((a, b) => a - b)
            .map((n) => [n, sumOf(({ ending }) => ending?.seen === n) as bigint]),
    kinds: VIOLATION_KINDS.filter((kind) => kinds.has(kind)),
    shortest(kind) {
      const end = all.find((state) => kindsOf(state).includes(kind));
      if (end !== undefined) return scheduleText(end.way);
      return kind === 'endless-loop' ? endless : undefined;
    },
  };
}

function statesOf(
  runner: Runner,
  limit: number,
  movesOf: (world: World) => readonly Move[],
): Labelled[] | undefined {
  const known = new Map<string, Labelled>();
  const enter = (way: readonly Move[]): Labelled => {
    const world = runner.after(way);
    const key = keyOf(world);
    const before = known.get(key);
    if (before !== undefined) return before;
    const ending = movesOf(world).length === 0 ? endingOf(world) : undefined;
    const state = { way, next: [], ending };
    known.set(key, state);
    return state;
  };
  enter([]);
  for (const { way, next } of known.values()) {
    if (known.size > limit) return undefined;
    for (const move of movesOf(runner.after(way))) next.push({ move, to: enter([...way, move]) });
  }
  return [...known.values()];
}

/** States in an order in which those that lead to one come before it; undefined if they go round. */
function finishedFirst(all: readonly Labelled[]): Labelled[] | undefined {
  const open = new Map(all.map((state) => [state, 0]));
  for (const { next } of all) for (const { to } of next) open.set(to, (open.get(to) as number) + 1);
  const order = all.filter((state) => open.get(state) === 0);
  for (const { next } of order) {
    for (const { to } of next) {
      const left = (open.get(to) as number) - 1;
      open.set(to, left);
      if (left === 0) order.push(to);
    }
  }
  return order.length === all.length ? order : undefined;
}

/** How many schedules lead to each ending. */
function countsOf(order: readonly Labelled[]): Map<Labelled, bigint> {
  const to = new Map(order.map((state, i) => [state, i === 0 ? 1n : 0n]));
  for (const state of order) {
    for (const { to: successor } of state.next) {
      to.set(successor, (to.get(successor) as bigint) + (to.get(state) as bigint));
    }
  }
  return new Map([...to].filter(([{ ending }]) => ending !== undefined));
}

function sum(counts: readonly bigint[]): bigint {
  return counts.reduce((total, count) => total + count, 0n);
}

/** The shortest schedule that goes round without a way out, once; undefined if none does. */
function endlessIn(all: readonly Labelled[]): string | undefined {
  for (const start of all) {
    const ways = new Map<Labelled, readonly Move[]>([[start, []]]);
    let back: readonly Move[] | undefined;
    for (const [state, way] of ways) {
      for (const { move, to } of state.next) {
        if (to === start) back ??= [...way, move];
        if (!ways.has(to)) ways.set(to, [...way, move]);
      }
    }
    const leads = [...ways.keys()].some(({ ending }) => ending !== undefined);
    if (!leads && back !== undefined) return scheduleText([...start.way, ...back]);
  }
  return undefined;
}
