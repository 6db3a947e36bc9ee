import { SUMMARY_LEVEL } from '../measure/level.js';
import {
  kindNamed,
  type Precision,
  type PrecisionAsked,
  type PrecisionReached,
} from '../measure/precision/precision.js';
import { nextLook } from '../stats/looks.js';
import { enoughEvents } from './event-limit.js';
import { type GrowingRun, growing, type RunFound } from './growing-run.js';
import { atOnce, enoughMemory, roomFor } from './memory-limit.js';
import { MOST_REPLICATIONS } from './replication-limits.js';
import type { Study } from './study.js';

/** The part of all work that the first look is taken to be, as nobody knows yet. */
const FIRST_PART = 0.1;

/** What few replications tell is an estimate, and no more are run than it takes. */
const AMPLE = 2;

/**
 * Adds replications to runs, to each the same, until all of them know what is asked as well as it is asked,
 * or no more are allowed. How many that are depends on what they come to alone.
 * @param first how many replications there are at the first look
 */
export function* narrowing(
  runs: readonly GrowingRun[],
  asked: PrecisionAsked,
  first: number,
): Study<readonly RunFound[]> {
  yield* growing(runs, first, { span: [0, FIRST_PART] });
  let [replications, part] = [first, FIRST_PART];
  for (;;) {
    const known = runs.map((run) => run.knows(asked));
    const needed = Math.max(...known.map((one) => one.needed));
    const most = mostAllowed(runs, asked);
    const isEnd =
      runs.some(({ partial }) => partial) ||
      known.every(({ reached }) => reached) ||
      known.some(({ unmeasured }) => unmeasured) ||
      replications >= most;
    if (isEnd) {
      const allowance = replications < most ? null : allowanceFor(runs, asked, needed);
      return runs.map((run, i) =>
        run.found(precisionIn(run, asked, known[i] as PrecisionReached, allowance)),
      );
    }
    const next = Math.min(most, nextLook(replications, needed));
    const expected = Math.max(next, Math.min(most, needed));
    const to = part + ((1 - part) * (next - replications)) / (expected - replications);
    const each = runs.reduce((sum, run) => sum + eventsOf(run), 0);
    yield* growing(runs, next, {
      span: [part, to],
      note: soFar(asked, known, replications),
      ahead: (expected - next) * each,
    });
    [replications, part] = [next, to];
  }
}

/** How many replications the limits allow, by what those so far have taken. */
function mostAllowed(runs: readonly GrowingRun[], { maxReplications }: PrecisionAsked): number {
  const byEvents = runs.map((run) => run.input.maxEvents / (eventsOf(run) || 1));
  const { each, results } = neededBy(runs, 1);
  const byMemory = (roomFor(0, runs[0]?.input.maxMemory_MB) - each) / results;
  return Math.floor(Math.min(maxReplications, ...byEvents, byMemory));
}

/** Occurrences of a replication. */
function eventsOf({ occurrences, finished }: GrowingRun): number {
  return occurrences / Math.max(1, finished.length);
}

/** What so many replications of all runs need at once. */
function neededBy(runs: readonly GrowingRun[], replications: number) {
  const own = runs.map((run) => run.neededFor(replications));
  return {
    each: Math.max(...own.map(({ each }) => each)),
    results: own.reduce((sum, { results }) => sum + results, 0),
  };
}

/** The options that allow so many replications; null: none do, or it is not known how many it takes. */
function allowanceFor(
  runs: readonly GrowingRun[],
  { maxReplications }: PrecisionAsked,
  needed: number,
): string | null {
  if (needed > MOST_REPLICATIONS) return null;
  const wanted = Math.min(MOST_REPLICATIONS, Number((needed * AMPLE).toPrecision(2)));
  const events = wanted * Math.max(...runs.map(eventsOf));
  const { maxEvents = events, maxMemory_MB = Number.POSITIVE_INFINITY } = runs[0]?.input ?? {};
  const memory = neededBy(runs, wanted);
  const options = [
    wanted > maxReplications && ['--max-replications', wanted],
    events > maxEvents && ['--max-events', enoughEvents(events)],
    memory.each > roomFor(memory.results, maxMemory_MB) && [
      '--max-memory',
      enoughMemory(atOnce(memory) / 1e6),
    ],
  ].filter((option) => option !== false);
  const canBe = options.every(([, value]) => value !== undefined);
  return canBe && options.length > 0 ? options.flat().join(' ') : null;
}

function precisionIn(
  { partial, finished }: GrowingRun,
  { of, halfWidth: asked, maxReplications }: PrecisionAsked,
  { reached, halfWidth, widest, needed }: PrecisionReached,
  allowance: string | null,
): Precision {
  // Where it was interrupted, nobody had meant to look.
  const isReached = reached && !partial;
  return {
    of,
    asked,
    reached: isReached,
    halfWidth,
    level: SUMMARY_LEVEL,
    replications: finished.length,
    maxReplications,
    needed: isReached || !Number.isFinite(needed) ? null : needed,
    allowance: isReached ? null : allowance,
    widest,
  };
}

/** How far it is, for whoever watches. */
function soFar(
  { of }: PrecisionAsked,
  known: readonly PrecisionReached[],
  replications: number,
): string {
  const widths = known.map(({ halfWidth }) => halfWidth ?? Number.POSITIVE_INFINITY);
  const widest = Math.max(...widths);
  const reach = Number.isFinite(widest) ? `${kindNamed(of).reach(widest)} after ` : '';
  return `${reach}${replications}`;
}
