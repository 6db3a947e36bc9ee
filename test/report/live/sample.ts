import {
  type LiveAbout,
  type LiveCounted,
  type LiveMeasurement,
  type LiveReport,
  liveRun,
} from '../../../src/report/live/report.js';
import { predicting } from '../../../src/studies/predicting.js';
import { outlineOf } from '../../../src/studies/replications.js';
import { driven } from '../../studies/drive.js';
import { inputOf } from '../../studies/inputs.js';

/** 2 slow deployments and a fast one, by a logger of which nothing is lost in one process. */
const INPUT = inputOf(['requests=40', 'store={kind: in-process}', 'replications=200']);
const { modelGroups } = outlineOf(INPUT);
const [PREDICTION] = driven(predicting([{ input: INPUT, only: undefined, expectations: [] }]));

/** So many requests of a time to each deployment, slow ones first. */
export function once(requests: readonly number[], more: Partial<LiveCounted> = {}): LiveCounted {
  return {
    requests: [requests],
    secondHalf: [requests.map((one) => Math.floor(one / 2))],
    failed: 0,
    complete: true,
    ...more,
  };
}

const ON_REDIS: LiveAbout = {
  logger: 'unlocked',
  strategy: 'lowest-latency',
  version: '7.0.15',
  profile: 'v1.82.3',
  at: { kind: 'redis', shown: 'redis://127.0.0.1', processes: 4 },
  updatesLost: 0,
  recorded: 40,
  lockPerProcess: false,
  notes: [],
};

const AT_PROXY: LiveAbout = {
  ...ON_REDIS,
  version: '1.82.3',
  at: {
    kind: 'proxy',
    shown: 'litellm',
    path: '/chat/completions',
    redis: false,
    workers: 1,
  },
  updatesLost: null,
  recorded: null,
  notes: ["each latency is longer by the proxy's own time, as measured before the load"],
  overhead: [{ provider: 'openai', alone_s: 0.0123, underLoad_s: 0.025 }],
};

/** As it is predicted, about. */
export const AS_PREDICTED = [3, 3, 34];

export function onRedis(
  about: Partial<LiveAbout> = {},
  counted: readonly LiveCounted[] = [once(AS_PREDICTED)],
): LiveMeasurement {
  return liveRun({ ...ON_REDIS, ...about }, modelGroups, counted, PREDICTION!);
}

/** The same of as many requests as there are groups. */
export function ofFewRequests(): LiveMeasurement {
  const { summary } = PREDICTION!;
  const requests = summary.replications.length;
  const groups = summary.groups.map((group) => ({ ...group, requests }));
  const few = { ...PREDICTION!, summary: { ...summary, groups } };
  return liveRun(ON_REDIS, modelGroups, [once(AS_PREDICTED)], few);
}

export function atProxy(
  about: Partial<LiveAbout> = {},
  counted: readonly LiveCounted[] = [once(AS_PREDICTED)],
): LiveMeasurement {
  return liveRun({ ...AT_PROXY, ...about }, modelGroups, counted, PREDICTION!);
}

export function reportOf(
  runs: readonly LiveMeasurement[],
  more: Partial<LiveReport> = {},
): LiveReport {
  return {
    schemaVersion: 1,
    tool: { name: 'latsim', version: '0.0.0' },
    scenario: { name: 'small', hash: '0123456789ab' },
    changed: [],
    seed: 1,
    timeScale: 1,
    notScaled: [],
    command: 'latsim live small.yaml --redis redis://127.0.0.1',
    partial: null,
    runs,
    ...more,
  };
}
