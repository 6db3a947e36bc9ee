import { describe, expect, test } from 'vitest';
import type { Effect } from '../../src/effects/effects.js';
import { namedInCommand, shownName } from '../../src/loggers/choice.js';
import { LOGGERS, loggerNamed } from '../../src/loggers/index.js';
import { type Caller, ReadLog } from '../../src/model/caller.js';
import type { CompletionEvent } from '../../src/model/completion.js';
import { Fleet } from '../../src/model/fleet.js';
import { inProcess } from '../../src/model/stores/in-process.js';
import { ABANDONED } from '../../src/model/strategy.js';
import { addEvent } from '../../src/strategies/lowest-latency/contribution.js';
import { DeploymentStats, LatencyMap } from '../../src/strategies/lowest-latency/latency-map.js';
import type { Logger, LoggerContext } from '../../src/strategies/lowest-latency/logger.js';
import { isModulePath } from '../../src/text/addresses.js';
import { group, keeping, logger, profile } from '../worlds/simulate/experiments.js';
import { atOnce, drive } from './drive.js';

const fleet = new Fleet([group('a', 1), group('b', 1)]);
const V1 = profile('v1.76.1');

function contextOf(more: Partial<LoggerContext> = {}): LoggerContext {
  return {
    key: 'model_map',
    ttl_s: 300,
    listSize: 3,
    profile: V1,
    deployments: fleet.index.ids,
    limited: false,
    options: { retries: 2, lease_s: 10 },
    emptyMap: () => new LatencyMap(fleet.index),
    add: (map, event) => addEvent(V1, map, event, 3),
    ...more,
  };
}

const event = (latency_s: number, deployment = 'a/01'): CompletionEvent => ({
  type: 'success',
  deployment,
  latency_s,
  kind: 'chat',
  completion_tokens: 1,
  total_tokens: 7,
  stream: false,
  ttft_s: latency_s,
  minute: 0,
});

/** Notes the effects of a logger call that is answered by a fixed list. */
function effectsOf(one: Logger, answers: unknown[], context = contextOf()) {
  const effects: Effect[] = [];
  const outcome = drive(one.record(event(1), context), (effect) => {
    effects.push(effect);
    return answers[effects.length - 1];
  });
  return { ops: effects.map(({ op }) => op), effects, outcome };
}

describe('what each logger asks for', () => {
  test('unlocked: reads its own memory, writes', () => {
    const { ops, effects } = effectsOf(logger('unlocked'), []);
    expect(ops).toEqual(['read', 'write']);
    expect(effects[0]).toEqual({ op: 'read', key: 'model_map', tier: 'local' });
  });

  test.each([
    ['locked', 'model_map'],
    ['locked-global', 'all model groups'],
  ])('%s: the same inside its lock', (name, lock) => {
    const { ops, effects } = effectsOf(logger(name), []);
    expect(ops).toEqual(['acquire', 'read', 'write', 'release']);
    expect(effects[0]).toMatchObject({ lock });
    expect(effects[3]).toMatchObject({ lock });
  });

  test('locked-distributed: the same inside a lease, given back by its token', () => {
    const { ops, effects } = effectsOf(logger('locked-distributed'), [42]);
    expect(ops).toEqual(['acquire-lease', 'read', 'write', 'release-lease']);
    expect(effects[0]).toMatchObject({ lease: 'model_map:lease', lease_s: 10 });
    expect(effects[3]).toMatchObject({ lease: 'model_map:lease', token: 42 });
  });

  test('atomic: one append; usage only where there are limits', () => {
    expect(effectsOf(logger('atomic'), []).ops).toEqual(['append']);
    const limited = effectsOf(logger('atomic'), [], contextOf({ limited: true }));
    expect(limited.ops).toEqual(['append', 'increment', 'increment']);
  });

  test('compare-and-set: tries again, and gives up after its retries', () => {
    const read = { value: undefined, version: 1 };
    const { ops, outcome } = effectsOf(logger('compare-and-set'), [read, false, read, true]);
    expect(ops).toEqual(['read-version', 'compare-and-set', 'read-version', 'compare-and-set']);
    expect(outcome).toBeUndefined();
    const failing = effectsOf(logger('compare-and-set'), [read, false, read, false, read, false]);
    expect(failing.ops).toHaveLength(2 * 3);
    expect(failing.outcome).toBe(ABANDONED);
  });

  test('a lock is given back when a call is broken off', () => {
    const process = logger('locked').record(event(1), contextOf());
    process.next();
    process.next(undefined);
    expect(process.return(undefined).value).toMatchObject({ op: 'release' });
  });
});

describe('one call after another, all loggers know the same', () => {
  const learnt = (one: Logger, context: LoggerContext): unknown => {
    const store = inProcess.create({ processes: 1, keeping: keeping('v1.76.1', 3) });
    let sample = 0;
    const caller = (): Caller => ({
      process: 0,
      own: { sample: sample++, position: 0 },
      deployments: 2,
      reads: new ReadLog(),
    });
    const answer = (effect: Effect): unknown =>
      effect.op === 'acquire' || effect.op === 'release'
        ? undefined
        : effect.op === 'acquire-lease' || effect.op === 'release-lease'
          ? 1
          : atOnce(store, caller(), 0)(effect);
    for (const [latency, id] of [
      [1, 'a/01'],
      [2, 'b/01'],
      [3, 'a/01'],
    ] as const) {
      drive(one.record(event(latency, id), context), answer);
    }
    const map = drive(one.view(context, 0), answer);
    return fleet.index.ids.map((id) => {
      const stats = map?.get(id);
      return [stats?.latency, stats?.rpm, stats?.tpm];
    });
  };

  test.each(LOGGERS)('$name', (one) => {
    expect(learnt(one, contextOf({ limited: true }))).toEqual([
      [[1, 3], 2, 14],
      [[2], 1, 7],
    ]);
  });
});

