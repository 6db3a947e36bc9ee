import { setTimeout as passed } from 'node:timers/promises';
import type { AcquireLease } from '../../effects/effects.js';
import { WAITS } from '../../effects/interpreter.js';
import type { LiveStore, ServedEffect } from './store.js';

/** How long until a lease that somebody else has is asked for again. */
const PAUSE_MS = 2;

/**
 * Who of one process waits for leases. Those who want the same one come in their order, and only the first
 * asks Redis, again and again; which process gets it next is left to chance. So it is less kind than
 * the leases of a simulation, which hand on at once to whoever has waited longest.
 */
export class LeaseQueue {
  /** By lease, what the last of its queue waits for. */
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: LiveStore,
    /** Ends all waiting. */
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Takes a lease, as soon as it is free.
   * @throws CommandError where Redis has gone; AbortError where the waiting has been ended
   */
  async acquire(effect: AcquireLease): Promise<ServedEffect> {
    const before = this.last.get(effect.lease);
    const own = (async () => {
      await before?.catch(() => undefined);
      return this.asked(effect);
    })();
    this.last.set(effect.lease, own);
    try {
      return await own;
    } finally {
      if (this.last.get(effect.lease) === own) this.last.delete(effect.lease);
    }
  }

  private async asked(effect: AcquireLease): Promise<ServedEffect> {
    for (;;) {
      this.signal.throwIfAborted();
      const served = await this.store.serve(effect);
      if (served.answer !== WAITS) return served;
      await passed(PAUSE_MS, undefined, { signal: this.signal });
    }
  }
}
