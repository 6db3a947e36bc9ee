import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acquire,
  acquireLease,
  append,
  compareAndSet,
  type Effect,
  increment,
  OPERATIONS,
  read,
  readMany,
  readVersion,
  release,
  releaseLease,
  sleep,
  write,
} from '../../src/effects/effects.js';
import { LoggerFault, Unsupported } from '../../src/effects/fault.js';
import { Interpreter, SLEEPS, WAITS } from '../../src/effects/interpreter.js';
import { Leases } from '../../src/effects/leases.js';
import { Locks } from '../../src/effects/locks.js';
import type { Steps } from '../../src/effects/steps.js';
import { TRAVELS } from '../../src/effects/store.js';
import { unlocked } from '../../src/loggers/unlocked.js';
import { type Caller, ReadLog } from '../../src/model/caller.js';
import { copyOf } from '../../src/model/copy.js';
import { bursts } from '../../src/model/loads/bursts.js';
import { inProcess } from '../../src/model/stores/in-process.js';
import { remote } from '../../src/model/stores/remote.js';
import type { StoreModel } from '../../src/model/stores/store.js';
import { tiered } from '../../src/model/stores/tiered.js';
import type { Logger } from '../../src/strategies/lowest-latency/logger.js';
import { stepOf } from '../../src/worlds/explore/move.js';
import { DEFAULT_PROGRAM } from '../../src/worlds/explore/program.js';
import { Runner } from '../../src/worlds/explore/runner.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { always, experiment, keeping } from '../worlds/simulate/experiments.js';

const TTL_S = 3600;

interface Named extends Caller {
  readonly name: string;
}

const caller = (name: string, process = 0): Named => ({
  name,
  process,
  own: undefined,
  deployments: 1,
  reads: new ReadLog(),
});

/** An interpreter of two processes, and what the world was told. */
function on(model: StoreModel) {
  const told: string[] = [];
  const locks = [new Locks<Named>(), new Locks<Named>()];
  const interpreter = new Interpreter<Named>(
    {
      store: model.create({ processes: 2, keeping: keeping() }),
      storeKind: model.kind,
      grantsLeases: model.shared,
      locks,
      leases: new Leases<Named>(),
      whose: () => ({ part: 'logger', name: 'mine' }) as const,
    },
    {
      granted: ({ name }, answer) => told.push(`${name} has it${answer ? `: ${answer}` : ''}`),
      leased: (lease, { owner, token }) => told.push(`${lease} is ${owner.name}'s: ${token}`),
    },
  );
  /** An effect with all its stations: its answer, or why its caller is suspended. */
  const perform = (effect: Effect, by: Named, now_s = 0): unknown => {
    const begun = interpreter.begin(effect, by, now_s);
    if (begun !== TRAVELS) return begun;
    const served = interpreter.serve(effect, interpreter.payload(effect), by, now_s);
    return served === WAITS ? WAITS : interpreter.complete(effect, served, by, now_s);
  };
  return { interpreter, perform, told, locks };
}

const A = caller('a');
const B = caller('b');
const C = caller('c');

test("what fails in a store, but for what does not fit, is not the logger's fault", () => {
  const failing: StoreModel = {
    ...inProcess,
    create: (setup) => ({
      ...inProcess.create(setup),
      begin: () => {
        throw new RangeError('full');
      },
    }),
  };
  expect(() => on(failing).perform(read('k'), A)).toThrow(RangeError);
});

