import { Streams } from '../../kernel/random.js';
import { type Reference, VIOLATION_KINDS, type ViolationKind } from './checks/check.js';
import { CHECKS } from './checks/index.js';
import { type Ending, endingOf } from './ending.js';
import { StateGraph } from './graph.js';
import type { Move } from './move.js';
import type { Program } from './program.js';
import { Runner } from './runner.js';
import { sequentialEndings } from './sequential.js';
import { pct } from './strategies/pct.js';
import { randomWalk } from './strategies/random-walk.js';

/** How a program is explored, and how far. */
export interface ExploreOptions {
  readonly strategy: 'exhaustive' | 'random' | 'pct';
  /** Stops at this many states. */
  readonly maxStates: number;
  /** Stops where a schedule gets longer than this, in moves. */
  readonly maxSteps: number;
  /** Schedules that `random` and `pct` try. */
  readonly schedules: number;
  /** Key of the luck of `random` and `pct`. */
  readonly seed: number;
  /** Ordering constraints that `pct` is after. */
  readonly depth: number;
}

export const DEFAULT_EXPLORE_OPTIONS: ExploreOptions = {
  strategy: 'exhaustive',
  maxStates: 1_000_000,
  maxSteps: 1_000,
  schedules: 10_000,
  seed: 1,
  depth: 3,
};

/** What stopped an exploration before everything was tried. */
export type Bound = 'states' | 'steps' | 'schedules' | 'stopped';

/** Something that can go wrong, in the smallest program and by the shortest schedule known. */
export interface Violation {
  readonly kind: ViolationKind;
  /** What is wrong, in words. */
  readonly fault: string;
  /** The program that it happens in: as explored, with fewer tasks where fewer suffice. */
  readonly program: Program;
  readonly schedule: readonly Move[];
  /** For an endless loop: the moves that lead back to where the schedule ends. */
  readonly cycle: readonly Move[];
  /** Whether no schedule of fewer tasks, and no shorter one, shows this. */
  readonly minimal: boolean;
}

export interface ExploreResult {
  readonly program: Program;
  readonly strategy: ExploreOptions['strategy'];
  /** Whether everything was tried. */
  readonly exhaustive: boolean;
  readonly bound: Bound | null;
  /** All schedules; null where there is a cycle or not everything was tried. */
  readonly schedules: bigint | null;
  /** Schedules that lose no sample; null likewise. */
  readonly lossless: bigint | null;
  /** Schedules that were tried one at a time. */
  readonly tried: number;
  /** Distinct states that were seen. */
  readonly states: number;
  /** How many schedules end with how many samples; by schedule counts, or by tries. */
  readonly samples: readonly { readonly samples: number; readonly schedules: bigint }[];
  /** Every kind of violation that was seen. */
  readonly kinds: readonly ViolationKind[];
  /** The most telling violation. */
  readonly violation: Violation | null;
}

export interface Progress {
  readonly states: number;
  readonly tried: number;
}

/** Work between two reports of progress, in moves. */
const SLICE = 500;

/**
 * Explores a program, in slices: yields its progress, and is to be resumed with true if it shall
 * stop; it then gives what it has covered.
 * @throws LoggerFault where the logger breaks its contract or is not deterministic
 */
export function* exploring(
  program: Program,
  options: ExploreOptions,
): Generator<Progress, ExploreResult, boolean | undefined> {
  return options.strategy === 'exhaustive'
    ? yield* tryingAll(program, options)
    : yield* sampling(program, options);
}

/** Explores a program to its end. */
export function explore(program: Program, options: Partial<ExploreOptions> = {}): ExploreResult {
  const exploration = exploring(program, { ...DEFAULT_EXPLORE_OPTIONS, ...options });
  for (;;) {
    const step = exploration.next();
    if (step.done === true) return step.value;
  }
}

interface Built {
  readonly graph: StateGraph;
  readonly reference: Reference;
  readonly bound: Bound | null;
}

