import { LoggerFault } from '../../effects/fault.js';
import type { Bound } from '../slices.js';
import type { ViolationKind } from './checks/check.js';
import { type Ending, endingOf } from './ending.js';
import { keyOf } from './key.js';
import { type Move, scheduleText } from './move.js';
import { type Exploring, type SearchOptions, SLICE_MOVES } from './options.js';
import type { Runner } from './runner.js';
import type { World } from './world.js';

/** Where schedules end, as far as it is kept. */
export interface Leaf {
  /** See `Ending`. */
  readonly seen: number | null;
  readonly state: string;
  /** What is wrong with it, the most telling first. */
  readonly kinds: readonly ViolationKind[];
}

/** A state, and where its moves lead. */
export interface Node {
  readonly moves: readonly Move[];
  /** Number of the node that each move leads to. */
  readonly next: number[];
  /** Set where nothing can happen any more. */
  readonly leaf: Leaf | undefined;
}

/** A state whose moves are being tried. */
interface Frame {
  readonly number: number;
  readonly node: Node;
  tried: number;
  /** The world in this state, until a move is taken in it. */
  world: World | undefined;
}

export interface GraphOptions {
  /** Where the graph begins: the state after these moves. */
  readonly start?: readonly Move[];
  /** Which of the possible moves are tried. */
  readonly movesOf?: (world: World) => readonly Move[];
  /** What is wrong with an ending. */
  readonly judge?: (ending: Ending) => Iterable<ViolationKind>;
}

/**
 * The graph of all states that a program can be in, built depth first, a move at a time. States
 * are told apart by their canonical text: what is stored and each unfinished task's past.
 */
export class StateGraph {
  readonly nodes: Node[] = [];
  /** Nodes in the order in which all behind them was known: successors first, in a graph without cycles. */
  readonly finished: number[] = [];
  hasCycle = false;
  /** Moves made so far, with those made again to come back to a state. */
  work = 0;
  private readonly numbers = new Map<string, number>();
  private readonly stack: Frame[] = [];
  private readonly onStack: boolean[] = [];

  constructor(
    private readonly runner: Runner,
    private readonly options: GraphOptions = {},
  ) {
    this.enter(runner.after(options.start ?? []));
  }

  get complete(): boolean {
    return this.stack.length === 0;
  }

  /** Moves of the schedule at hand. */
  get depth(): number {
    return this.stack.length - 1;
  }

  /** Tries one move; gives whether the graph is complete. */
  advance(): boolean {
    const frame = this.stack[this.stack.length - 1];
    if (frame === undefined) return true;
    const move = frame.node.moves[frame.tried];
    if (move === undefined) {
      this.leave(frame);
      return this.complete;
    }
    frame.tried++;
    const { world } = frame;
    frame.world = undefined;
    frame.node.next.push(this.enter(this.worldAfter(world, move)));
    return false;
  }

  private worldAfter(at: World | undefined, move: Move): World {
    try {
      const world = at ?? this.runner.after(this.path());
      this.work += at === undefined ? this.stack.length : 1;
      world.take(move);
      return world;
    } catch (error) {
      throw named(error, [...this.path(), move]);
    }
  }

  /** The moves that lead to the state at hand. */
  private path(): Move[] {
    const tried = this.stack.slice(0, -1).map(({ node, tried }) => node.moves[tried - 1] as Move);
    return [...(this.options.start ?? []), ...tried];
  }

  private enter(world: World): number {
    const key = keyOf(world);
    const known = this.numbers.get(key);
    if (known !== undefined) {
      if (this.onStack[known] === true) this.hasCycle = true;
      return known;
    }
    const number = this.nodes.length;
    this.numbers.set(key, number);
    const moves = this.options.movesOf?.(world) ?? world.enabled();
    const node: Node = { moves, next: [], leaf: moves.length === 0 ? this.leaf(world) : undefined };
    this.nodes.push(node);
    this.stack.push({ number, node, tried: 0, world });
    this.onStack[number] = true;
    return number;
  }

  private leaf(world: World): Leaf {
    const ending = endingOf(world);
    const { seen, state } = ending;
    return { seen, state, kinds: [...(this.options.judge?.(ending) ?? [])] };
  }