describe('each effect has its answer', () => {
  test.each([inProcess, remote, tiered(600)])('of data, on $kind', (model) => {
    const { perform } = on(model);
    const answers = [
      read('k'),
      write('k', 'v', TTL_S),
      read('k'),
      append('list', 1, 2, TTL_S),
      append('list', 2, 2, TTL_S),
      append('list', 3, 2, TTL_S),
      readMany(['list', 'nothing']),
      increment('sum', 2, TTL_S),
      increment('sum', 3, TTL_S),
      readVersion('new'),
      compareAndSet('new', 0, 'first', TTL_S),
      compareAndSet('new', 0, 'second', TTL_S),
    ].map((effect) => perform(effect, A));
    expect(answers).toEqual([
      undefined,
      undefined,
      'v',
      undefined,
      undefined,
      undefined,
      [[2, 3], undefined],
      2,
      5,
      { value: undefined, version: 0 },
      true,
      false,
    ]);
  });

  const MISFITS: readonly (readonly [value: unknown, effect: Effect, fault: string])[] = [
    ...[{ a: 1 }, 'text', 5, null].map(
      (value) => [value, append('k', 1, 9, 9), "it appends to 'k', which holds no list"] as const,
    ),
    ...[{ a: 1 }, '7', [1], null, true].map(
      (value) => [value, increment('k', 1, 9), "it increments 'k', which holds no number"] as const,
    ),
    [1e308, increment('k', 1e308, 9), "it increments 'k' beyond all numbers"],
  ];
  test.each(MISFITS)(
    '%j takes no %j: that names the logger and the key',
    (value, effect, fault) => {
      for (const model of [inProcess, remote, tiered(600)]) {
        const { perform } = on(model);
        perform(write('k', value, TTL_S), A);
        expect(() => perform(effect, A)).toThrow(
          expect.objectContaining({ logger: 'mine', fault, remedy: expect.stringMatching(/./) }),
        );
        // What was there has expired.
        expect(() => perform(effect, A, 2 * TTL_S)).not.toThrow();
      }
    },
  );

  test('sleeping suspends, whatever the store', () => {
    for (const model of [inProcess, remote]) expect(on(model).perform(sleep(1), A)).toBe(SLEEPS);
  });

  test('only data travels with a payload, as it was when it was sent', () => {
    const { interpreter } = on(remote);
    const value = { n: 1 };
    const sent = interpreter.payload(write('k', value, TTL_S));
    value.n = 2;
    expect(sent).toEqual({ n: 1 });
    for (const effect of [acquireLease('l', 1), releaseLease('l', 1)]) {
      expect(interpreter.payload(effect)).toBeUndefined();
    }
  });

  test('in the process nothing travels; on a shared store all data does', () => {
    for (const effect of [read('k'), write('k', 1, 9), increment('n', 1, 9), readVersion('k')]) {
      expect(on(inProcess).interpreter.begin(effect, A, 0)).not.toBe(TRAVELS);
      expect(on(remote).interpreter.begin(effect, A, 0)).toBe(TRAVELS);
    }
  });
});

describe('locks', () => {
  test('are taken at once, waited for, and handed on in order', () => {
    const { perform, told } = on(remote);
    expect([A, B, C].map((who) => perform(acquire('l'), who))).toEqual([undefined, WAITS, WAITS]);
    expect(perform(release('l'), A)).toBeUndefined();
    perform(release('l'), B);
    perform(release('l'), C);
    expect(told).toEqual(['b has it', 'c has it']);
    expect(perform(acquire('l'), A)).toBeUndefined();
  });

  test('are of one process', () => {
    const { perform } = on(remote);
    perform(acquire('l'), A);
    expect(perform(acquire('l'), caller('elsewhere', 1))).toBeUndefined();
  });

  test('somebody who withdraws is passed over; what he has got meanwhile goes on', () => {
    const { interpreter, perform, told, locks } = on(remote);
    for (const who of [A, B, C]) perform(acquire('l'), who);
    interpreter.withdraw(acquire('l'), B);
    perform(release('l'), A);
    expect(told).toEqual(['c has it']);
    perform(acquire('l'), A);
    interpreter.withdraw(acquire('l'), C);
    expect(told).toEqual(['c has it', 'a has it']);
    expect(locks[0]!.heldBy(A)).toEqual(['l']);
  });

  test('to release one that is not held is a fault of the logger', () => {
    const { perform } = on(inProcess);
    const releasing = (who: Named) => () => perform(release('l'), who);
    expect(releasing(A)).toThrow(LoggerFault);
    expect(releasing(A)).toThrow(expect.objectContaining({ remedy: 'acquire it first' }));
    perform(acquire('l'), A);
    expect(releasing(B)).toThrow("logger 'mine': lock 'l' is not held by whoever releases it");
    expect(releasing(A)).not.toThrow();
  });
});

