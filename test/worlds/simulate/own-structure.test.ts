import { describe, expect, it } from 'vitest';
import { increment, read, readMany, write } from '../../../src/effects/effects.js';
import { judgeOnce } from '../../../src/expectation/judge.js';
import { lossesKnown } from '../../../src/measure/result.js';
import { remote } from '../../../src/model/stores/remote.js';
import { DeploymentStats } from '../../../src/strategies/lowest-latency/latency-map.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { aboutOneMillisecond, experiment, flushes, group } from './experiments.js';

type Lists = Record<string, readonly number[]>;

/** One value for all deployments, read and written back without a lock. */
function own(
  name: string,
  after: (lists: Lists, deployment: string, sample: number, size: number) => Lists,
  [pack, unpack]: readonly [(lists: Lists) => unknown, (value: unknown) => Lists] = [
    (lists) => lists,
    (value) => value as Lists,
  ],
): Logger {
  return {
    name,
    summary: '',
    *record({ deployment, latency_s }, { key, listSize, ttl_s }) {
      const before = yield read(key);
      const lists = before === undefined ? {} : unpack(before);
      yield write(key, pack(after(lists, deployment, latency_s, listSize)), ttl_s);
    },
    *view(context) {
      const value = yield read(context.key);
      const map = context.emptyMap();
      for (const [id, list] of Object.entries(value === undefined ? {} : unpack(value))) {
        map.set(id, new DeploymentStats(list));
      }
      return map;
    },
  };
}

const keeping = (lists: Lists, id: string, sample: number, size: number): Lists => ({
  ...lists,
  [id]: [...(lists[id] ?? []), sample].slice(-size),
});

const ring: Logger = {
  name: 'ring',
  summary: '',
  *record({ deployment, latency_s }, { key, ttl_s }) {
    const n = (yield increment(`${key}:${deployment}`, 1, ttl_s)) as number;
    yield write(`${key}:${deployment}:${n % 3}`, { latency_s }, ttl_s);
  },
  *view(context) {
    const map = context.emptyMap();
    for (const [position, id] of context.deployments.entries()) {
      const keys = [0, 1, 2].map((n) => `${context.key}:${id}:${n}`);
      const slots = (yield readMany(keys)) as ({ latency_s: number } | undefined)[];
      const list = slots.flatMap((slot) => (slot === undefined ? [] : [slot.latency_s]));
      if (list.length > 0) map.put(position, new DeploymentStats(list));
    }
    return map;
  },
};

const result = (logger: Logger) =>
  simulate(
    experiment({
      groups: [group('any', 3)],
      duration_s: 100,
      dispatch: flushes(5),
      store: remote,
      roundTrip_s: aboutOneMillisecond,
      logger,
      replications: 1,
    }),
  );

describe('what a structure of a logger’s own loses', () => {
  it.each([
    own('an object', keeping),
    own('a text', keeping, [JSON.stringify, (value) => JSON.parse(value as string) as Lists]),
  ])('is known of $name that shows all that it derives from', (logger) => {
    const [{ modelGroups }] = result(logger) as never as [{ modelGroups: never[] }];
    expect(lossesKnown(modelGroups)).toBe(true);
    expect(modelGroups).toMatchObject([{ samples: { lost: expect.any(Number) } }]);
  });
  it.each([
    ring,
    own('one that drops what it read', (_, id, sample) => ({ [id]: [sample] })),
    own('a short list', (...of) => keeping(of[0], of[1], of[2], 4)),
    own('a mean', (lists, id, sample) => ({
      ...lists,
      [id]: [((lists[id]?.[0] ?? sample) + sample) / 2],
    })),
  ])('is not known of $name', (logger) => {
    const counts = result(logger);
    expect(counts).toMatchObject([
      { modelGroups: [{ samples: { lost: 0, lostKnown: false }, causes: { lost: 0, stale: 0 } }] },
    ]);
    const expected = {
      text: 'lost == 0',
      expectation: { kind: 'count', count: 'lost', comparison: '==', bound: 0 },
    } as const;
    const evidence = { counts, layout: { modelGroups: [], cuts_s: [] }, complete: true, margin: 0 };
    const [judgement] = judgeOnce([expected], evidence as never, 0.95);
    expect(judgement).toMatchObject({ decision: 'inconclusive', estimate: null, lostKnown: false });
  });
});