  private leave({ number }: Frame): void {
    this.stack.pop();
    this.onStack[number] = false;
    this.finished.push(number);
  }

  /**
   * How many schedules lead to the endings that `counts`: exact, by dynamic programming over the
   * graph. Call only on a complete graph without a cycle.
   */
  countSchedules(counts: (leaf: Leaf) => boolean): bigint {
    const schedules: bigint[] = [];
    for (const number of this.finished) {
      const { leaf, next } = this.nodes[number] as Node;
      let sum = leaf !== undefined && counts(leaf) ? 1n : 0n;
      for (const successor of next) sum += schedules[successor] as bigint;
      schedules[number] = sum;
    }
    return schedules[0] as bigint;
  }

  /** The shortest schedule to a node that is `wanted`; the first in the order of moves. */
  shortest(wanted: (node: Node, number: number) => boolean): Move[] | undefined {
    const from = new Map<number, Arrival>();
    const queue = [0];
    const seen = new Set(queue);
    for (const number of queue) {
      const node = this.nodes[number] as Node;
      if (wanted(node, number)) return backtrack(number, 0, from);
      for (const [i, successor] of node.next.entries()) {
        if (seen.has(successor)) continue;
        seen.add(successor);
        from.set(successor, { node: number, move: node.moves[i] as Move });
        queue.push(successor);
      }
    }
    return undefined;
  }

  /** Nodes from which no ending can be reached; call only on a complete graph. */
  withoutEnding(): ReadonlySet<number> {
    const before: number[][] = this.nodes.map(() => []);
    for (const [number, { next }] of this.nodes.entries()) {
      for (const successor of next) (before[successor] as number[]).push(number);
    }
    const reaching = new Set<number>();
    const queue = [...this.nodes.keys()].filter((n) => this.nodes[n]?.leaf !== undefined);
    for (const number of queue) {
      if (reaching.has(number)) continue;
      reaching.add(number);
      for (const earlier of before[number] as number[]) queue.push(earlier);
    }
    return new Set([...this.nodes.keys()].filter((number) => !reaching.has(number)));
  }

  /** The shortest way from a node back to itself; undefined if there is none. */
  cycleThrough(number: number): Move[] | undefined {
    const from = new Map<number, Arrival>();
    const queue = [number];
    for (const at of queue) {
      const node = this.nodes[at] as Node;
      for (const [i, successor] of node.next.entries()) {
        const move = node.moves[i] as Move;
        if (successor === number) return [...backtrack(at, number, from), move];
        if (from.has(successor)) continue;
        from.set(successor, { node: at, move });
        queue.push(successor);
      }
    }
    return undefined;
  }
}

/** From where, and by which move, a node was reached. */
interface Arrival {
  readonly node: number;
  readonly move: Move;
}

function backtrack(to: number, start: number, from: ReadonlyMap<number, Arrival>): Move[] {
  const moves: Move[] = [];
  for (let at = to; at !== start; ) {
    const { node, move } = from.get(at) as Arrival;
    moves.push(move);
    at = node;
  }
  return moves.reverse();
}

/** Says in which schedule a logger was at fault. */
export function named(error: unknown, moves: readonly Move[]): unknown {
  if (!(error instanceof LoggerFault)) return error;
  const { logger, fault, remedy } = error;
  return new LoggerFault(logger, `${fault} (in schedule ${scheduleText(moves)})`, remedy);
}

/** Completes a graph, in slices. Gives the bound that stopped it; null if nothing did. */
export function* growing(
  graph: StateGraph,
  { maxStates, maxSteps }: Pick<SearchOptions, 'maxStates' | 'maxSteps'>,
): Exploring<Bound | null> {
  let next = SLICE_MOVES;
  while (!graph.advance()) {
    if (graph.nodes.length >= maxStates) return 'states';
    if (graph.depth > maxSteps) return 'steps';
    if (graph.work < next) continue;
    next = graph.work + SLICE_MOVES;
    const stop = yield { states: graph.nodes.length, tried: 0 };
    if (stop !== undefined) return stop;
  }
  return null;
}
