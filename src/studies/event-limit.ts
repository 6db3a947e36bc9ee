import type { Experiment, ModelGroup } from '../model/experiment.js';
import { type CommandError, inputError } from '../text/failure.js';

/** Without --max-events, no run has more occurrences than this. */
export const DEFAULT_MAX_EVENTS = 100_000_000;

/** Occurrences of a request, about: arrival, effects of select and logger, completion, flush. */
const EVENTS_PER_REQUEST = 8;

/** About how many occurrences a run will have. */
export function estimatedEvents(experiment: Experiment, replications: number): number {
  const { modelGroups, duration_s, warmup_s, requestLimit } = experiment;
  let requests = 0;
  for (const modelGroup of modelGroups) {
    const expected = expectedRequests(modelGroup, duration_s);
    const limited = expectedRequests(modelGroup, warmup_s) + (requestLimit ?? expected);
    requests += Math.min(expected, limited);
  }
  return requests * EVENTS_PER_REQUEST * replications;
}

function expectedRequests({ load, groups }: ModelGroup, time_s: number): number {
  const fastest_s = Math.min(...groups.map((group) => group.latency.mean));
  return load.expected(time_s, fastest_s);
}

/** The error of a run that is too long. */
export function tooManyEvents(events: number, limit: number): CommandError {
  if (!Number.isFinite(events)) {
    return inputError(
      'this run never ends: users neither think nor wait for answers',
      'give load.think, or the latency of a group, more than 0',
    );
  }
  const enough = enoughEvents(events);
  const allowance = enough === undefined ? '' : `: --max-events ${enough}`;
  return inputError(
    `this run has about ${Number(events.toPrecision(2))} events, over the limit of ${limit}`,
    `shorten it (--seeds, --set duration=...)${allowance && `, or allow it${allowance}`}`,
  );
}

/** A value of --max-events that allows so many; undefined where none does. */
export function enoughEvents(events: number): string | undefined {
  const enough = `1e${Math.floor(Math.log10(events)) + 1}`;
  return Number(enough) <= Number.MAX_SAFE_INTEGER ? enough : undefined;
}
