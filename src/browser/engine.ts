import type { KnownOverTime } from '../measure/known.js';
import type { ReplicationResult } from '../measure/result.js';
import { type Summary, summarise } from '../measure/summary.js';
import { changed, type FieldValue } from '../scenario/changed.js';
import { type CompileOptions, compile } from '../scenario/compile.js';
import type { Scenario } from '../scenario/schema.js';
import { tooManyEvents } from '../studies/event-limit.js';
import { KnownFollower } from '../worlds/simulate/known.js';
import { replicating } from '../worlds/simulate/simulation.js';

/**
 * The engine that a page carries: from a resolved scenario to figures, without Node and without the
 * packages that read and draw text.
 */

/** A scenario that is run anew, perhaps with other settings. Plain data. */
export interface RunAsked {
  readonly scenario: Scenario;
  /** The numbers of each file that the scenario names, by its name there. */
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  readonly maxEvents: number;
  /** Fields that are to be different. */
  readonly fields: readonly FieldValue[];
  /** Numbers of the replications, in their order. */
  readonly replications: readonly number[];
}

/** What is known of a run so far. */
export interface RunSeen {
  /** Over the replications that are finished. */
  readonly summary: Summary;
  /** What requests know in the first of them: by model group that looks into a map. */
  readonly known: readonly KnownOverTime[];
}

/** A user's own logger or strategy, where a run has one. */
export type OwnCode = Pick<CompileOptions, 'logger' | 'strategy'>;

/**
 * Runs a scenario in slices of a few milliseconds: yields what is known after each replication, and
 * undefined where there is nothing new.
 * @throws LoggerFault where a user's own logger or strategy breaks its contract
 * @throws CommandError for a run that is too long
 */
export function* answering(
  { scenario: original, numbers, maxEvents, fields, replications }: RunAsked,
  own: OwnCode = {},
): Generator<RunSeen | undefined, void, undefined> {
  const scenario = changed(original, fields);
  const experiment = compile(scenario, { ...own, numbers: new Map(Object.entries(numbers)) });
  const finished: ReplicationResult[] = [];
  let known: readonly KnownOverTime[] = [];
  let before = 0;
  for (const number of replications) {
    const follower = finished.length === 0 ? new KnownFollower(experiment, number) : undefined;
    const observer = follower && { observer: follower.observe.bind(follower) };
    const slices = replicating(experiment, number, observer);
    let slice = slices.next();
    for (; slice.done !== true; slice = slices.next()) {
      const events = before + slice.value.occurrences;
      if (events > maxEvents) throw tooManyEvents(events, maxEvents);
      yield undefined;
    }
    const result = slice.value as ReplicationResult;
    finished.push(result);
    before += result.occurrences;
    known = follower?.result() ?? known;
    yield { summary: summarise(experiment, finished, scenario.margin), known };
  }
}
