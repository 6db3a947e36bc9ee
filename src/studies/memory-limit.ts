import type { LoggerChoice } from '../loggers/choice.js';
import { serviceRate_hz } from '../model/capacities/service-rate.js';
import type { Experiment, ModelGroup } from '../model/experiment.js';
import { exp } from '../stats/elementary.js';
import { STRATEGIES } from '../strategies/index.js';
import { type CommandError, inputError } from '../text/failure.js';
import { count } from '../text/figures.js';
import { type Basis, by, EVENTS_PER_REQUEST, expectedRequestsOf } from './event-limit.js';
import type { JobMemory } from './job.js';
import { replicationsPerJob } from './replications.js';

/** Without --max-memory, no run takes more than this, in MB: Node, latsim and all that it holds. */
export const DEFAULT_MAX_MEMORY_MB = 1000;

const MB = 1e6;

/*
 * What things take, in bytes, as measured on Node 20 (docs/reference/limits.md says how). All are of
 * objects that are alive; what is not yet collected comes on top.
 */

/** Node with latsim loaded. */
const PROCESS = 110 * MB;
/** A thread of Node with latsim loaded. */
const THREAD = 45 * MB;
/** What is waiting to be collected, as a part of what is alive. */
const UNCOLLECTED = 0.5;
/** A slot of a list. */
const SLOT = 8;
/** A deployment: its name, its counts, its place in a report. */
const DEPLOYMENT = 600;
/** A deployment in a process: requests under way, and what became of its samples. */
const IN_PROCESS = 14;
/** A deployment in a copy of the data: its places in the map, its provenance, and who holds it. */
const IN_COPY = 48;
/** Samples of a deployment in a copy, and what is known of them. */
const STATS = 600;
/** A request under way: what it is, what it waits for, and the steps that it is at. */
const REQUEST = 1200;
/** A deployment with a capacity: its queues, with their first places. */
const STATION = 6000;
/** A user of a closed load, with random streams of its own. */
const USER = 1800;
/** A list in an answer. */
const LIST = 40;
/** A bucket of a histogram, of which replications of one job share what they have in common. */
const BUCKET = 72;
/** What else is counted of a replication. */
const RESULT = 4000;

/** No replication has more buckets of latencies, or of lags: a thousand span a factor of 16. */
const MOST_BUCKETS = 1000;
const HISTOGRAMS = 2;

/** Round trips that hold a place in the queue of a logger that lets one at a time record. */
const TRIPS_IN_TURN: Readonly<Record<string, number>> = {
  locked: 2,
  'locked-global': 2,
  'locked-distributed': 4,
};

/** What a run needs at once, in bytes. */
export interface NeededMemory {
  /** Of one replication on its way. */
  readonly each: number;
  /** Of the results that are held in the end. */
  readonly results: number;
}

/**
 * About how much memory a run needs at once, whatever runs its replications; under a user's own logger as
 * under `unlocked`.
 */
export function neededMemory(
  experiment: Experiment,
  logger: LoggerChoice,
  replications: number,
): NeededMemory {
  const { modelGroups, cuts_s } = experiment;
  const like = logger.kind === 'shipped' ? logger.name : 'unlocked';
  const held = modelGroups.reduce((sum, one) => sum + heldBy(one, experiment, like), 0);
  const each = Math.ceil(held * (1 + UNCOLLECTED));
  const requests = expectedRequestsOf(experiment);
  const deployments = modelGroups.reduce((sum, one) => sum + deploymentsOf(one), 0);
  const result =
    modelGroups.length * RESULT +
    deployments * SLOT * (1 + cuts_s.length) +
    HISTOGRAMS *
      (SLOT + (BUCKET - SLOT) / replicationsPerJob(requests * EVENTS_PER_REQUEST)) *
      Math.min(requests, MOST_BUCKETS * modelGroups.length);
  return { each, results: Math.ceil(result * replications) };
}

/** What is there at once where one replication is on its way, in bytes. */
export function atOnce({ each, results }: NeededMemory): number {
  return PROCESS + each + results;
}

