import { EventQueue } from '../../kernel/queue.js';
import { type Capacity, capacityKind, FIRST_ROOM, type Served, type Server } from './capacity.js';

/**
 * Processor sharing: all are served at once, so many of them at full speed; `k` that are more go at
 * `count / k` of it each.
 */
export function sharing(count: number): Capacity {
  return { atFullSpeed: count, create: <Job>() => new Sharing<Job>(count) };
}

interface Sharer<Job> {
  readonly job: Job;
  readonly work_s: number;
  /** How late everybody was when it came, in seconds. */
  readonly late_s: number;
}

/**
 * All go at the same speed, so one number says how late everybody is who is here: it grows by
 * `1 - speed` a second. A request is done when the time, less that, is what it was when it came, plus
 * its work; and it takes its work and what is has grown by meanwhile.
 */
class Sharing<Job> implements Server<Job> {
  /** Those being served, by when they would be done had nobody ever been late. */
  private readonly served = new EventQueue<Sharer<Job>>(FIRST_ROOM);
  private late_s = 0;
  /** When it was last looked at. */
  private since_s = 0;
  due_s = Number.POSITIVE_INFINITY;

  constructor(private readonly count: number) {}

  enter(job: Job, work_s: number, now_s: number): void {
    this.goOnTo(now_s);
    const { late_s } = this;
    this.served.push(now_s - late_s + work_s, { job, work_s, late_s });
    this.lookAhead();
  }

  leave(): Served<Job> {
    this.goOnTo(this.due_s);
    const { job, work_s, late_s } = this.served.pop();
    const latency_s = work_s + (this.late_s - late_s);
    // Nobody is left to be late.
    if (this.served.size === 0) this.late_s = 0;
    this.lookAhead();
    return { job, latency_s, wait_s: 0 };
  }

  private get speed(): number {
    return Math.min(1, this.count / this.served.size);
  }

  private goOnTo(now_s: number): void {
    this.late_s += (now_s - this.since_s) * (1 - this.speed);
    this.since_s = now_s;
  }

  private lookAhead(): void {
    const { since_s, late_s, speed } = this;
    const end_s = this.served.earliest_s;
    const due_s = speed === 1 ? end_s + late_s : since_s + (end_s - (since_s - late_s)) / speed;
    // Rounding can put it just before now; it is now, then.
    this.due_s = Math.max(since_s, due_s);
  }
}

export const sharingKind = capacityKind({
  name: 'sharing',
  says: 'Serves so many requests at full speed at once; more share that equally.',
  parameters: {
    sharing: {
      type: 'whole',
      from: 1,
      to: 1_000_000,
      says: 'Requests that a deployment serves at full speed at once; more than that share it equally.',
    },
  },
  words: ({ sharing }) => `${sharing} served at full speed, slower beyond`,
  create: (settings) => sharing(settings.sharing),
});