describe('atomic', () => {
  const context = contextOf({ limited: true });
  const effectsFor = (one: CompletionEvent) => {
    const effects: Effect[] = [];
    drive(logger('atomic').record(one, context), (effect) => effects.push(effect) && undefined);
    return effects;
  };
  const viewed = (values: unknown[], of = context) => {
    const asked: Effect[] = [];
    const map = drive(logger('atomic').view(of, 3), (effect) => {
      asked.push(effect);
      return values;
    });
    return { asked, map };
  };
  const lists = ['model_map:a/01:latency', 'model_map:b/01:latency'];

  test('charges the minute of the answer, for two minutes; a timeout is not charged', () => {
    expect(effectsFor({ ...event(1), minute: 7 })).toMatchObject([
      { op: 'append', key: lists[0], limit: 3, ttl_s: 300 },
      { op: 'increment', key: 'model_map:a/01:7:rpm', by: 1, ttl_s: 120 },
      { op: 'increment', key: 'model_map:a/01:7:tpm', by: 7, ttl_s: 120 },
    ]);
    expect(effectsFor({ ...event(1), type: 'timeout' }).map(({ op }) => op)).toEqual(['append']);
  });

  test('reads all lists at once, and usage where there are limits', () => {
    expect(viewed([], contextOf()).asked).toEqual([{ op: 'read-many', keys: lists }]);
    expect(viewed([]).asked).toEqual([
      {
        op: 'read-many',
        keys: [
          ...lists,
          'model_map:a/01:3:rpm',
          'model_map:a/01:3:tpm',
          'model_map:b/01:3:rpm',
          'model_map:b/01:3:tpm',
        ],
      },
    ]);
    const [once, again] = [viewed([], contextOf()), viewed([], contextOf())].map(
      ({ asked }) => asked[0] as { keys: unknown },
    );
    expect(once?.keys).not.toBe(again?.keys);
    const same = contextOf();
    const [first, second] = [viewed([], same), viewed([], same)].map(
      ({ asked }) => asked[0] as { keys: unknown },
    );
    expect(first?.keys).toBe(second?.keys);
  });

  test('makes a map of what it reads: of whom nothing is stored nothing is known', () => {
    const list = [{ sample: 1 }, { sample: 2, ttft: 0.5 }];
    expect(viewed([list, undefined]).map?.toJSON()).toEqual({
      'a/01': new DeploymentStats([1, 2], [0.5], 3, 0, 0),
    });
    expect(viewed([undefined, [], 0, 9, 4, 70]).map?.toJSON()).toEqual({
      'b/01': new DeploymentStats([], [], 3, 70, 4),
    });
    expect(viewed([list, list, 1, 2, 3, 4]).map?.toJSON()).toEqual({
      'a/01': new DeploymentStats([1, 2], [0.5], 3, 2, 1),
      'b/01': new DeploymentStats([1, 2], [0.5], 3, 4, 3),
    });
  });

  test('makes anew what has changed, and nothing else', () => {
    const of = contextOf({ limited: true });
    const [one, two, three] = [1, 2, 3].map((sample) => ({ sample }));
    const stats = (values: unknown[], minute = 3) =>
      drive(logger('atomic').view(of, minute), () => values)?.at(0);
    const first = stats([[one, two], undefined, 1, 7]);
    expect(stats([[one, two], undefined, 1, 7])).toBe(first);
    for (const [values, minute, wanted] of [
      [[[one, two], undefined, 2, 7], 3, new DeploymentStats([1, 2], [], 3, 7, 2)],
      [[[one, two], undefined, 2, 8], 3, new DeploymentStats([1, 2], [], 3, 8, 2)],
      [[[one, two], undefined, 2, 8], 4, new DeploymentStats([1, 2], [], 4, 8, 2)],
      [[[one, two, three], undefined, 2, 8], 4, new DeploymentStats([1, 2, 3], [], 4, 8, 2)],
      [[[two, two, three], undefined, 2, 8], 4, new DeploymentStats([2, 2, 3], [], 4, 8, 2)],
      [[[two, two, one], undefined, 2, 8], 4, new DeploymentStats([2, 2, 1], [], 4, 8, 2)],
    ] as const) {
      expect(stats([...values], minute)).toEqual(wanted);
    }
  });
});

describe('a logger as it was named', () => {
  const given = { kind: 'given', name: 'mine', own: logger('atomic') } as const;
  test.each([
    [{ kind: 'shipped', name: 'atomic' }, 'atomic', 'atomic'],
    [
      { kind: 'file', name: 'fix', shown: '../fix.mjs', path: '/x/fix.mjs' },
      '../fix.mjs',
      '../fix.mjs',
    ],
    [given, 'mine', './mine.mjs'],
  ] as const)('%o', (choice, shown, inCommand) => {
    expect([shownName(choice), namedInCommand(choice)]).toEqual([shown, inCommand]);
  });
});

test('the defect comes first, and names are unique', () => {
  expect(LOGGERS[0]?.name).toBe('unlocked');
  expect(new Set(LOGGERS.map(({ name }) => name)).size).toBe(6);
});

test('a shipped logger has a name, any other the path of its file', () => {
  for (const one of LOGGERS) {
    expect(loggerNamed(one.name)).toBe(one);
    expect(isModulePath(one.name)).toBe(false);
  }
  expect(() => loggerNamed('lokced')).toThrow("no logger is called 'lokced'");
  expect(['./fix', 'a\\b', 'fix.mjs', 'fix.js'].every(isModulePath)).toBe(true);
  expect(['fix.json', 'fixmjs', 'fix.mjs.txt'].some(isModulePath)).toBe(false);
});
