import type { LostUpdate } from '../worlds/simulate/lost-update.js';
import { estimatedEvents, tooManyEvents } from './event-limit.js';
import type { LossJob, SimulationInput } from './job.js';
import { outlineOf } from './replications.js';
import { carriedOut, type Span, type Study } from './study.js';

/** Which lost update of a run is asked for. */
export interface TraceQuestion {
  readonly input: SimulationInput;
  /** Looks in this replication alone, by its number from 0. */
  readonly only: number | undefined;
  /** Which one, from 1. */
  readonly nth: number;
}

/** The answer. */
export interface TraceFound {
  readonly loss: LostUpdate | null;
  /** Lost updates that were seen. */
  readonly seen: number;
  readonly logger: string;
  /** Stopped before it was found. */
  readonly partial: boolean;
}

/**
 * Looks through the replications in their order until the update in question is lost. Most often it
 * is in the first, so one is asked for at first, and then twice as many each time.
 * @throws CommandError for a run that is too long
 */
export function* tracing({ input, only, nth }: TraceQuestion): Study<TraceFound> {
  const outline = outlineOf(input);
  const size = estimatedEvents(outline, 1);
  const numbers =
    only === undefined ? Array.from({ length: outline.replications }, (_, i) => i) : [only];
  const jobOf = (replication: number, wanted: number): LossJob => {
    const { name } = input.logger;
    return { kind: 'loss', input, replication, nth: wanted, label: name, size };
  };
  let logger = input.logger.name;
  let seen = 0;
  let occurrences = 0;
  for (let first = 0, count = 1; first < numbers.length; first += count, count *= 2) {
    const asked = nth - seen;
    const round = numbers.slice(first, first + count);
    const span: Span = [first / numbers.length, (first + round.length) / numbers.length];
    const results = yield* carriedOut(
      round.map((one) => jobOf(one, asked)),
      span,
    );
    for (const [i, result] of results.entries()) {
      if (result === undefined) return { loss: null, seen, logger, partial: true };
      logger = result.logger;
      occurrences += result.occurrences;
      if (occurrences > input.maxEvents) throw tooManyEvents(occurrences, input.maxEvents);
      const wanted = nth - seen;
      const found = result.seen >= wanted;
      // Replications of a round are asked alike, before it is known how many losses come before.
      const [own] =
        found && wanted < asked ? yield* carriedOut([jobOf(round[i]!, wanted)]) : [result];
      if (own === undefined) return { loss: null, seen, logger, partial: true };
      seen += own.seen;
      const loss = own.loss === null ? null : { ...own.loss, nth };
      if (found || own.partial) return { loss, seen, logger, partial: own.partial };
    }
  }
  return { loss: null, seen, logger, partial: false };
}
