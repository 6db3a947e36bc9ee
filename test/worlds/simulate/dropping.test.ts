import { describe, expect, test } from 'vitest';
import { acquire, read, sleep, write } from '../../../src/effects/effects.js';
import { checked } from '../../../src/loggers/contract.js';
import { readMap } from '../../../src/loggers/unlocked.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import {
  DeploymentStats,
  type LatencyMap,
} from '../../../src/strategies/lowest-latency/latency-map.js';
import type { Logger } from '../../../src/strategies/lowest-latency/logger.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { always, type Changes, experiment, ISSUE_GROUPS, only } from './experiments.js';

const named = (record: Logger['record'], view: Logger['view'] = readMap): Logger =>
  checked({ name: 'own', summary: '', record, view });

function run(logger: Logger, changes: Changes = {}) {
  const [result] = simulate(
    experiment({
      groups: ISSUE_GROUPS,
      load: poisson(160 / 60),
      duration_s: 600,
      replications: 1,
      logger,
      ...changes,
    }),
  );
  if (result === undefined) throw new Error('no result');
  return only(result);
}

describe('a logger that drops samples is not called late', () => {
  test('one that stores nothing has lost what it says it has recorded', () => {
    const { samples, causes } = run(named(function* () {}));
    expect(samples.recorded).toBeGreaterThan(1000);
    expect(samples.lost).toBe(samples.recorded);
    expect(causes.lost).toBeGreaterThan(10 * causes['waiting-to-be-logged']);
  });

  test('one that writes its own sample alone', () => {
    const { causes } = run(
      named(function* (event, context) {
        yield read(context.key);
        const map = context.emptyMap();
        context.add(map, event);
        yield write(context.key, map, context.ttl_s);
      }),
    );
    expect(causes.lost).toBeGreaterThan(10 * causes['waiting-to-be-logged']);
  });

  test('one that overwrites its own memory under a shared copy', () => {
    const stale = named(function* (event, context) {
      const known: LatencyMap | undefined = yield read(context.key, 'local');
      const map = known?.copy() ?? context.emptyMap();
      yield sleep(4);
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    });
    const store = { store: tiered(600), roundTrip_s: always(0.005) };
    const { samples, causes } = run(stale, store);
    expect(samples.lostInMemory).toBeGreaterThan(0.5 * samples.recorded);
    expect(samples.lostInMemory).toBeLessThanOrEqual(samples.recorded);
    expect(causes.lost).toBeGreaterThan(causes['waiting-to-be-logged']);
  });
});

describe('a logger of one', () => {
  test('that waits for its own lock is named', () => {
    const twice = named(function* (_event, context) {
      yield acquire(context.key);
      yield acquire(context.key);
    });
    expect(() => run(twice)).toThrow(/which it holds itself/);
  });

  test('whose view gives impossible samples is named', () => {
    const view: Logger['view'] = function* (context) {
      const map = (yield* readMap(context)) ?? context.emptyMap();
      map.put(0, new DeploymentStats([Number.NaN]));
      return map;
    };
    expect(() => run(named(function* () {}, view))).toThrow(/impossible stats/);
  });
});