describe('leases', () => {
  test('are granted in order, each with a token of its own', () => {
    const { perform, told } = on(remote);
    expect(perform(acquireLease('l', 1), A)).toBe(1);
    expect(perform(acquireLease('l', 1), B)).toBe(WAITS);
    expect(perform(releaseLease('l', 1), A)).toBe(true);
    expect(told).toEqual(["l is a's: 1", "l is b's: 2", 'b has it: 2']);
    expect(perform(releaseLease('l', 1), A)).toBe(false);
    expect(perform(releaseLease('l', 2), B)).toBe(true);
    expect(told).toHaveLength(3);
  });

  test('that run out go to the next; the old token is worth nothing', () => {
    const { interpreter, perform, told } = on(remote);
    perform(acquireLease('l', 1), A);
    perform(acquireLease('l', 1), B);
    interpreter.endLease('l', 1);
    expect(told).toEqual(["l is a's: 1", "l is b's: 2", 'b has it: 2']);
    interpreter.endLease('l', 1);
    expect(perform(releaseLease('l', 1), A)).toBe(false);
    expect(told).toHaveLength(3);
  });

  test('somebody who withdraws is passed over', () => {
    const { interpreter, perform, told } = on(remote);
    for (const who of [A, B, C]) perform(acquireLease('l', 1), who);
    interpreter.withdraw(acquireLease('l', 1), B);
    perform(releaseLease('l', 1), A);
    expect(told.at(-1)).toBe('c has it: 2');
  });

  test('go on in a world without a clock, which is not told that they begin', () => {
    const told: string[] = [];
    const interpreter = new Interpreter<Named>(
      {
        store: remote.create({ processes: 1, keeping: keeping() }),
        storeKind: 'remote',
        grantsLeases: true,
        locks: [],
        leases: new Leases<Named>(),
        whose: () => ({ part: 'logger', name: 'mine' }) as const,
      },
      { granted: ({ name }, answer) => told.push(`${name}: ${answer}`) },
    );
    const ask = (by: Named) => interpreter.serve(acquireLease('l', 1), undefined, by, 0);
    expect([ask(A), ask(B)]).toEqual([1, WAITS]);
    interpreter.endLease('l', 1);
    expect(told).toEqual(['b: 2']);
  });

  test('need a shared copy', () => {
    const { perform } = on(inProcess);
    for (const effect of [acquireLease('l', 1), releaseLease('l', 1)]) {
      expect(() => perform(effect, A)).toThrow(Unsupported);
      expect(() => perform(effect, A)).toThrow(`store 'in-process' cannot do '${effect.op}'`);
    }
  });
});

/** What a logger call does: an effect, or one that depends on what was answered before. */
type Instruction = (before: Before) => Effect | undefined;

interface Before {
  readonly held: Set<string>;
  readonly tokens: Map<string, number>;
  version: number;
}

const key = fc.constantFrom('k', 'm');
const value = fc.oneof(fc.integer(), fc.record({ a: fc.integer() }), fc.array(fc.integer()));
const lock = fc.constantFrom('x', 'y');

