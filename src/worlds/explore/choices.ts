import { type WholeNumber, wholeNumber } from '../../text/figures.js';
import { building } from './building.js';
import { VIOLATION_KINDS, type ViolationKind } from './checks/check.js';
import { faultsOf } from './checks/index.js';
import { endingOf } from './ending.js';
import { fitted } from './explore.js';
import type { StateGraph } from './graph.js';
import type { Move } from './move.js';
import { waitsIn } from './observe.js';
import type { Exploring, SearchOptions } from './options.js';
import type { Program } from './program.js';
import { Runner } from './runner.js';
import { type Story, Teller, type ToldStep } from './story.js';

/** How the orders end that go on from a state. */
export interface Behind {
  /** How many there are; null where some go round, so that they cannot be counted. */
  readonly orders: WholeNumber | null;
  /** What can go wrong, the most telling first, and in how many of them; null likewise. */
  readonly wrong: readonly {
    readonly kind: ViolationKind;
    readonly orders: WholeNumber | null;
  }[];
}

/** A move that may be next, what it does, and the number of the state that it leads to. */
export interface NextMove extends Omit<ToldStep, 'step' | 'stored' | 'effects'> {
  readonly to: number;
}

/** A state as whoever chooses the next step sees it. */
export interface ChoiceState {
  /** What is stored, by copy and key. */
  readonly stored: readonly string[];
  /** Who cannot go on, and why: `task 2 waits for lock 'map', which task 1 holds`. */
  readonly waiting: readonly string[];
  /** None: it is an ending. */
  readonly choices: readonly NextMove[];
  readonly behind: Behind;
  /** How it ends, line by line; empty where it does not. */
  readonly ending: readonly string[];
  /** What is wrong with it as an ending, the most telling first, in words. */
  readonly faults: readonly string[];
}

/** All states of a program, the first its start, with what may be next in each. */
export interface Choices {
  readonly program: Program;
  /** As in a story. */
  readonly participants: Story['participants'];
  readonly processes: Story['processes'];
  readonly states: readonly ChoiceState[];
}

/**
 * The states of a program, each with all that may happen next and what lies behind it. Samples can be
 * told apart, so that a reader sees which one is lost.
 * @returns null where a bound stopped it
 */
export function* choosing(asked: Program, options: SearchOptions): Exploring<Choices | null> {
  const distinct = asked.samples === 'equal';
  const program = fitted(distinct ? { ...asked, samples: 'distinct' } : asked);
  const { graph, reference, bound } = yield* building(program, options);
  if (bound !== null) return null;
  const runner = new Runner(program);
  const teller = new Teller(program);
  const behind = behindEach(graph);
  const ways = waysTo(graph, runner);
  const states = graph.nodes.map(({ next }, number): ChoiceState => {
    const way = ways[number] as readonly Move[];
    const world = runner.after(way);
    const moves = world.enabled();
    const faults = moves.length === 0 ? faultsOf(endingOf(world), reference) : NONE;
    return {
      stored: teller.stored(world),
      waiting: waitsIn(world).map(
        ({ who, what, owner }) => `${who} waits for ${what}, which ${owner} holds`,
      ),
      choices: moves.map((move, i) => {
        const { stored: _, effects: __, ...told } = teller.take(runner.after(way), move);
        return { ...told, to: next[i] as number };
      }),
      behind: behind[number] as Behind,
      ending: moves.length === 0 ? teller.ending(world) : [],
      faults: [...faults.values()],
    };
  });
  const choices = states.flatMap((state) => state.choices);
  return { program, ...teller.castOf(runner.start(), choices), states };
}

const NONE: ReadonlyMap<ViolationKind, string> = new Map();

/** A shortest way to each node. As no two tasks are alike, each enabled move has a successor of its own. */
function waysTo({ nodes }: StateGraph, runner: Runner): readonly (readonly Move[])[] {
  const ways: Move[][] = [];
  ways[0] = [];
  const queue = [0];
  for (const number of queue) {
    const way = ways[number] as Move[];
    const moves = runner.after(way).enabled();
    for (const [i, successor] of (nodes[number]?.next ?? []).entries()) {
      if (ways[successor] !== undefined) continue;
      ways[successor] = [...way, moves[i] as Move];
      queue.push(successor);
    }
  }
  return ways;
}

function behindEach(graph: StateGraph): Behind[] {
  return graph.hasCycle ? possibleBehind(graph) : countedBehind(graph);
}

/** Exact, by dynamic programming over the graph: successors first. */
function countedBehind({ nodes, finished }: StateGraph): Behind[] {
  const orders: bigint[] = [];
  const wrong: Map<ViolationKind, bigint>[] = [];
  for (const number of finished) {
    const { leaf, next, ways } = nodes[number] as StateGraph['nodes'][number];
    const kinds = new Map<ViolationKind, bigint>(leaf?.kinds.map((kind) => [kind, 1n]));
    let all = leaf === undefined ? 0n : 1n;
    for (const [i, successor] of next.entries()) {
      const times = BigInt(ways[i] as number);
      all += times * (orders[successor] as bigint);
      for (const [kind, count] of wrong[successor] as Map<ViolationKind, bigint>) {
        kinds.set(kind, (kinds.get(kind) ?? 0n) + times * count);
      }
    }
    orders[number] = all;
    wrong[number] = kinds;
  }
  return nodes.map((_, number) => ({
    orders: wholeNumber(orders[number] as bigint),
    wrong: VIOLATION_KINDS.flatMap((kind) => {
      const count = wrong[number]?.get(kind);
      return count === undefined ? [] : [{ kind, orders: wholeNumber(count) }];
    }),
  }));
}

/** Where some orders go round: what can be reached. */
function possibleBehind(graph: StateGraph): Behind[] {
  const trapped = graph.withoutEnding();
  const reached = VIOLATION_KINDS.map((kind) => ({
    kind,
    from: graph.leadingTo(({ leaf }, number) => {
      const goesRound = kind === 'endless-loop' && trapped.has(number);
      return goesRound || leaf?.kinds.includes(kind) === true;
    }),
  }));
  return graph.nodes.map((_, number) => ({
    orders: null,
    wrong: reached
      .filter(({ from }) => from.has(number))
      .map(({ kind }) => ({ kind, orders: null })),
  }));
}
