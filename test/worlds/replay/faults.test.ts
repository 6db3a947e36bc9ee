import { describe, expect, test } from 'vitest';
import { read, write } from '../../../src/effects/effects.js';
import { unlocked } from '../../../src/loggers/unlocked.js';
import { Cache } from '../../../src/model/cache.js';
import type { CompletionEvent } from '../../../src/model/completion.js';
import { copyOf } from '../../../src/model/copy.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { broughtBy, perform } from '../../../src/model/stores/perform.js';
import type { StoreModel } from '../../../src/model/stores/store.js';
import { DeploymentStats } from '../../../src/strategies/lowest-latency/latency-map.js';
import type { Logger, LoggerContext } from '../../../src/strategies/lowest-latency/logger.js';
import type { Profile } from '../../../src/strategies/lowest-latency/profile.js';
import type { Operation, RecordedSettings } from '../../../src/worlds/replay/recording.js';
import { type Changes, goldenFiles, goldenText, replayOf, VARIANTS } from './recordings.js';
import { recorded } from './rules.js';

/*
 * A positive control for the golden traces: a fault in each of the seven rules of
 * test/fixtures/golden/README.md is found by at least one of them.
 */

const GOLDEN = VARIANTS.flatMap((variant) =>
  goldenFiles(variant).map((file) => goldenText(variant, file)),
);

/** What no golden trace has: a negative average, where the select of 1.82.3 fails. */
const NEGATIVE = recorded(
  {
    variant: 'v1.82.3',
    ttl: 300,
    lowest_latency_buffer: 0.1,
    max_latency_list_size: 10,
    deployments: [{ id: 'a', rpm: null, tpm: null }],
  },
  [
    {
      t: 0,
      op: 'success',
      id: 'a',
      latency_s: 1,
      kind: 'chat',
      completion_tokens: 1,
      total_tokens: 1,
      stream: true,
      ttft_s: -1,
    },
    { t: 1, op: 'select', healthy: ['a'], stream: true, input_tokens: 0 },
  ],
).join('\n');

/** The newest first: nearly every fault shows in one of those. */
const RECORDINGS = [NEGATIVE, ...GOLDEN.reverse()];

/** Memory in which each write extends the expiry, as in Redis. */
const refreshing: StoreModel = {
  ...inProcess,
  create: ({ keeping, witnessOf }) => {
    const memory = new Cache({ refresh: true, keeping }, witnessOf?.(0));
    return {
      begin: (effect, caller, now_s) => perform(memory, effect, broughtBy(effect), caller, now_s),
      payload: () => undefined,
      serve: () => undefined,
      complete: (_effect, served) => served,
      copies: () => [memory],
    };
  },
};

/** Memory that hands a copy to selects, so that what they put in vanishes. */
const copying: StoreModel = {
  ...inProcess,
  create: (setup) => {
    const store = inProcess.create(setup);
    return {
      ...store,
      begin: (effect, caller, now_s) => {
        const answer = store.begin(effect, caller, now_s);
        return effect.op === 'read' && effect.tier === undefined ? copyOf(answer) : answer;
      },
    };
  },
};

/** A select on a cold map stores the fresh one. */
const storesFreshMap: Logger = {
  ...unlocked,
  *view(context) {
    const map = yield read(context.key);
    if (map === undefined) yield write(context.key, context.emptyMap(), context.ttl_s);
    return map;
  },
};

/** LiteLLM's logger with another way to add an event to the map. */
function adding(add: (context: LoggerContext) => LoggerContext['add']): Logger {
  return {
    ...unlocked,
    record: (event, context) => unlocked.record(event, { ...context, add: add(context) }),
  };
}

/** Averages over the numbers alone. */
const countsNumbersOnly = adding((context) => (map, event) => {
  context.add(map, event);
  const stats = map.get(event.deployment) as DeploymentStats;
  const average = stats.summed === 0 ? 0 : stats.sum / stats.summed;
  const changed = Object.assign(Object.create(DeploymentStats.prototype), stats, { average });
  map.set(event.deployment, changed);
});

/** A timeout is charged as a request. */
const chargesTimeouts = adding((context) => (map, event: CompletionEvent) => {
  context.add(map, event);
  if (event.type !== 'timeout') return;
  const { latency, ttft, tpm, rpm } = map.get(event.deployment) as DeploymentStats;
  const charged = new DeploymentStats(latency, ttft, event.minute, tpm, rpm + 1);
  map.set(event.deployment, charged);
});

const settings =
  (change: (recorded: RecordedSettings) => Partial<RecordedSettings>) =>
  (recorded: RecordedSettings): RecordedSettings => ({ ...recorded, ...change(recorded) });
const profile =
  (change: (recorded: Profile) => Partial<Profile>) =>
  (recorded: Profile): Profile => ({ ...recorded, ...change(recorded) });
const success =
  (change: Partial<Operation & { readonly op: 'success' }>) =>
  (recorded: Operation): Operation =>
    recorded.op === 'success' ? { ...recorded, ...change } : recorded;
const lowered = (limit: number | undefined): number | undefined =>
  limit === undefined || limit === 0 ? limit : limit - 1;

