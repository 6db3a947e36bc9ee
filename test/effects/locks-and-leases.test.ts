import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Leases } from '../../src/effects/leases.js';
import { Locks } from '../../src/effects/locks.js';

describe('locks', () => {
  test('are handed on first come, first served', () => {
    // Each step: somebody new asks for the lock, or its owner gives it back.
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 100 }), (steps) => {
        const locks = new Locks<number>();
        const queue: number[] = [];
        let newcomer = 0;
        for (const asks of steps) {
          if (asks) {
            const who = newcomer++;
            expect(locks.acquire('l', who)).toBe(queue.length === 0);
            queue.push(who);
          } else if (queue.length > 0) {
            const owner = queue.shift() as number;
            expect(locks.release('l', owner)).toBe(queue[0]);
          }
          const [owner] = queue;
          if (owner !== undefined) expect(locks.heldBy(owner)).toEqual(['l']);
        }
      }),
    );
  });

  test('while one is handed over nobody can slip in', () => {
    const locks = new Locks<string>();
    locks.acquire('l', 'first');
    locks.acquire('l', 'second');
    locks.release('l', 'first');
    expect(locks.acquire('l', 'third')).toBe(false);
    expect(locks.heldBy('second')).toEqual(['l']);
  });

  test('of different names have nothing to do with one another', () => {
    const locks = new Locks<string>();
    expect(locks.acquire('b', 'me')).toBe(true);
    expect(locks.acquire('a', 'me')).toBe(true);
    expect(locks.heldBy('me')).toEqual(['a', 'b']);
  });

  test('only their owner may release them', () => {
    const locks = new Locks<string>();
    expect(() => locks.release('l', 'me')).toThrow("lock 'l' is not held by whoever releases it");
    locks.acquire('l', 'you');
    locks.acquire('l', 'me');
    expect(() => locks.release('l', 'me')).toThrow(RangeError);
  });
});

test('what is held is told in the order of the names, with who waits', () => {
  const names = ['c', 'a', 'd', 'b'];
  const locks = new Locks<string>();
  const leases = new Leases<string>();
  for (const name of names) {
    for (const who of ['me', 'you', 'she']) {
      locks.acquire(name, who);
      leases.acquire(name, who, 1);
    }
  }
  const waiting = ['you', 'she'];
  expect(locks.held()).toEqual(
    ['a', 'b', 'c', 'd'].map((name) => ({ name, owner: 'me', waiting })),
  );
  expect(leases.held()).toEqual(
    ['a', 'b', 'c', 'd'].map((name) => ({
      name,
      owner: 'me',
      token: names.indexOf(name) + 1,
      waiting,
    })),
  );
  locks.withdraw('a', 'you');
  leases.withdraw('a', 'you');
  expect(locks.held()[0]?.waiting).toEqual(['she']);
  expect(leases.held()[0]?.waiting).toEqual(['she']);
  expect(locks.heldBy('you')).toEqual([]);
});

test('to withdraw from what nobody holds does nothing', () => {
  expect(new Locks<string>().withdraw('l', 'me')).toBeUndefined();
  const leases = new Leases<string>();
  leases.withdraw('l', 'me');
  expect(leases.held()).toEqual([]);
  expect(leases.owns('l', 1)).toBe(false);
  expect(leases.end('l', 1)).toBeUndefined();
});

describe('leases', () => {
  test('each grant has a token of its own, and only the latest owns the lease', () => {
    const leases = new Leases<string>();
    const first = leases.acquire('l', 'a', 10);
    expect(first).toEqual({ owner: 'a', token: 1, lease_s: 10 });
    expect(leases.acquire('l', 'b', 20)).toBeUndefined();
    expect(leases.owns('l', 1)).toBe(true);
    expect(leases.end('l', 1)).toEqual({ owner: 'b', token: 2, lease_s: 20 });
    expect([leases.owns('l', 1), leases.owns('l', 2)]).toEqual([false, true]);
  });

  test('an owner that comes too late ends nothing', () => {
    const leases = new Leases<string>();
    leases.acquire('l', 'a', 10);
    leases.acquire('l', 'b', 10);
    leases.end('l', 1); // It has run out ...
    expect(leases.end('l', 1)).toBeUndefined(); // ... and is given back after that.
    expect(leases.owns('l', 2)).toBe(true);
    expect(leases.end('l', 2)).toBeUndefined();
    expect(leases.owns('l', 2)).toBe(false);
    expect(leases.acquire('l', 'c', 10)?.token).toBe(3);
  });

  test('are granted first come, first served', () => {
    const leases = new Leases<number>();
    leases.acquire('l', 0, 1);
    for (let i = 1; i < 5; i++) leases.acquire('l', i, 1);
    const owners = Array.from({ length: 4 }, (_, i) => leases.end('l', i + 1)?.owner);
    expect(owners).toEqual([1, 2, 3, 4]);
  });
});