function* building(
  program: Program,
  options: ExploreOptions,
): Generator<Progress, Built, boolean | undefined> {
  const runner = new Runner(program);
  const graph = new StateGraph(runner);
  let bound: Bound | null = null;
  for (let moves = 1; !graph.advance(); moves++) {
    if (graph.nodes.length >= options.maxStates) bound = 'states';
    else if (graph.depth > options.maxSteps) bound = 'steps';
    else if (moves % SLICE === 0) {
      if ((yield { states: graph.nodes.length, tried: 0 }) === true) bound = 'stopped';
    }
    if (bound !== null) break;
  }
  return { graph, reference: { sequential: sequentialEndings(runner) }, bound };
}

function* tryingAll(
  program: Program,
  options: ExploreOptions,
): Generator<Progress, ExploreResult, boolean | undefined> {
  const built = yield* building(program, options);
  const { graph, bound, reference } = built;
  const complete = bound === null;
  const kinds = kindsIn(built);
  const countable = complete && !graph.hasCycle;
  const lossless = (ending: Ending): boolean => !faultsOf(ending, reference).has('lost-update');
  const worst = kinds[0];
  return {
    program,
    strategy: 'exhaustive',
    exhaustive: complete,
    bound,
    schedules: countable ? graph.countSchedules(() => true) : null,
    lossless: countable ? graph.countSchedules(lossless) : null,
    tried: 0,
    states: graph.nodes.length,
    samples: countable ? distribution(graph) : [],
    kinds,
    violation: worst === undefined ? null : yield* shrinking(worst, program, options, built),
  };
}

function distribution(graph: StateGraph): ExploreResult['samples'] {
  const numbers = new Set<number>();
  for (const { ending } of graph.nodes) {
    if (ending !== undefined && ending.seen !== null) numbers.add(ending.seen);
  }
  return [...numbers]
    .sort((a, b) => a - b)
    .map((samples) => ({
      samples,
      schedules: graph.countSchedules((ending) => ending.seen === samples),
    }));
}

/** What is wrong with an ending. */
function faultsOf(ending: Ending, reference: Reference): Map<ViolationKind, string> {
  const faults = new Map<ViolationKind, string>();
  for (const check of CHECKS) {
    const fault = check.fault(ending, reference);
    if (fault !== undefined) faults.set(check.kind, fault);
  }
  return faults;
}

/** Every kind of violation in a graph, the most telling first. */
function kindsIn({ graph, reference, bound }: Built): ViolationKind[] {
  const kinds = new Set<ViolationKind>();
  for (const { ending } of graph.nodes) {
    if (ending === undefined) continue;
    for (const kind of faultsOf(ending, reference).keys()) kinds.add(kind);
  }
  if (bound === null && graph.hasCycle && graph.withoutEnding().size > 0) kinds.add('endless-loop');
  return VIOLATION_KINDS.filter((kind) => kinds.has(kind));
}

/** Finds a kind of violation with the fewest tasks, and there by the shortest schedule. */
function* shrinking(
  kind: ViolationKind,
  program: Program,
  options: ExploreOptions,
  whole: Built | undefined,
): Generator<Progress, Violation | null, boolean | undefined> {
  let minimal = true;
  for (let tasks = 1; tasks <= program.tasks; tasks++) {
    const smaller = { ...program, tasks };
    let built = tasks === program.tasks ? whole : undefined;
    if (built === undefined) {
      if (tasks === program.tasks) return null;
      built = yield* building(smaller, options);
    }
    if (built.bound !== null) minimal = false;
    const violation = shortestViolation(kind, smaller, built, minimal);
    if (violation !== undefined) return violation;
  }
  return null;
}

