import type { LostUpdate } from '../worlds/simulate/lost-update.js';
import { estimatedEvents, tooManyEvents } from './event-limit.js';
import {
  type EventsFile,
  isShipped,
  JobFailure,
  type LossJob,
  type LossResult,
  type SimulationInput,
  type Unseen,
} from './job.js';
import { memoryOf, neededMemory, requireMemory } from './memory-limit.js';
import { outlineOf } from './replications.js';
import { carriedOut, type Span, type Study, together } from './study.js';

/** Which lost update of a run is asked for. */
export interface TraceQuestion {
  readonly input: SimulationInput;
  /** Looks in this replication alone, by its number from 0. */
  readonly only: number | undefined;
  /** Which one, from 1. */
  readonly nth: number;
  /** Gets the events of its two requests, as a trace. */
  readonly events?: EventsFile | undefined;
}

/** The answer. */
export interface TraceFound {
  readonly loss: LostUpdate | null;
  /** Lost updates that were seen. */
  readonly seen: number;
  readonly logger: string;
  /** Stopped before it was found. */
  readonly partial: boolean;
  /** What else keeps samples from selects, over all replications; only where it was not found. */
  readonly unseen?: Unseen;
}

/**
 * Looks through the replications in their order until the update in question is lost, as if one were
 * run after the other: what is in those after it does not matter. Most often it is in the first, so
 * one is asked for at first, and then twice as many each time.
 * @throws JobFailure of the first replication, up to that one, that fails
 * @throws CommandError for a run that is too long, or needs too much memory at once
 */
export function* tracing(question: TraceQuestion): Study<TraceFound> {
  const { only, nth, events } = question;
  const { maxEvents, maxMemory_MB, logger: choice } = question.input;
  const outline = outlineOf(question.input);
  const needed = neededMemory(outline, choice, 1);
  requireMemory(needed, maxMemory_MB, isShipped(question.input) ? undefined : 'unlocked');
  const input = { ...question.input, memory: memoryOf(needed, maxMemory_MB) };
  const size = Math.min(estimatedEvents(outline, 1), maxEvents);
  const numbers =
    only === undefined ? Array.from({ length: outline.replications }, (_, i) => i) : [only];
  const jobOf = (replication: number, wanted: number): LossJob => {
    const { name } = input.logger;
    return { kind: 'loss', input, replication, nth: wanted, label: name, size };
  };
  let logger = input.logger.name;
  let seen = 0;
  let occurrences = 0;
  let unseen: Unseen | undefined;
  for (let first = 0, count = 1; first < numbers.length; first += count, count *= 2) {
    const asked = nth - seen;
    const round = numbers.slice(first, first + count);
    const span: Span = [first / numbers.length, (first + round.length) / numbers.length];
    // What is not in the first is seldom in another, so that all of them are looked at.
    const after = numbers.length - first - round.length;
    const tried = yield* together(
      round.map((one) => attempted(jobOf(one, asked))),
      span,
      first === 0 ? 0 : after * size,
    );
    for (const [i, attempt] of tried.entries()) {
      if (attempt instanceof JobFailure) throw attempt;
      // Replications of a round are asked alike, before it is known how many losses come before.
      const wanted = nth - seen;
      const found = attempt !== undefined && attempt.seen >= wanted;
      const [own] =
        found && wanted < asked
          ? yield* carriedOut([jobOf(round[i] as number, wanted)], span)
          : [attempt];
      if (own === undefined) return { loss: null, seen, logger, partial: true };
      logger = own.logger;
      seen += own.seen;
      occurrences += own.occurrences;
      if (own.unseen !== undefined)
        unseen = unseen === undefined ? own.unseen : summed(unseen, own.unseen);
      if (occurrences > maxEvents) throw tooManyEvents(occurrences, maxEvents);
      const loss = own.loss === null ? null : { ...own.loss, nth };
      if (found && loss !== null && events !== undefined) {
        // Of a round several may find one: only now is it known whose events are wanted.
        const job = { ...jobOf(round[i] as number, wanted), events: [events] };
        const [again] = yield* carriedOut([job], span);
        if (again?.partial !== false) return { loss: null, seen, logger, partial: true };
      }
      if (found || own.partial) return { loss, seen, logger, partial: own.partial };
    }
  }
  return { loss: null, seen, logger, partial: false, ...(unseen !== undefined && { unseen }) };
}

/** That of an earlier and of a later replication. */
function summed(one: Unseen, other: Unseen): Unseen {
  return {
    lost: one.lost + other.lost,
    abandoned: one.abandoned + other.abandoned,
    stale: one.stale + other.stale,
    staleIn: one.staleIn ?? other.staleIn,
    ...((one.lostKnown ?? other.lostKnown) === false && { lostKnown: false as const }),
  };
}

/** What came out, or why nothing did: whoever asks says whether it matters. */
function* attempted(job: LossJob): Study<LossResult | JobFailure | undefined> {
  try {
    const [result] = yield* carriedOut([job]);
    return result;
  } catch (error) {
    if (error instanceof JobFailure) return error;
    throw error;
  }
}
