import { describe, expect, test } from 'vitest';
import { longestCall, MAX_EFFECTS_PER_CALL } from '../../src/effects/contract.js';
import * as effects from '../../src/effects/effects.js';
import {
  acquire,
  compareAndSet,
  type Effect,
  effectFault,
  increment,
  OPERATIONS,
  read,
  signatureOf,
  sleep,
} from '../../src/effects/effects.js';
import { LoggerFault } from '../../src/effects/fault.js';
import { Rounds } from '../../src/effects/rounds.js';
import { checked, loggerShapeFault } from '../../src/loggers/contract.js';
import { unlocked } from '../../src/loggers/unlocked.js';
import { Fleet } from '../../src/model/fleet.js';
import { poisson } from '../../src/model/loads/poisson.js';
import { inProcess } from '../../src/model/stores/in-process.js';
import { remote } from '../../src/model/stores/remote.js';
import { ABANDONED } from '../../src/model/strategy.js';
import { DeploymentStats, LatencyMap } from '../../src/strategies/lowest-latency/latency-map.js';
import type { Logger } from '../../src/strategies/lowest-latency/logger.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { always, experiment, group, logger } from '../worlds/simulate/experiments.js';

/** A logger of the user's, with this `record`. */
// Users' files have no types: what they get wrong is what is tested.
const user = (record: (...args: never[]) => unknown): Logger =>
  checked({ name: 'mine', summary: '', record, view: unlocked.view } as unknown as Logger);

const run = (one: Logger) => () =>
  simulate(
    experiment({
      logger: one,
      load: poisson(2),
      store: remote,
      roundTrip_s: always(0.01),
      duration_s: 10,
      replications: 1,
    }),
  );

function faultOf(act: () => unknown): LoggerFault {
  try {
    act();
  } catch (error) {
    if (error instanceof LoggerFault) return error;
    throw error;
  }
  throw new Error('there was no fault');
}