const FAULTS: Readonly<Record<string, Readonly<Record<string, Changes>>>> = {
  '1, one expiry': {
    'a rewrite extends it': { parts: { store: refreshing } },
    'it comes a second late': { settings: settings(({ ttl_s }) => ({ ttl_s: ttl_s + 1 })) },
    'it never comes': { settings: settings(() => ({ ttl_s: 1e9 })) },
    'a write at that very moment does otherwise': {
      profile: profile(({ writeAtExpiry }) => ({
        writeAtExpiry: writeAtExpiry === 'kept' ? 'renewed' : 'kept',
      })),
    },
  },
  '2, placeholders': {
    'they are put into a copy': { parts: { store: copying } },
    'a fresh map is stored': { parts: { logger: storesFreshMap } },
    'all deployments get one': {
      operation: (recorded) =>
        recorded.op === 'select'
          ? { ...recorded, healthy: [...recorded.averages.keys()] }
          : recorded,
    },
  },
  '3, averages': {
    'what is not summed is not counted': { parts: { logger: countsNumbersOnly } },
    'TTFTs are divided by the other list': {
      profile: profile(({ ttftDivisor }) => ({
        ttftDivisor: ttftDivisor === 'ttft-list' ? 'latency-list' : 'ttft-list',
      })),
    },
    'sums round off in the other way': {
      settings: settings(({ compensated }) => ({ compensated: !compensated })),
    },
    'samples that are of no use are summed': { profile: profile(() => ({ unusable: 'summed' })) },
    'samples that are of no use are left out': {
      profile: profile(() => ({ unusable: 'ignored' })),
    },
    'a percentile of TTFTs is not known': { profile: profile(() => ({ ttftPercentile: false })) },
    'it is another percentile': {
      settings: settings(({ ttftPercentile }) =>
        ttftPercentile === undefined ? {} : { ttftPercentile: ttftPercentile * 0.9 },
      ),
    },
    'a stream is compared by its latency': {
      operation: (recorded) =>
        recorded.op === 'select' ? { ...recorded, stream: false } : recorded,
    },
  },
  '4, limits': {
    'none holds': {
      settings: settings(({ deployments }) => ({
        deployments: deployments.map(({ id }) => ({ id })),
      })),
    },
    'each is one lower': {
      settings: settings(({ deployments }) => ({
        deployments: deployments.map(({ id, rpm, tpm }) => {
          const [lowerRpm, lowerTpm] = [lowered(rpm), lowered(tpm)];
          return {
            id,
            ...(lowerRpm !== undefined && { rpm: lowerRpm }),
            ...(lowerTpm !== undefined && { tpm: lowerTpm }),
          };
        }),
      })),
    },
    'a limit of 0 is one': {
      settings: settings(({ deployments }) => ({
        deployments: deployments.map(({ id, rpm, tpm }) => ({
          id,
          ...(rpm !== undefined && { rpm: rpm || 1e-9 }),
          ...(tpm !== undefined && { tpm: tpm || 1e-9 }),
        })),
      })),
    },
    'input tokens do not count': {
      operation: (recorded) =>
        recorded.op === 'select' ? { ...recorded, inputTokens: 0 } : recorded,
    },
  },
  '5, the buffer': {
    'without a candidate all are': { profile: profile(() => ({ noCandidate: 'all' })) },
    'there is none': { settings: settings(() => ({ buffer: 0 })) },
    'it is wider': { settings: settings(({ buffer }) => ({ buffer: buffer * 1.2 })) },
  },
  '6, successes': {
    'a full list drops the other end': {
      profile: profile(({ full }) => ({
        full: full === 'drop-first' ? 'replace-last' : 'drop-first',
      })),
    },
    'a list holds one more': { settings: settings(({ listSize }) => ({ listSize: listSize + 1 })) },
    'without tokens it is stored in the other way': {
      profile: profile(({ withoutTokens }) => ({
        withoutTokens: withoutTokens === 'seconds' ? 'timedelta' : 'seconds',
      })),
    },
    'the Responses API is recorded in the other way': {
      profile: profile(({ responses }) => ({
        responses: responses === 'per-token' ? 'without-tokens' : 'per-token',
      })),
    },
    'the Responses API is charged its tokens': {
      operation: (recorded) =>
        recorded.op === 'success' && recorded.kind === 'responses'
          ? { ...recorded, total_tokens: recorded.completion_tokens }
          : recorded,
    },
    'tokens do not divide': { operation: success({ completion_tokens: 1 }) },
    'TTFT is kept in the other way': {
      profile: profile(({ ttft }) => ({ ttft: ttft === 'seconds' ? 'per-token' : 'seconds' })),
    },
    'TTFT is kept of what does not stream': { operation: success({ stream: true }) },
    'tokens are not charged': { operation: success({ total_tokens: 0 }) },
  },
  '7, timeouts': {
    'they are not logged': {
      operation: (recorded) =>
        recorded.op === 'timeout' ? { ...recorded, op: 'failure' } : recorded,
    },
    'other failures are logged, too': {
      operation: (recorded) =>
        recorded.op === 'failure' ? { ...recorded, op: 'timeout' } : recorded,
    },
    'they charge a request': { parts: { logger: chargesTimeouts } },
  },
};

describe.each(Object.entries(FAULTS))('a fault in rule %s', (_rule, faults) => {
  test.each(Object.entries(faults))('%s: a recording finds it', (_fault, changes) => {
    const found = RECORDINGS.find((text) => replayOf(text, changes).mismatches > 0);
    expect(found).toBeDefined();
  });
});

test('the same replays without a fault find nothing', () => {
  const parts = { store: inProcess, logger: unlocked };
  const found = RECORDINGS.filter((text) => replayOf(text, { parts }).mismatches > 0);
  expect(found).toEqual([]);
});