/** What a replication holds of a model group, in bytes, at its fullest. */
function heldBy(modelGroup: ModelGroup, experiment: Experiment, logger: string): number {
  const { groups, load } = modelGroup;
  const { store, processes, dispatch, strategy } = experiment;
  const deployments = deploymentsOf(modelGroup);
  const requests = expectedRequestsOf({ ...experiment, modelGroups: [modelGroup] });
  const within = (window_s: number) => Math.min(requests, load.together(window_s));
  const trip_s = store.shared ? experiment.roundTrip_s(() => 0.5) : 0;
  const flush_s = 'every_s' in dispatch ? dispatch.every_s : 0;
  const answer_s = Math.max(...groups.map(({ latency }) => latency.mean));

  const queued = queuedBefore(logger, requests, trip_s, experiment);
  const waiting = queued + waitingForDeployments(modelGroup, experiment, requests);
  const underWay = Math.min(requests, within(answer_s + flush_s + 3 * trip_s) + waiting);
  const users = load.open ? 0 : load.users;
  const copies = store.perProcess ? Math.min(processes.count, requests) + 1 : 1;
  const known = Math.min(requests, copies * deployments);
  const base =
    deployments * (DEPLOYMENT + processes.count * IN_PROCESS + copies * IN_COPY) +
    known * STATS +
    Math.min(requests, stationsOf(modelGroup)) * STATION +
    underWay * REQUEST +
    users * USER;
  // What travels is held until its answer is there.
  if (trip_s === 0 || !readsLatencies(strategy)) return base;
  const selecting = within(trip_s);
  const recording = within(2 * trip_s + flush_s);
  if (logger === 'atomic') {
    // Of all deployments a list, empty before the first sample of it.
    const each = (requests - selecting) / deployments;
    const lists = deployments * (1 - exp(-each));
    const samples = Math.min(strategy.keeping.listSize, Math.max(1, each));
    return base + selecting * (deployments * SLOT + lists * (LIST + samples * SLOT));
  }
  // A map that is written has two places of its own, and what it derives from one, before and after.
  return base + recording * deployments * 4 * SLOT;
}

/** Whether a choice goes by what is stored: what does not reads nothing. */
function readsLatencies({ name }: Experiment['strategy']): boolean {
  return STRATEGIES.find((kind) => kind.name === name)?.readsLatencies !== false;
}

/** How many wait in the end where only one at a time may record, and more come than can. */
function queuedBefore(
  logger: string,
  requests: number,
  trip_s: number,
  { processes, duration_s }: Experiment,
): number {
  const trips = TRIPS_IN_TURN[logger];
  if (trips === undefined || trip_s === 0) return 0;
  const queues = logger === 'locked-distributed' ? 1 : processes.count;
  return Math.max(0, requests - (queues * duration_s) / (trips * trip_s));
}

/** How many wait for deployments with a capacity, at the most: of users no more than there are. */
function waitingForDeployments(
  { groups, load }: ModelGroup,
  { samples, duration_s }: Experiment,
  requests: number,
): number {
  const most = serviceRate_hz(groups, samples) * duration_s;
  if (most === Number.POSITIVE_INFINITY || !load.open) return 0;
  const deployments = deploymentsOf({ groups });
  // What is left over, and what chance piles up: at each deployment as many as before a single server.
  const busy = Math.min(1, requests / most);
  const byChance = Math.min(
    (deployments * busy) / (1 - busy),
    Math.sqrt(2 * requests * deployments),
  );
  return Math.max(0, requests - most) + byChance;
}

function stationsOf({ groups }: ModelGroup): number {
  return deploymentsOf({ groups: groups.filter(({ capacity }) => capacity !== undefined) });
}

function deploymentsOf({ groups }: Pick<ModelGroup, 'groups'>): number {
  return groups.reduce((sum, group) => sum + group.deployments, 0);
}

/** What one replication may need, beside all that is there without it, in bytes. */
export function roomFor(results: number, limit_MB = Number.POSITIVE_INFINITY): number {
  return limit_MB * MB - PROCESS - results;
}

/** By what so many replications go on at a time as fit. */
export function memoryOf({ each, results }: NeededMemory, limit_MB?: number): JobMemory {
  return { bytes: THREAD + each, room: roomFor(results, limit_MB) };
}

/**
 * @param basis where the number comes from
 * @throws CommandError for what needs too much memory at once
 */
export function requireMemory(
  needed: NeededMemory,
  limit_MB = Number.POSITIVE_INFINITY,
  basis?: Basis,
): void {
  if (needed.each <= roomFor(needed.results, limit_MB)) return;
  throw tooMuchMemory(atOnce(needed) / MB, limit_MB, basis);
}

function tooMuchMemory(needed_MB: number, limit_MB: number, basis?: Basis): CommandError {
  const enough = enoughMemory(needed_MB);
  return inputError(
    `this run needs about ${count(Number(needed_MB.toPrecision(2)))} MB of memory at once${by(basis)}, over the limit of ${count(limit_MB)}`,
    `make it smaller (fewer --replications, deployments, or requests at a time)${
      enough === undefined ? '' : `, or allow it: --max-memory ${enough}`
    }`,
  );
}

/** More cannot be allowed: Node has no larger heap. */
export const MOST_MEMORY_MB = 1_000_000;

/** A value of --max-memory that allows so much; undefined: none does. */
export function enoughMemory(needed_MB: number): number | undefined {
  const enough = Math.ceil(Number((needed_MB * 1.1).toPrecision(2)));
  return enough <= MOST_MEMORY_MB ? enough : undefined;
}
