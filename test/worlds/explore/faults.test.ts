import { describe, expect, it } from 'vitest';
import {
  acquire,
  inProcess,
  type Logger,
  LoggerFault,
  loggers,
  read,
  release,
  remote,
  sleep,
  write,
} from '../../../src/index.js';
import { scheduleText } from '../../../src/worlds/explore/move.js';
import { readMap } from '../../corpus/entry.js';
import { explore } from './explored.js';

type Record = Logger['record'];

/** A logger that records like this, and shows the map. */
const logger = (record: Record): Logger => ({ name: 'mine', summary: '', record, view: readMap });
const shipped = (name: string): Logger => loggers.find((one) => one.name === name)!;

describe('a logger that is not deterministic is named with the step', () => {
  let calls = 0;
  it.each<[string, Record]>([
    [
      'Math.random',
      function* (_, context) {
        yield read(context.key);
        yield write(context.key, Math.random(), 60);
      },
    ],
    [
      'a clock',
      function* (_, context) {
        yield write(context.key, Date.now(), 60);
      },
    ],
    [
      'a counter of the module',
      function* (_, context) {
        calls++;
        yield write(context.key, calls, 60);
      },
    ],
    [
      'a branch on one',
      function* (_, context) {
        yield read(context.key);
        if (calls++ % 2 === 0) yield sleep(1);
        else yield read(context.key);
      },
    ],
    [
      'the number of its effects',
      function* (_, context) {
        for (let i = calls++ % 3; i < 3; i++) yield read(context.key);
      },
    ],
  ])('%s', (_, record) => {
    expect(() => explore({ logger: logger(record) })).toThrow(LoggerFault);
    expect(() => explore({ logger: logger(record) })).toThrow(
      /logger 'mine': it is not deterministic: in step \d+ of task \d/,
    );
  });
});

describe('a logger that breaks the contract', () => {
  it.each<[string, Record, RegExp]>([
    [
      'throws',
      function* (_, context) {
        yield read(context.key);
        throw new Error('boom');
      },
      /record\(\) threw in step 2: Error: boom/,
    ],
    [
      'yields nonsense',
      function* () {
        yield { op: 'steal' } as never;
      },
      /in step 1 of record\(\), it yielded an object with op "steal"/,
    ],
    [
      'releases what it does not hold',
      function* (_, context) {
        yield read(context.key);
        yield release('lock');
      },
      /lock 'lock' is not held/,
    ],
    [
      'stores what contains itself',
      function* (_, context) {
        const value: { self?: unknown } = {};
        value.self = value;
        yield write(context.key, value, 60);
      },
      /'write' has a value that contains itself/,
    ],
    [
      'never suspends and never ends',
      function* () {
        for (let i = 0; ; i++) {
          yield acquire(`lock ${i}`);
        }
      },
      /record\(\) never ends: it yielded 100000 effects/,
    ],
  ])('%s', (_, record, message) => {
    expect(() => explore({ logger: logger(record) })).toThrow(message);
  });

  it('shows something else than a map', () => {
    const view = function* () {
      yield read('k');
      return { d: [1] } as never;
    };
    expect(() => explore({ logger: { ...shipped('unlocked'), view } })).toThrow(
      /view\(\) returned/,
    );
  });

  it('asks a store for what it cannot do', () => {
    expect(() => explore({ logger: shipped('locked-distributed'), store: inProcess })).toThrow(
      "store 'in-process' cannot do 'acquire-lease'",
    );
  });

  it('at fault in one schedule only: that is named', () => {
    const rare = logger(function* (event, context) {
      const map = (yield read(context.key)) ?? context.emptyMap();
      if (map.samples === 1) throw new Error('second');
      context.add(map, event);
      yield write(context.key, map, 60);
    });
    expect(() => explore({ logger: rare, tasks: 2 })).toThrow(/threw in step 2: Error: second/);
  });
});