function shortestViolation(
  kind: ViolationKind,
  program: Program,
  { graph, reference, bound }: Built,
  minimal: boolean,
): Violation | undefined {
  if (kind === 'endless-loop') {
    if (bound !== null || !graph.hasCycle) return undefined;
    const trapped = graph.withoutEnding();
    const cycles = new Map<number, Move[]>();
    const schedule = graph.shortest((_, number) => {
      if (!trapped.has(number)) return false;
      const cycle = graph.cycleThrough(number);
      if (cycle !== undefined) cycles.set(number, cycle);
      return cycle !== undefined;
    });
    const cycle = [...cycles.values()][0];
    if (schedule === undefined || cycle === undefined) return undefined;
    const fault = `nothing can end it any more: the same ${cycle.length === 1 ? 'step goes' : `${cycle.length} steps go`} round for ever`;
    return { kind, fault, program, schedule, cycle, minimal };
  }
  const faultIn = (ending: Ending | undefined): string | undefined =>
    ending === undefined ? undefined : faultsOf(ending, reference).get(kind);
  const schedule = graph.shortest((node) => faultIn(node.ending) !== undefined);
  if (schedule === undefined) return undefined;
  const fault = faultIn(endingOf(new Runner(program).after(schedule))) as string;
  return { kind, fault, program, schedule, cycle: [], minimal };
}

function* sampling(
  program: Program,
  options: ExploreOptions,
): Generator<Progress, ExploreResult, boolean | undefined> {
  const strategy = options.strategy === 'pct' ? pct(options.depth) : randomWalk;
  const runner = new Runner(program);
  const reference = { sequential: sequentialEndings(runner) };
  const luck = new Streams(options.seed, 0).stream(strategy.name);
  const states = new Set<string>();
  const counts = new Map<number, bigint>();
  const found = new Map<ViolationKind, { fault: string; schedule: Move[] }>();
  let longest = 0;
  let tried = 0;
  let bound: Bound = 'schedules';
  while (tried < options.schedules) {
    const world = runner.start();
    const schedule: Move[] = [];
    const next = strategy.scheduler(luck, longest);
    states.add(world.key());
    for (let enabled = world.enabled(); enabled.length > 0; enabled = world.enabled()) {
      if (schedule.length >= options.maxSteps) break;
      const move = next(enabled);
      schedule.push(move);
      world.take(move);
      states.add(world.key());
    }
    tried++;
    longest = Math.max(longest, schedule.length);
    if (world.enabled().length > 0) {
      bound = 'steps';
      break;
    }
    const ending = endingOf(world);
    if (ending.seen !== null) counts.set(ending.seen, (counts.get(ending.seen) ?? 0n) + 1n);
    for (const [kind, fault] of faultsOf(ending, reference)) {
      const before = found.get(kind);
      if (before === undefined || schedule.length < before.schedule.length) {
        found.set(kind, { fault, schedule });
      }
    }
    if (states.size >= options.maxStates) bound = 'states';
    else if (tried % 20 === 0 && (yield { states: states.size, tried }) === true) bound = 'stopped';
    if (bound !== 'schedules') break;
  }
  const kinds = VIOLATION_KINDS.filter((kind) => found.has(kind));
  return {
    program,
    strategy: options.strategy,
    exhaustive: false,
    bound,
    schedules: null,
    lossless: null,
    tried,
    states: states.size,
    samples: [...counts]
      .sort(([a], [b]) => a - b)
      .map(([samples, schedules]) => ({ samples, schedules })),
    kinds,
    violation: yield* smallestOf(kinds[0], found, program, options),
  };
}

/** A violation that was found by luck: with fewer tasks if that can be tried, else as it is. */
function* smallestOf(
  kind: ViolationKind | undefined,
  found: ReadonlyMap<ViolationKind, { readonly fault: string; readonly schedule: readonly Move[] }>,
  program: Program,
  options: ExploreOptions,
): Generator<Progress, Violation | null, boolean | undefined> {
  if (kind === undefined) return null;
  const smaller = yield* shrinking(kind, program, options, undefined);
  if (smaller !== null) return smaller;
  const { fault, schedule } = found.get(kind) as { fault: string; schedule: Move[] };
  return { kind, fault, program, schedule, cycle: [], minimal: false };
}
