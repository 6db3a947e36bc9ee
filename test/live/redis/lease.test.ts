import { expect, it } from 'vitest';
import { acquireLease } from '../../../src/effects/effects.js';
import { WAITS } from '../../../src/effects/interpreter.js';
import { LeaseQueue } from '../../../src/live/redis/lease.js';
import type { LiveStore } from '../../../src/live/redis/store.js';

/** A store that grants each lease when it has refused it so often. */
function granting(refusals: number) {
  const asked: string[] = [];
  let left = refusals;
  const serve: LiveStore['serve'] = async (effect) => {
    if (effect.op !== 'acquire-lease') throw new Error('not a lease');
    asked.push(`${effect.lease} for ${effect.lease_s}`);
    return { answer: left-- > 0 ? WAITS : asked.length, order: asked.length };
  };
  return { asked, store: { serve } as LiveStore };
}

it('those who want a lease come in their order, and the first alone asks for it', async () => {
  const { asked, store } = granting(2);
  const queue = new LeaseQueue(store, new AbortController().signal);
  const served = await Promise.all([1, 2].map((s) => queue.acquire(acquireLease('l', s))));
  expect(asked).toEqual(['l for 1', 'l for 1', 'l for 1', 'l for 2']);
  expect(served.map(({ answer }) => answer)).toEqual([3, 4]);
});

it('waiting can be ended', async () => {
  const ends = new AbortController();
  const queue = new LeaseQueue(granting(Number.POSITIVE_INFINITY).store, ends.signal);
  const waiting = [1, 2].map((s) => queue.acquire(acquireLease('l', s)).catch(({ name }) => name));
  ends.abort();
  expect(await Promise.all(waiting)).toEqual(['AbortError', 'AbortError']);
});