describe('endless loops', () => {
  it('come with their steps', () => {
    const spin = logger(function* () {
      yield sleep(1);
      while ((yield read('flag')) === undefined) yield sleep(0.1);
    });
    const { violation, schedules, lossless, exhaustive, samples } = explore({ logger: spin });
    expect({ schedules, lossless, exhaustive, samples }).toEqual({
      schedules: null,
      lossless: null,
      exhaustive: true,
      samples: [],
    });
    expect(violation).toMatchObject({ kind: 'endless-loop', program: { tasks: 1 }, minimal: true });
    expect(scheduleText(violation?.cycle ?? [])).toBe('1,1');
    expect(scheduleText(violation?.schedule ?? []).endsWith('1,1')).toBe(true);
  });

  it('of a view are loops, and no lock that is left held', () => {
    const loops: Logger = {
      ...shipped('unlocked'),
      *view({ key }) {
        for (;;) yield read(key);
      },
    };
    const { kinds, violation } = explore({ logger: loops });
    expect(kinds).toContain('endless-loop');
    expect(kinds).not.toContain('lock-left-held');
    expect(violation?.fault).toBe('a select goes round for ever');
  });

  it('that can end are none, but leave schedules uncounted', async () => {
    const { default: entry } = await import('../../corpus/correct/spin-lock.js');
    const { schedules, violation, hasCycle, exhaustive } = explore({
      logger: entry.logger,
      ...entry.on,
    });
    expect({ schedules, violation, hasCycle, exhaustive }).toEqual({
      schedules: null,
      violation: null,
      hasCycle: true,
      exhaustive: true,
    });
  });

  it('a bounded number of retries with equal answers is none', () => {
    const patient = logger(function* (event, context) {
      for (let i = 0; i < 150; i++) yield read('flag');
      const map = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, 60);
    });
    const { violation, exhaustive, schedules } = explore({ logger: patient, tasks: 1 });
    expect({ violation, exhaustive, schedules }).toEqual({
      violation: null,
      exhaustive: true,
      schedules: 1n,
    });
  });

  it('a loop whose effects grow is stopped by a bound, and not called safe', () => {
    const growing = logger(function* () {
      for (let i = 0; i < 50_000; i++) yield write(`key ${i}`, i, 60);
    });
    const { exhaustive, bound } = explore({ logger: growing, tasks: 1 }, { maxSteps: 300 });
    expect({ exhaustive, bound }).toEqual({ exhaustive: false, bound: 'steps' });
  });
});

describe('crashes', () => {
  it('of a task run its finally; what it holds is given to who waits', () => {
    const { exhaustive, violation } = explore({
      logger: shipped('locked'),
      tasks: 3,
      crash: 'task',
    });
    expect({ exhaustive, violation }).toEqual({ exhaustive: true, violation: null });
  });

  it('of a task are felt by a logger that catches them', () => {
    const caught: string[] = [];
    const careful = logger(function* (event, context) {
      try {
        const map = (yield read(context.key)) ?? context.emptyMap();
        context.add(map, event);
        yield write(context.key, map, 60);
      } catch (error) {
        caught.push((error as Error).name);
        throw error;
      } finally {
        yield sleep(1);
      }
    });
    explore({ logger: careful, tasks: 1, crash: 'task' });
    expect(new Set(caught)).toEqual(new Set(['Crash']));
  });

  it('of a process leave its lease, until it runs out', () => {
    const { kinds, exhaustive } = explore({
      logger: shipped('locked-distributed'),
      tasks: 2,
      processes: 2,
      crash: 'process',
    });
    expect({ kinds, exhaustive }).toEqual({ kinds: [], exhaustive: true });
  });

  it('of a process take its own memory and its samples along', () => {
    const result = explore({
      logger: shipped('unlocked'),
      store: inProcess,
      tasks: 4,
      processes: 2,
      crash: 'process',
    });
    expect(result).toMatchObject({ exhaustive: true, violation: null });
    expect(result.samples[0]).toMatchObject({ samples: 2 });
  });
});

describe('bounds', () => {
  const program = { logger: shipped('unlocked'), tasks: 5 };

  it('on states: nothing is counted', () => {
    expect(explore(program, { maxStates: 100 })).toMatchObject({
      exhaustive: false,
      bound: 'states',
      schedules: null,
      lossless: null,
    });
  });

  it('on steps', () => {
    expect(explore(program, { maxSteps: 5 })).toMatchObject({ exhaustive: false, bound: 'steps' });
  });

  it('that are not reached are null', () => {
    expect(explore({ ...program, tasks: 2 }).bound).toBeNull();
  });

  it('too many sequential orders: serializability is not checked, and it says so', () => {
    const many = { logger: shipped('atomic'), tasks: 12, samples: 'distinct' } as const;
    const result = explore(many, { strategy: 'random', schedules: 3 });
    expect(result).toMatchObject({ serializabilityChecked: false, violation: null });
  });
});

describe('a step', () => {
  it('starts with a suspending effect and runs to just before the next', () => {
    // Two reads and a write: three steps each; a local lock adds none where it is free.
    const counted = logger(function* (event, context) {
      yield acquire('own');
      yield read('a');
      const map = (yield read(context.key)) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, 60);
      yield release('own');
    });
    const { violation, schedules } = explore({ logger: counted, tasks: 1, store: remote });
    // The start takes the lock, which others can see: a step of its own.
    expect({ violation, schedules }).toEqual({ violation: null, schedules: 1n });
    const two = explore({ logger: counted, tasks: 2, processes: 2 });
    // Eight steps, four of each task.
    expect(two.schedules).toBe(70n);
  });

  it('ends with its call: several calls of a task may alternate with those of others', () => {
    const twice = { logger: shipped('locked'), samplesPerTask: 2, samples: 'distinct' } as const;
    const { violation, exhaustive } = explore({ ...twice, tasks: 2 });
    expect({ violation, exhaustive }).toEqual({ violation: null, exhaustive: true });
    const inOne = explore({ ...twice, store: inProcess });
    // Two calls of each task, in process one step each: 4! / (2! 2!).
    expect(inOne.schedules).toBe(6n);
  });
});