/** By operation, so that none is left out. */
const INSTRUCTIONS: Record<Effect['op'], fc.Arbitrary<Instruction>> = {
  read: fc.tuple(key, fc.constantFrom(undefined, 'local', 'shared')).map(
    ([k, tier]) =>
      () =>
        read(k, tier),
  ),
  'read-many': fc.array(key, { maxLength: 3 }).map((keys) => () => readMany(keys)),
  write: fc.tuple(key, value).map(
    ([k, v]) =>
      () =>
        write(k, v, TTL_S),
  ),
  append: value.map((item) => () => append('list', item, 3, TTL_S)),
  increment: fc.nat(9).map((by) => () => increment('sum', by, TTL_S)),
  'read-version': key.map((k) => () => readVersion(k)),
  'compare-and-set': fc.tuple(key, value).map(
    ([k, v]) =>
      (before) =>
        compareAndSet(k, before.version, v, TTL_S),
  ),
  acquire: lock.map(
    (l) =>
      ({ held }) =>
        held.has(l) ? undefined : acquire(l),
  ),
  release: lock.map(
    (l) =>
      ({ held }) =>
        held.has(l) ? release(l) : undefined,
  ),
  'acquire-lease': lock.map(
    (l) =>
      ({ tokens }) =>
        tokens.has(l) ? undefined : acquireLease(l, 1000),
  ),
  'release-lease': lock.map(
    (l) =>
      ({ tokens }) =>
        releaseLease(l, tokens.get(l) ?? 77),
  ),
  sleep: fc.constantFrom(0, 0.5).map((duration_s) => () => sleep(duration_s)),
};

/** Makes a logger of instructions that notes what each of its calls was answered. */
function noting(instructions: readonly Instruction[], calls: unknown[][]): Logger {
  return {
    name: 'noting',
    summary: '',
    *record(): Steps<void> {
      const answers: unknown[] = [];
      calls.push(answers);
      const before: Before = { held: new Set(), tokens: new Map(), version: 0 };
      const noted = function* (effect: Effect): Steps<void> {
        const answer: unknown = yield effect;
        answers.push([effect.op, copyOf(answer)]);
        if (effect.op === 'acquire') before.held.add(effect.lock);
        if (effect.op === 'release') before.held.delete(effect.lock);
        if (effect.op === 'acquire-lease') before.tokens.set(effect.lease, answer as number);
        if (effect.op === 'release-lease') before.tokens.delete(effect.lease);
        if (effect.op === 'read-version') before.version = (answer as Before).version;
      };
      for (const instruction of instructions) {
        const effect = instruction(before);
        if (effect !== undefined) yield* noted(effect);
      }
      for (const held of before.held) yield* noted(release(held));
      for (const [lease, token] of before.tokens) yield* noted(releaseLease(lease, token));
    },
    view: unlocked.view,
  };
}

function simulated(instructions: readonly Instruction[], store: StoreModel): unknown[] {
  const calls: unknown[][] = [];
  simulate(
    experiment({
      logger: noting(instructions, calls),
      load: bursts(1, 1000, 0),
      store,
      roundTrip_s: always(0.01),
      duration_s: 500,
      replications: 1,
    }),
  );
  return calls[0]!;
}

function explored(instructions: readonly Instruction[], store: StoreModel): unknown[] {
  const calls: unknown[][] = [];
  const logger = noting(instructions, calls);
  const world = new Runner({ ...DEFAULT_PROGRAM, logger, store, tasks: 1 }).start();
  while (!world.tasks[0]!.over) world.take(stepOf(0));
  // It runs calls again where they seem to go round in circles.
  return calls[0]!;
}

test('one task is answered the same in virtual time as in exploration', () => {
  const ops = new Set<unknown>();
  const all = fc.array(fc.oneof(...OPERATIONS.map((op) => INSTRUCTIONS[op])), { maxLength: 25 });
  const local = OPERATIONS.filter((op) => !op.endsWith('-lease')).map((op) => INSTRUCTIONS[op]);
  const some = fc.array(fc.oneof(...local), { maxLength: 25 });
  const cases = fc.oneof(
    fc.tuple(some, fc.constant(inProcess)),
    fc.tuple(all, fc.constantFrom(remote, tiered(600))),
  );
  fc.assert(
    fc.property(cases, ([instructions, store]) => {
      const answers = simulated(instructions, store);
      for (const [op] of answers as [string, unknown][]) ops.add(op);
      expect(explored(instructions, store)).toEqual(answers);
    }),
    { numRuns: 300 },
  );
  expect([...OPERATIONS].filter((op) => !ops.has(op))).toEqual([]);
});
