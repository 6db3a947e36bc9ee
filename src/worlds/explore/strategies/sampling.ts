import { Streams } from '../../../kernel/random.js';
import type { Bound } from '../../slices.js';
import { type Reference, VIOLATION_KINDS, type ViolationKind } from '../checks/check.js';
import { faultsOf } from '../checks/index.js';
import { endingOf } from '../ending.js';
import { named } from '../graph.js';
import { judging } from '../judge.js';
import { keyOf } from '../key.js';
import type { Move } from '../move.js';
import { type Exploring, type SearchOptions, SLICE_MOVES } from '../options.js';
import type { Program } from '../program.js';
import { referenceOf } from '../reference.js';
import type { ExploreResult, Violation } from '../result.js';
import { Runner } from '../runner.js';
import { shrinking } from '../shrinking.js';
import type { World } from '../world.js';
import { pct } from './pct.js';
import { randomWalk } from './random-walk.js';
import type { Scheduler } from './strategy.js';

/** Where sampling gives the sequential orders up: it is meant to be quick. */
const REFERENCE_STATES = 2_000;

/** States that are tried for each smaller number of tasks, to shrink a violation. */
const SHRINKING_STATES = 20_000;

/** Tries some schedules, one at a time, as a strategy has them. Proves nothing. */
export function* sampling(program: Program, options: SearchOptions): Exploring<ExploreResult> {
  const strategy = options.strategy === 'pct' ? pct(options.depth) : randomWalk;
  const runner = new Runner(program);
  const reference = yield* referenceOf(runner, options.maxSteps, REFERENCE_STATES);
  const luck = new Streams(options.seed, 0).stream(strategy.name);
  const seen = new Sightings();
  let bound: Bound = 'schedules';
  let work = 0;
  while (seen.tried < options.schedules) {
    const world = runner.start();
    const scheduler = strategy.scheduler(luck, seen.longest);
    const schedule = walk(world, scheduler, options.maxSteps, seen.states);
    seen.add(world, schedule, reference);
    work += schedule.length;
    let stop: Bound | undefined;
    if (seen.states.size >= options.maxStates) stop = 'states';
    else if (work >= SLICE_MOVES) {
      work = 0;
      stop = yield { states: seen.states.size, tried: seen.tried };
    }
    if (stop === undefined) continue;
    bound = stop;
    break;
  }
  return {
    program,
    strategy: options.strategy,
    exhaustive: false,
    bound,
    schedules: null,
    lossless: null,
    tried: seen.tried,
    states: BigInt(seen.states.size),
    hasCycle: false,
    samples: seen.distribution,
    serializabilityChecked: reference.sequential !== undefined,
    keepsAverages: reference.keepsAverages,
    looksAt: [],
    kinds: seen.kinds,
    violation: yield* smallest(seen, program, options, reference),
  };
}

/** Takes moves until nothing is enabled, or there are too many. */
function walk(world: World, next: Scheduler, maxSteps: number, states: Set<string>): Move[] {
  const schedule: Move[] = [];
  states.add(keyOf(world));
  for (let enabled = world.enabled(); enabled.length > 0; enabled = world.enabled()) {
    if (schedule.length >= maxSteps) break;
    const move = next(enabled);
    schedule.push(move);
    try {
      world.take(move);
    } catch (error) {
      throw named(error, schedule);
    }
    states.add(keyOf(world));
  }
  return schedule;
}

/** What the schedules so far have shown. */
class Sightings {
  tried = 0;
  /** Moves of the longest schedule. */
  longest = 0;
  readonly states = new Set<string>();
  /** The shortest schedule of each kind of violation. */
  readonly shortest = new Map<ViolationKind, readonly Move[]>();
  private readonly counts = new Map<number, bigint>();

  add(world: World, schedule: readonly Move[], reference: Reference): void {
    this.tried++;
    this.longest = Math.max(this.longest, schedule.length);
    // A schedule that was cut short has no ending.
    if (world.enabled().length > 0) return;
    const ending = endingOf(world);
    const { seen } = ending;
    if (seen !== null) this.counts.set(seen, (this.counts.get(seen) ?? 0n) + 1n);
    for (const kind of faultsOf(ending, reference).keys()) {
      const before = this.shortest.get(kind);
      if (before === undefined || schedule.length < before.length) {
        this.shortest.set(kind, schedule);
      }
    }
  }

  get kinds(): ViolationKind[] {
    return VIOLATION_KINDS.filter((kind) => this.shortest.has(kind));
  }

  get distribution(): ExploreResult['samples'] {
    return [...this.counts]
      .sort(([a], [b]) => a - b)
      .map(([samples, schedules]) => ({ samples, schedules }));
  }
}

/** The worst violation that was found by luck: with fewer tasks if that can be tried, else as it is. */
function* smallest(
  seen: Sightings,
  program: Program,
  options: SearchOptions,
  reference: Reference,
): Exploring<Violation | null> {
  const [kind] = seen.kinds;
  if (kind === undefined) return null;
  const maxStates = Math.min(options.maxStates, SHRINKING_STATES);
  const smaller = yield* shrinking(kind, program, { ...options, maxStates }, undefined);
  if (smaller !== null) return smaller;
  const schedule = seen.shortest.get(kind) as readonly Move[];
  const judgement = yield* judging(new Runner(program), schedule, reference, options);
  return judgement === undefined ? null : { ...judgement, program, schedule, minimal: false };
}
