import { serviceRate_hz } from '../model/capacities/service-rate.js';
import type { Experiment, ModelGroup } from '../model/experiment.js';
import type { SampleModel } from '../model/samples.js';
import { powerOfTen } from '../stats/elementary.js';
import { type CommandError, inputError } from '../text/failure.js';
import { count } from '../text/figures.js';
import { Replication } from '../worlds/simulate/replication.js';

/** Without --max-events, no run has more occurrences than this. */
export const DEFAULT_MAX_EVENTS = 100_000_000;

/** Occurrences of a request, about: arrival, effects of select and logger, completion, flush. */
export const EVENTS_PER_REQUEST = 8;

/** Loggers that try again may have so many times as many: from here on it is worth a look. */
const MOST_TIMES = 50;

/** Where the number that a limit is held against comes from, in words. */
export type Basis = 'its first requests' | 'its first replication' | 'unlocked';

/** What an estimate of a run goes by before it runs: of a user's own logger nothing is known then. */
export function basisOf(isShipped: boolean): Basis {
  return isShipped ? 'its first requests' : 'unlocked';
}

/**
 * About how many occurrences a run will have: far below the limit by a rule of thumb, else by what its
 * first requests take.
 */
export function estimatedEvents(
  experiment: Experiment,
  replications: number,
  limit = Number.POSITIVE_INFINITY,
): number {
  const requests = expectedRequestsOf(experiment) * replications;
  const usual = requests * EVENTS_PER_REQUEST;
  if (
    usual * MOST_TIMES <= limit ||
    !Number.isFinite(usual) ||
    limit === Number.POSITIVE_INFINITY
  ) {
    return usual;
  }
  return requests * eventsPerRequest(experiment);
}

/** How many requests one replication has, about. */
export function expectedRequestsOf(experiment: Experiment): number {
  const { modelGroups, samples, duration_s, warmup_s, requestLimit } = experiment;
  let requests = 0;
  for (const modelGroup of modelGroups) {
    const expected = expectedRequests(modelGroup, samples, duration_s);
    const limited = expectedRequests(modelGroup, samples, warmup_s) + (requestLimit ?? expected);
    requests += Math.min(expected, limited);
  }
  return requests;
}

function expectedRequests(
  { load, groups }: ModelGroup,
  samples: SampleModel,
  time_s: number,
): number {
  const fastest_s = Math.min(...groups.map((group) => group.latency.mean));
  const expected = load.expected(time_s, fastest_s);
  if (load.open || expected === 0) return expected;
  // Users who wait for an answer send nothing.
  return Math.min(expected, load.users + serviceRate_hz(groups, samples) * time_s);
}

/** So many requests tell how they go, also where they are logged in flushes of hundreds. */
const TRIED_REQUESTS = 400;
const TRIED_OCCURRENCES = 100_000;
/** A select looks at all deployments. */
const TRIED_LOOKS = 4_000_000;

/** Occurrences of a request, by the first of them, each of which is as good as any. */
function eventsPerRequest(experiment: Experiment): number {
  const deployments = experiment.modelGroups
    .flatMap(({ groups }) => groups)
    .reduce((sum, group) => sum + group.deployments, 0);
  const requestLimit = Math.max(
    1,
    Math.min(
      TRIED_REQUESTS,
      Math.floor(TRIED_LOOKS / deployments),
      experiment.requestLimit ?? TRIED_REQUESTS,
    ),
  );
  const users = experiment.modelGroups.some(
    ({ load }) => !load.open && load.users > TRIED_OCCURRENCES,
  );
  if (users) return EVENTS_PER_REQUEST;
  const duration_s = timeFor(requestLimit, experiment);
  const tried = { ...experiment, requestLimit, duration_s, warmup_s: 0, cuts_s: [] };
  const first = new Replication(tried, 0);
  first.advance(TRIED_OCCURRENCES);
  const { occurrences, modelGroups } = first.result();
  const requests = modelGroups.reduce(
    (sum, one) => one.requests.reduce((a, b) => a + b, sum + one.rejected),
    0,
  );
  return requests === 0 ? EVENTS_PER_REQUEST : occurrences / requests;
}

/** Round trips until a sample is recorded, as a rule at most. */
const MOST_TRIPS = 200;

/**
 * About how long the first requests take, in seconds, from the first arrival to the last sample: not
 * until a queue before a lock is empty, which in the whole run it may never be.
 */
function timeFor(requests: number, experiment: Experiment): number {
  const { modelGroups, dispatch, duration_s } = experiment;
  const arrivals_s = (duration_s * requests) / expectedRequestsOf(experiment);
  const means_s = modelGroups.flatMap(({ groups }) => groups.map(({ latency }) => latency.mean));
  const flush_s = 'every_s' in dispatch ? dispatch.every_s : 0;
  const trips_s = MOST_TRIPS * experiment.roundTrip_s(() => 0.5);
  return Math.min(duration_s, arrivals_s + 2 * Math.max(...means_s) + flush_s + trips_s);
}

/** The error of a run that is too long. @param basis where the number comes from */
export function tooManyEvents(events: number, limit: number, basis?: Basis): CommandError {
  if (!Number.isFinite(events)) {
    return inputError(
      'this run never ends: users neither think nor wait for answers',
      'set load.think, or the latency of a group, above 0',
    );
  }
  const enough = enoughEvents(events);
  const allowance = enough === undefined ? '' : `: --max-events ${enough}`;
  return inputError(
    `this run has about ${count(Number(events.toPrecision(2)))} events${by(basis)}, over the limit of ${count(limit)}`,
    `shorten it (fewer --replications, --set duration=...)${allowance && `, or allow it${allowance}`}`,
  );
}

/** Says it after a number. */
export function by(basis: Basis | undefined): string {
  if (basis === undefined) return '';
  return basis === 'unlocked' ? ' (as under unlocked)' : ` (by ${basis})`;
}

/** A value of --max-events that allows so many; undefined where none does. */
export function enoughEvents(events: number): string | undefined {
  const enough = `1e${powerOfTen(events) + 1}`;
  return Number(enough) <= Number.MAX_SAFE_INTEGER ? enough : undefined;
}
