/**
 * Locks that are handed on first come, first served, as asyncio.Lock does: whoever releases one
 * gives it to the longest waiting, so nobody can slip in between.
 */
export class Locks<Owner> {
  private readonly locks = new Map<string, { owner: Owner; waiting: Owner[] }>();

  /** @returns true if the lock was free; false if the caller has to wait */
  acquire(name: string, caller: Owner): boolean {
    const lock = this.locks.get(name);
    if (lock === undefined) {
      this.locks.set(name, { owner: caller, waiting: [] });
      return true;
    }
    lock.waiting.push(caller);
    return false;
  }

  /**
   * Hands a lock on.
   * @returns its next owner, undefined if nobody waits
   * @throws RangeError if the caller does not hold the lock
   */
  release(name: string, caller: Owner): Owner | undefined {
    const lock = this.locks.get(name);
    if (lock?.owner !== caller)
      throw new RangeError(`lock '${name}' is not held by whoever releases it`);
    const next = lock.waiting.shift();
    if (next === undefined) this.locks.delete(name);
    else lock.owner = next;
    return next;
  }

  /** Stops waiting for a lock, or hands it on if it was granted meanwhile. Gives its next owner. */
  withdraw(name: string, caller: Owner): Owner | undefined {
    const lock = this.locks.get(name);
    if (lock?.owner === caller) return this.release(name, caller);
    if (lock !== undefined) lock.waiting = lock.waiting.filter((owner) => owner !== caller);
    return undefined;
  }

  /** Every lock that is held: its owner and who waits, in the order of the names. */
  held(): { readonly name: string; readonly owner: Owner; readonly waiting: readonly Owner[] }[] {
    return [...this.locks]
      .map(([name, { owner, waiting }]) => ({ name, owner, waiting }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Names of the locks that an owner holds, in the order of their names. */
  heldBy(owner: Owner): string[] {
    return this.held().flatMap((lock) => (lock.owner === owner ? [lock.name] : []));
  }
}