describe("a user's logger that breaks the contract is told how", () => {
  test.each([
    ['nothing', undefined, 'undefined'],
    ['a text', 'read', '"read"'],
    ['an unknown effect', { op: 'delete', key: 'k' }, '"delete"'],
    ['an inherited name', { op: 'constructor' }, '"constructor"'],
    ['an array', [read('k')], 'op undefined'],
    ['a read without a key', { op: 'read' }, 'key = undefined'],
    ['a write that never expires', { op: 'write', key: 'k', value: 1, ttl_s: Infinity }, 'ttl_s'],
    ['a write of nothing', { op: 'write', key: 'k', value: undefined, ttl_s: 1 }, 'value'],
    ['a sleep backwards', { op: 'sleep', duration_s: -1 }, 'duration_s = -1'],
    ['a sleep of no number', { op: 'sleep', duration_s: Number.NaN }, 'duration_s = NaN'],
    ['a read of many that is one', { op: 'read-many', keys: 'k' }, 'keys = "k"'],
  ])('it yields %s', (_, yielded, says) => {
    const fault = faultOf(
      run(
        user(function* () {
          yield yielded;
        }),
      ),
    );
    expect(fault.logger).toBe('mine');
    expect(fault.message).toContain('in step 1 of record()');
    expect(fault.message).toContain(says);
    expect(fault.remedy).toMatch(
      /^yield (one of the effects|\w+\(.*\), its arguments in this order$)/,
    );
  });

  test('it yields an effect with its arguments swapped', () => {
    const fault = faultOf(
      run(
        user(function* () {
          yield compareAndSet('key', {} as number, 3, 60);
        }),
      ),
    );
    expect(fault.remedy).toContain('yield compareAndSet(key, version, value, ttl_s)');
  });

  test('it is no generator', () => {
    const fault = faultOf(run(user(() => undefined)));
    expect(fault.message).toContain('record() is not a generator: it returned undefined');
    expect(fault.remedy).toContain('*record(');
  });

  test('it is asynchronous', () => {
    const fault = faultOf(run(user(async () => undefined)));
    expect(fault.message).toContain('record() is not a generator');
  });

  test('it throws, at once or in a later step', () => {
    const early = faultOf(
      run(
        user(() => {
          throw new TypeError('no such thing');
        }),
      ),
    );
    expect(early.message).toContain('record() threw in step 0: TypeError: no such thing');
    const late = faultOf(
      run(
        user(function* () {
          yield read('k');
          throw 'a text';
        }),
      ),
    );
    expect(late.message).toContain('record() threw in step 2: a text');
  });

  test('it never ends, on a store where nothing suspends, too', () => {
    const endless = user(function* () {
      for (;;) yield read('k');
    });
    const fault = faultOf(() =>
      simulate(experiment({ logger: endless, store: inProcess, duration_s: 10, replications: 1 })),
    );
    expect(fault.message).toContain('record() never ends');
    expect(fault.message).toContain('at last read("k") again and again');
    expect(fault.remedy).toContain('ABANDONED');
  });

  test('it never ends, whatever it tries at last', () => {
    const ends = (record: (...args: never[]) => unknown) =>
      faultOf(() =>
        simulate(
          experiment({ logger: user(record), store: inProcess, duration_s: 10, replications: 1 }),
        ),
      ).message.replace(/.*in one call/, '');
    const tries = function* () {
      for (let version = 0; ; version++) {
        yield compareAndSet('k', version + 1e9, version, 1);
        yield sleep(0);
      }
    };
    expect(ends(tries)).toBe(', at last compareAndSet("k", ...), sleep(0) again and again');
    const names = function* () {
      for (let i = 0; ; i++) yield increment(`key ${i}`, 1, 60);
    };
    expect(ends(names)).toBe(', at last increment(key, by, ttl_s) again and again');
  });

  test('it ends holding a lock', () => {
    const fault = faultOf(
      run(
        user(function* () {
          yield acquire('a');
          yield acquire('b');
        }),
      ),
    );
    expect(fault.message).toContain("record() ended holding lock 'a', 'b'");
    expect(fault.remedy).toContain('finally');
  });

  test('it releases a lock that it does not hold', () => {
    const fault = faultOf(
      run(
        user(function* () {
          yield { op: 'release', lock: 'a' };
        }),
      ),
    );
    expect(fault.message).toContain("lock 'a' is not held");
  });

  test('it asks for a lease where nothing is shared', () => {
    const fault = faultOf(() =>
      simulate(experiment({ logger: logger('locked-distributed'), replications: 1 })),
    );
    expect(fault.message).toContain("store 'in-process' cannot do 'acquire-lease'");
    expect(fault.remedy).toContain("'remote'");
  });

  test('its read side is watched, too', () => {
    const blind = checked({
      ...unlocked,
      name: 'mine',
      *view() {
        yield 7 as never;
        return undefined;
      },
    });
    expect(faultOf(run(blind)).message).toContain('in step 1 of view(), it yielded 7');
  });
});

