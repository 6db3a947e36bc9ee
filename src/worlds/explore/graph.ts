import type { Ending } from './ending.js';
import { endingOf } from './ending.js';
import type { Move } from './move.js';
import type { Runner } from './runner.js';
import type { World } from './world.js';

/** A state, and where its moves lead. */
export interface Node {
  readonly moves: readonly Move[];
  /** Number of the node that each move leads to. */
  readonly next: number[];
  /** Set where nothing can happen any more. */
  readonly ending: Ending | undefined;
}

/** A state whose moves are being tried. */
interface Frame {
  readonly number: number;
  readonly node: Node;
  tried: number;
  /** The world in this state, until a move is taken in it. */
  world: World | undefined;
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
  private readonly numbers = new Map<string, number>();
  private readonly stack: Frame[] = [];
  private readonly onStack: boolean[] = [];

  constructor(private readonly runner: Runner) {
    this.enter(runner.start());
  }

  get complete(): boolean {
    return this.stack.length === 0;
  }

  /** Steps of the deepest schedule at hand. */
  get depth(): number {
    return this.stack.length;
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
    let world = frame.world;
    frame.world = undefined;
    world ??= this.runner.after(this.path());
    world.take(move);
    frame.node.next.push(this.enter(world));
    return false;
  }

  /** The moves that lead to the state at hand. */
  private path(): Move[] {
    return this.stack.slice(0, -1).map(({ node, tried }) => node.moves[tried - 1] as Move);
  }

  private enter(world: World): number {
    const key = world.key();
    const known = this.numbers.get(key);
    if (known !== undefined) {
      if (this.onStack[known] === true) this.hasCycle = true;
      return known;
    }
    const number = this.nodes.length;
    this.numbers.set(key, number);
    const moves = world.enabled();
    const ending = moves.length === 0 ? endingOf(world) : undefined;
    const node: Node = { moves, next: [], ending };
    this.nodes.push(node);
    this.stack.push({ number, node, tried: 0, world });
    this.onStack[number] = true;
    return number;
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
  countSchedules(counts: (ending: Ending) => boolean): bigint {
    const schedules: bigint[] = [];
    for (const number of this.finished) {
      const { ending, next } = this.nodes[number] as Node;
      let sum = ending !== undefined && counts(ending) ? 1n : 0n;
      for (const successor of next) sum += schedules[successor] as bigint;
      schedules[number] = sum;
    }
    return schedules[0] as bigint;
  }

  /** The shortest schedule to a node that is `wanted`; the first in the order of moves. */
  shortest(wanted: (node: Node, number: number) => boolean): Move[] | undefined {
    const from: { readonly node: number; readonly move: Move }[] = [];
    const queue = [0];
    const seen = new Set(queue);
    for (const number of queue) {
      const node = this.nodes[number] as Node;
      if (wanted(node, number)) return this.backtrack(number, from);
      for (const [i, successor] of node.next.entries()) {
        if (seen.has(successor)) continue;
        seen.add(successor);
        from[successor] = { node: number, move: node.moves[i] as Move };
        queue.push(successor);
      }
    }
    return undefined;
  }

  private backtrack(
    number: number,
    from: readonly { readonly node: number; readonly move: Move }[],
  ): Move[] {
    const moves: Move[] = [];
    for (let at = number; at !== 0; ) {
      const step = from[at] as { readonly node: number; readonly move: Move };
      moves.push(step.move);
      at = step.node;
    }
    return moves.reverse();
  }

  /** Nodes from which no ending can be reached; call only on a complete graph. */
  withoutEnding(): ReadonlySet<number> {
    const before: number[][] = this.nodes.map(() => []);
    for (const [number, { next }] of this.nodes.entries()) {
      for (const successor of next) (before[successor] as number[]).push(number);
    }
    const reaching = new Set<number>();
    const queue = [...this.nodes.keys()].filter((n) => this.nodes[n]?.ending !== undefined);
    for (const number of queue) {
      if (reaching.has(number)) continue;
      reaching.add(number);
      queue.push(...(before[number] as number[]));
    }
    return new Set([...this.nodes.keys()].filter((number) => !reaching.has(number)));
  }

  /** The shortest way from a node back to itself; undefined if there is none. */
  cycleThrough(number: number): Move[] | undefined {
    const from = new Map<number, { readonly node: number; readonly move: Move }>();
    const queue = [number];
    for (const at of queue) {
      const node = this.nodes[at] as Node;
      for (const [i, successor] of node.next.entries()) {
        const move = node.moves[i] as Move;
        if (successor === number) {
          const moves = [move];
          for (let back = at; back !== number; ) {
            const step = from.get(back) as { readonly node: number; readonly move: Move };
            moves.push(step.move);
            back = step.node;
          }
          return moves.reverse();
        }
        if (from.has(successor)) continue;
        from.set(successor, { node: at, move });
        queue.push(successor);
      }
    }
    return undefined;
  }
}
