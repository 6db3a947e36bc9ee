import { LoggerFault } from '../../effects/fault.js';
import type { Bound } from '../slices.js';
import type { ViolationKind } from './checks/check.js';
import { type Ending, endingOf } from './ending.js';
import { stateOf } from './key.js';
import { type Move, scheduleText } from './move.js';
import { type Exploring, type SearchOptions, SLICE_MOVES } from './options.js';
import type { Runner } from './runner.js';
import { Symmetry, type WeightedMove } from './symmetry.js';
import type { World } from './world.js';

/** Where schedules end, as far as it is kept. */
export interface Leaf {
  /** See `Ending`. */
  readonly seen: number | null;
  readonly state: string;
  /** What is wrong with it, the most telling first. */
  readonly kinds: readonly ViolationKind[];
}

/** A state, with those that differ from it only in which of alike tasks is which; and where its moves lead. */
export interface Node {
  /** Number of the node that each move leads to. */
  readonly next: number[];
  /** How many moves of alike tasks each of them stands for. */
  readonly ways: number[];
  /** Set where nothing can happen any more. */
  readonly leaf: Leaf | undefined;
}

/** A state whose moves are being tried. */
interface Frame {
  readonly number: number;
  readonly node: Node;
  readonly choices: readonly WeightedMove[];
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
 * are told apart by their canonical text: what is stored and each unfinished task's past; those
 * that differ only in which of alike tasks is which are one.
 */
export class StateGraph {
  readonly nodes: Node[] = [];
  /** Nodes in the order in which all behind them was known: successors first, in a graph without cycles. */
  readonly finished: number[] = [];
  hasCycle = false;
  /** How many states the nodes stand for. */
  states = 0n;
  /** Moves made so far, with those made again to come back to a state. */
  work = 0;
  private readonly symmetry: Symmetry;
  private readonly numbers = new Map<string, number>();
  private readonly stack: Frame[] = [];
  private readonly onStack: boolean[] = [];

  constructor(
    private readonly runner: Runner,
    private readonly options: GraphOptions = {},
  ) {
    this.symmetry = new Symmetry(runner.setting.alike);
    this.enter(this.worldAt([]));
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
    const choice = frame.choices[frame.tried];
    if (choice === undefined) {
      this.leave(frame);
      return this.complete;
    }
    frame.tried++;
    const { world, node } = frame;
    frame.world = undefined;
    node.next.push(this.enter(this.worldAfter(world, choice.move)));
    node.ways.push(choice.ways);
    return false;
  }

  private worldAfter(at: World | undefined, move: Move): World {
    try {
      const world = at ?? this.worldAt(this.path());
      this.work += at === undefined ? this.stack.length : 1;
      world.take(move);
      return world;
    } catch (error) {
      throw named(error, [...(this.options.start ?? []), ...this.path(), move]);
    }
  }

  /** The moves that lead from the start to the state at hand. */
  private path(): Move[] {
    return this.stack
      .slice(0, -1)
      .map(({ choices, tried }) => (choices[tried - 1] as WeightedMove).move);
  }

  private worldAt(path: readonly Move[]): World {
    return this.runner.after([...(this.options.start ?? []), ...path]);
  }

  private movesIn(world: World): readonly Move[] {
    return this.options.movesOf?.(world) ?? world.enabled();
  }

  private enter(world: World): number {
    const { symmetry } = this;
    const orbit = symmetry.orbitOf(stateOf(world));
    const known = this.numbers.get(orbit.key);
    if (known !== undefined) {
      if (this.onStack[known] === true) this.hasCycle = true;
      return known;
    }
    const number = this.nodes.length;
    this.numbers.set(orbit.key, number);
    this.states += symmetry.statesOf(orbit);
    const choices = symmetry.choices(this.movesIn(world), orbit);
    const leaf = choices.length === 0 ? this.leaf(world) : undefined;
    const node: Node = { next: [], ways: [], leaf };
    this.nodes.push(node);
    this.stack.push({ number, node, choices, tried: 0, world });
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
   * How many schedules lead to each ending: exact, by dynamic programming over the graph. Call only
   * on a complete graph without a cycle.
   */
  schedules(): Map<Leaf, bigint> {
    const schedules = new Map<Leaf, bigint>();
    const to: bigint[] = this.nodes.map(() => 0n);
    to[0] = 1n;
    for (const number of [...this.finished].reverse()) {
      const { leaf, next, ways } = this.nodes[number] as Node;
      const count = to[number] as bigint;
      if (leaf !== undefined) schedules.set(leaf, count);
      for (const [i, successor] of next.entries()) {
        to[successor] = (to[successor] as bigint) + count * BigInt(ways[i] as number);
      }
    }
    return schedules;
  }

  /** The shortest schedule to a node that is `wanted`; the first in the order of moves. */
  shortest(wanted: (node: Node, number: number) => boolean): Move[] | undefined {
    const left = this.movesLeft(wanted);
    const schedule: Move[] = [];
    for (let most = left[0]; most !== 0; most--) {
      if (most === undefined) return undefined;
      const closer = (move: Move): boolean => {
        const { key } = this.symmetry.orbitOf(stateOf(this.worldAt([...schedule, move])));
        return left[this.numbers.get(key) ?? -1] === (most as number) - 1;
      };
      schedule.push(this.movesIn(this.worldAt(schedule)).find(closer) as Move);
    }
    return schedule;
  }

  /** The fewest moves from each node to one that is `wanted`; undefined where none can be reached. */
  private movesLeft(wanted: (node: Node, number: number) => boolean): (number | undefined)[] {
    const before = this.predecessors();
    const queue = [...this.nodes.keys()].filter((n) => wanted(this.nodes[n] as Node, n));
    const left: (number | undefined)[] = this.nodes.map(() => undefined);
    for (const number of queue) left[number] = 0;
    for (const number of queue) {
      for (const earlier of before[number] as number[]) {
        if (left[earlier] !== undefined) continue;
        left[earlier] = (left[number] as number) + 1;
        queue.push(earlier);
      }
    }
    return left;
  }

  private predecessors(): number[][] {
    const before: number[][] = this.nodes.map(() => []);
    for (const [number, { next }] of this.nodes.entries()) {
      for (const successor of next) (before[successor] as number[]).push(number);
    }
    return before;
  }

  /** Nodes from which no ending can be reached; call only on a complete graph. */
  withoutEnding(): ReadonlySet<number> {
    const ending = this.leadingTo(({ leaf }) => leaf !== undefined);
    return new Set([...this.nodes.keys()].filter((number) => !ending.has(number)));
  }

  /** Nodes from which one that is `wanted` can be reached; call only on a complete graph. */
  leadingTo(wanted: (node: Node, number: number) => boolean): ReadonlySet<number> {
    const left = this.movesLeft(wanted);
    return new Set([...left.keys()].filter((number) => left[number] !== undefined));
  }

  /** Nodes that moves lead back to (Kosaraju's components); call only on a complete graph. */
  onCycles(): ReadonlySet<number> {
    const before = this.predecessors();
    const found = new Set<number>();
    const seen = new Set<number>();
    for (const last of [...this.finished].reverse()) {
      if (seen.has(last)) continue;
      seen.add(last);
      const component = [last];
      for (const number of component) {
        for (const earlier of before[number] as number[]) {
          if (seen.has(earlier)) continue;
          seen.add(earlier);
          component.push(earlier);
        }
      }
      const round = component.length > 1 || before[last]?.includes(last) === true;
      if (round) for (const number of component) found.add(number);
    }
    return found;
  }
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