describe('what a call returns', () => {
  const { index } = new Fleet([group('a', 1), group('b', 1)]);
  const recording = (result: unknown) => () => {
    const step = user(function* () {
      yield read('k');
      return result;
    }).record({} as never, {} as never);
    step.next();
    return step.next(undefined).value;
  };
  const viewing = (result: unknown) => () =>
    checked({
      name: 'mine',
      summary: '',
      record: unlocked.record,
      // biome-ignore lint/correctness/useYield: it asks for nothing
      *view() {
        return result as never;
      },
    })
      .view({} as never, 0)
      .next().value;
  const map = (position: number, stats: unknown): LatencyMap => {
    const made = new LatencyMap(index);
    made.put(position, stats as DeploymentStats);
    return made;
  };

  test.each([undefined, ABANDONED])('record may return %s', (result) => {
    expect(recording(result)()).toBe(result);
  });

  test.each([null, 0, false, 'given up', {}])('record may not return %s', (result) => {
    const fault = faultOf(recording(result));
    expect(fault.fault).toBe('record() returned neither nothing nor ABANDONED');
    expect(fault.remedy).toBe('see docs/reference/loggers.md');
  });

  test.each([
    undefined,
    new LatencyMap(index),
    map(1, new DeploymentStats([1, 2], [3])),
    map(0, new DeploymentStats([0], [0])),
    map(0, new DeploymentStats([])),
  ])('view may return %o', (result) => {
    expect(viewing(result)()).toBe(result);
  });

  test.each([null, {}, [], 'map'])('view may not return %o', (result) => {
    expect(faultOf(viewing(result)).fault).toBe(
      'view() returned neither undefined nor a LatencyMap',
    );
  });

  test.each([
    [0, 'a/01', new DeploymentStats([-1])],
    [1, 'b/01', new DeploymentStats([Number.NaN])],
    [1, 'b/01', new DeploymentStats([1], [-1])],
    [1, 'b/01', new DeploymentStats([-1], [5])],
    [0, 'a/01', new DeploymentStats([1], [Number.NaN])],
    [0, 'a/01', new DeploymentStats([Number.POSITIVE_INFINITY])],
    [0, 'a/01', new DeploymentStats([1], [Number.POSITIVE_INFINITY])],
    [0, 'a/01', new DeploymentStats([Number.MAX_VALUE], [Number.MAX_VALUE])],
    [0, 'a/01', { samples: 1, sum: 1, ttftSum: 0 }],
  ])('nor a map with impossible stats (%d)', (position, id, stats) => {
    expect(faultOf(viewing(map(position, stats))).fault).toBe(
      `view() returned a map with impossible stats for ${id}: samples are numbers, 0 or more`,
    );
  });
});

describe('what the world throws into a call', () => {
  const crash = new Error('crash');
  const started = (body: () => Generator<unknown, unknown, unknown>) => {
    const call = user(body).record({} as never, {} as never);
    call.next();
    return call;
  };

  test('comes out of it as it went in, where the call does not catch it', () => {
    const cleaned: string[] = [];
    const call = started(function* () {
      try {
        yield read('k');
      } finally {
        cleaned.push('finally');
      }
    });
    expect(() => call.throw(crash)).toThrow(crash);
    expect(cleaned).toEqual(['finally']);
  });

  test('may be caught, and the call goes on', () => {
    const call = started(function* () {
      try {
        yield read('k');
      } catch {
        yield read('again');
      }
      return undefined;
    });
    expect(call.throw(crash).value).toMatchObject({ op: 'read', key: 'again' });
    expect(call.next('answer')).toEqual({ done: true, value: undefined });
  });

  test('an error of its own instead is its fault', () => {
    const call = started(function* () {
      try {
        yield read('k');
      } catch {
        throw new RangeError('another');
      }
    });
    const fault = faultOf(() => call.throw(crash));
    expect(fault.fault).toBe('record() threw in step 2: RangeError: another');
    expect(fault.remedy).toContain('a logger must not throw');
  });

  test('a fault that is one already stays as it is', () => {
    const inner = new LoggerFault('mine', 'it fails', 'mend it');
    const call = started(function* () {
      yield read('k');
      throw inner;
    });
    expect(faultOf(() => call.next(undefined))).toBe(inner);
  });

  test('what is thrown without being an error is told by its kind', () => {
    const call = started(function* () {
      yield read('k');
      throw { some: 'thing' };
    });
    expect(faultOf(() => call.next(undefined)).fault).toContain('an object that is not an Error');
  });
});

