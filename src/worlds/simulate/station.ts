import type { Occurrence, Time } from '../../kernel/clock.js';
import type { Capacity, Served, Server } from '../../model/capacities/capacity.js';
import type { Request } from './request.js';

/** A deployment with a capacity, in virtual time: it says of each request when it is done. */
export class Station implements Occurrence {
  private readonly server: Server<Request>;
  /** When it will look whether a request is done, in seconds: the last is the next. */
  private readonly looks_s: number[] = [];

  constructor(
    capacity: Capacity,
    private readonly clock: Time,
    /** A request is done, now. */
    private readonly done: (served: Served<Request>) => void,
  ) {
    this.server = capacity.create();
  }

  enter(request: Request): void {
    this.server.enter(request, request.work_s, this.clock.now_s);
    this.lookAhead();
  }

  occur(): void {
    const { server, clock } = this;
    this.looks_s.pop();
    // Requests that came after this look was planned may have put off what it was for.
    const served = server.due_s <= clock.now_s ? server.leave() : undefined;
    this.lookAhead();
    if (served !== undefined) this.done(served);
  }

  /** Empties it when virtual time is over: whoever is there is served as if nobody else came. */
  *rest(): Generator<Served<Request>> {
    while (this.server.due_s < Number.POSITIVE_INFINITY) yield this.server.leave();
  }

  /** Sees to it that it looks when the next request is done, and no later. */
  private lookAhead(): void {
    const { looks_s, clock } = this;
    const { due_s } = this.server;
    if (!(due_s < (looks_s[looks_s.length - 1] ?? Number.POSITIVE_INFINITY))) return;
    looks_s.push(due_s);
    clock.at(due_s, this);
  }
}
