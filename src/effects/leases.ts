/** A lease that was granted: who asked for it, and the token that proves ownership. */
export interface Grant<Owner> {
  readonly owner: Owner;
  readonly token: number;
  readonly lease_s: number;
}

interface Lease<Owner> {
  owner: Owner;
  token: number;
  waiting: { owner: Owner; lease_s: number }[];
}

/**
 * Leases of the shared store, granted first come, first served. This is the kindest distributed
 * lock there is: a client that polls for it does worse. The clock is the world's: it calls
 * `end` when a lease's time is over.
 */
export class Leases<Owner> {
  private readonly leases = new Map<string, Lease<Owner>>();
  private lastToken = 0;

  /** @returns the grant; undefined if the owner has to wait for it */
  acquire(name: string, owner: Owner, lease_s: number): Grant<Owner> | undefined {
    const lease = this.leases.get(name);
    if (lease !== undefined) {
      lease.waiting.push({ owner, lease_s });
      return undefined;
    }
    const token = ++this.lastToken;
    this.leases.set(name, { owner, token, waiting: [] });
    return { owner, token, lease_s };
  }

  /** Whether this token owns the lease. */
  owns(name: string, token: number): boolean {
    return this.leases.get(name)?.token === token;
  }

  /**
   * Ends a lease that `token` owns, given back or run out; does nothing if it does not own it.
   * @returns the grant to the longest waiting, if there is one
   */
  end(name: string, token: number): Grant<Owner> | undefined {
    const lease = this.leases.get(name);
    if (lease?.token !== token) return undefined;
    const next = lease.waiting.shift();
    if (next === undefined) {
      this.leases.delete(name);
      return undefined;
    }
    lease.owner = next.owner;
    lease.token = ++this.lastToken;
    return { owner: next.owner, token: lease.token, lease_s: next.lease_s };
  }

  /** Stops waiting for a lease. */
  withdraw(name: string, owner: Owner): void {
    const lease = this.leases.get(name);
    if (lease !== undefined) lease.waiting = lease.waiting.filter((one) => one.owner !== owner);
  }

  /** Every lease that is held: its owner, its token and who waits, in the order of the names. */
  held(): {
    readonly name: string;
    readonly owner: Owner;
    readonly token: number;
    readonly waiting: readonly Owner[];
  }[] {
    return [...this.leases]
      .map(([name, { owner, token, waiting }]) => ({
        name,
        owner,
        token,
        waiting: waiting.map((one) => one.owner),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