describe('the call that goes on longest', () => {
  const going = (effects: number, at: (i: number) => unknown = () => read('k')) =>
    function* () {
      for (let i = 0; i < effects; i++) yield at(i);
    };
  /** A logger of which both methods have been called, for so many effects. */
  const called = (records: number, views: number) => {
    const one = checked({
      name: 'mine',
      summary: '',
      record: going(records),
      view: going(views),
    } as unknown as Logger);
    for (const call of [one.record({} as never, {} as never), one.view({} as never, 0)]) {
      while (call.next(undefined).done !== true);
    }
    return longestCall(one);
  };

  test('is told once it has yielded a thousand effects, and of which method it is', () => {
    expect([called(999, 5), called(0, 0), longestCall(unlocked)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(called(1000, 5)).toMatchObject({ method: 'record', effects: 1000 });
    expect(called(1500, 2000)).toMatchObject({ method: 'view', effects: 2000 });
    expect(called(2000, 1500)).toMatchObject({ method: 'record', effects: 2000 });
  });

  test('is the longest of all, not the last', () => {
    const lengths = [1200, 3000, 1100];
    const one = user(function* (): Generator {
      yield* going(lengths.shift() as number)();
    });
    for (let i = 0; i < 3; i++) {
      const call = one.record({} as never, {} as never);
      while (call.next(undefined).done !== true);
    }
    expect(longestCall(one)?.effects).toBe(3000);
  });

  test('of calls that are as long it is the first', () => {
    const keys = ['first', 'second'];
    const one = user(function* (): Generator {
      const key = keys.shift() as string;
      yield* going(1100, () => read(key))();
    });
    for (let i = 0; i < 2; i++) {
      const call = one.record({} as never, {} as never);
      while (call.next(undefined).done !== true);
    }
    expect(longestCall(one)?.told).toContain('read("first")');
  });

  test.each<[string, number, (i: number) => Effect, string]>([
    ['one effect', 1002, () => read('k'), ', at last read("k") again and again'],
    ['too few to tell a round', 1001, () => read('k'), ''],
    [
      'a round of eight',
      1100,
      (i) => read(`${i % 8}`),
      `, at last ${[4, 5, 6, 7, 0, 1, 2, 3].map((i) => `read("${i}")`).join(', ')} again and again`,
    ],
    [
      'what it does at last, whatever it did before',
      1100,
      (i) => read(i < 1097 ? `${i}` : 'k'),
      ', at last read("k") again and again',
    ],
    ['a round of nine', 1101, (i) => (i % 9 === 0 ? sleep(1) : read('k')), ''],
  ])('tells its round: %s', (_, effects, at, told) => {
    const rounds = new Rounds('record');
    for (let i = 0; i < effects; i++) rounds.add(at(i));
    expect(rounds.told).toBe(told);
  });
});

test('whoever looks on is told of each turn of its code, also of the last', () => {
  const told: string[] = [];
  const tidy = checked(
    {
      name: 'mine',
      summary: '',
      view: unlocked.view,
      *record() {
        yield sleep(1);
      },
    } as unknown as Logger,
    { turns: { begin: ({ place }) => told.push(place), end: () => told.push('end') } },
  );
  const call = tidy.record({} as never, {} as never);
  call.next();
  expect(new Set(told)).toEqual(new Set(['record', 'end']));
  const turns = told.splice(0);
  expect(turns.filter((one) => one === 'end')).toHaveLength(turns.length / 2);
  call.return(undefined);
  expect(told).toEqual(['record', 'end']);
});

test('what is thrown and cannot be written is told so', () => {
  const call = user(() => {
    throw {
      toString: 'none',
      get message() {
        throw new Error('no');
      },
    };
  });
  expect(faultOf(() => call.record({} as never, {} as never).next()).fault).toContain(
    'an object that is not an Error',
  );
  const unwritable = user(() => {
    throw Object.defineProperty(new Error('x'), 'message', {
      get() {
        throw new Error('no');
      },
    });
  });
  expect(faultOf(() => unwritable.record({} as never, {} as never).next()).fault).toBe(
    'record() threw in step 0: an object that cannot be printed',
  );
});

describe('the place that an error comes from', () => {
  const placed = (placeOf: (error: unknown) => string | undefined) => {
    const one = checked(
      {
        ...unlocked,
        name: 'mine',
        record: () => {
          throw new Error('no');
        },
      },
      { placeOf },
    );
    return faultOf(() => one.record({} as never, {} as never).next()).fault;
  };

  test('is told where it is known', () => {
    expect(placed((error) => `${(error as Error).message}.mjs:3`)).toBe(
      'record() threw in step 0, at no.mjs:3: Error: no',
    );
  });

  test.each([
    () => undefined,
    () => {
      throw new Error('no stack');
    },
  ])('is left out where it is not', (placeOf) => {
    expect(placed(placeOf)).toBe('record() threw in step 0: Error: no');
  });
});

test('nothing that is thrown is its error, too', () => {
  const call = user(function* () {
    yield read('k');
    throw undefined;
  }).record({} as never, {} as never);
  call.next();
  expect(faultOf(() => call.next(undefined)).fault).toBe('record() threw in step 2: undefined');
});

test('a call that has ended of itself is not ended again', () => {
  let returned = 0;
  const call = user(() => ({
    next: () => ({ done: true, value: undefined }),
    return: () => returned++,
  })).record({} as never, {} as never);
  expect(call.next()).toEqual({ done: true, value: undefined });
  expect(returned).toBe(0);
});

test('as many effects as a call may have are none too many', () => {
  const call = user(function* () {
    for (let i = 0; i < MAX_EFFECTS_PER_CALL; i++) yield read('k');
  }).record({} as never, {} as never);
  let steps = 0;
  while (call.next(undefined).done !== true) steps++;
  expect(steps).toBe(MAX_EFFECTS_PER_CALL);
});

test('a checked logger does exactly what it did unchecked', () => {
  for (const name of ['unlocked', 'locked', 'atomic', 'compare-and-set']) {
    expect(run(checked(logger(name)))()).toEqual(run(logger(name))());
  }
});

test("a call that is ended early lets the logger's own finally run", () => {
  let cleaned = false;
  const tidy = user(function* () {
    try {
      yield sleep(1);
    } finally {
      cleaned = true;
    }
  });
  const process = tidy.record({} as never, {} as never);
  process.next();
  process.return(undefined);
  expect(cleaned).toBe(true);
});

describe('what a module exports', () => {
  const none = (): void => undefined;
  test.each([
    [undefined, 'no default export'],
    [null, 'type null'],
    [none, 'type function'],
    [{ view: none }, 'no method record'],
    [{ record: none }, 'no method view'],
  ])('%o is no logger', (exported, says) => {
    expect(loggerShapeFault(exported)).toContain(says);
  });

  test('two methods make a logger', () => {
    expect(loggerShapeFault({ record: none, view: none })).toBeUndefined();
  });

  test('is spoken of as it was given', () => {
    expect(loggerShapeFault(7)).toBe('its default export is of type number');
    expect(loggerShapeFault({}, 'the logger')).toBe(
      'the logger has no method record(event, context)',
    );
    expect(loggerShapeFault({ record: none }, 'it')).toBe('it has no method view(context, minute)');
    expect(loggerShapeFault(null, 'it')).toBe('it is of type null');
  });
});

test('every effect that can be made is sound', () => {
  expect(OPERATIONS).toHaveLength(12);
  expect(effectFault(read('k'))).toBeUndefined();
  expect(effectFault(read('k', 'local'))).toBeUndefined();
});

test('a signature is that of the constructor', () => {
  for (const op of OPERATIONS) {
    const [, name = '', parameters = ''] = /^(\w+)\((.*)\)$/.exec(signatureOf(op)) ?? [];
    const names = parameters.split(', ').map((one) => one.replace('?', ''));
    const construct = (effects as unknown as Record<string, (...args: unknown[]) => object>)[name];
    const expected = Object.fromEntries(names.map((one, i) => [one, i]));
    expect(construct?.(...names.map((_, i) => i))).toEqual({ op, ...expected });
  }
});
