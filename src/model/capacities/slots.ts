import { EventQueue } from '../../kernel/queue.js';
import { type Capacity, capacityKind, FIRST_ROOM, type Served, type Server } from './capacity.js';

/** So many requests are served at once; others wait, and are served in the order in which they came. */
export function slots(count: number): Capacity {
  return { atFullSpeed: count, create: <Job>() => new Slots<Job>(count) };
}

interface Queued<Job> {
  readonly job: Job;
  readonly work_s: number;
  readonly entered_s: number;
}

class Slots<Job> implements Server<Job> {
  /** Those being served, by when they are done. */
  private readonly served = new EventQueue<Served<Job>>(FIRST_ROOM);
  /** Those that wait, by when they came. */
  private readonly waiting = new EventQueue<Queued<Job>>(FIRST_ROOM);

  constructor(private readonly count: number) {}

  get due_s(): number {
    return this.served.earliest_s;
  }

  enter(job: Job, work_s: number, now_s: number): void {
    const queued = { job, work_s, entered_s: now_s };
    if (this.served.size < this.count) this.begin(queued, now_s);
    else this.waiting.push(now_s, queued);
  }

  leave(): Served<Job> {
    const now_s = this.due_s;
    const left = this.served.pop();
    if (this.waiting.size > 0) this.begin(this.waiting.pop(), now_s);
    return left;
  }

  private begin({ job, work_s, entered_s }: Queued<Job>, now_s: number): void {
    const wait_s = now_s - entered_s;
    this.served.push(now_s + work_s, { job, latency_s: wait_s + work_s, wait_s });
  }
}

export const slotsKind = capacityKind({
  name: 'slots',
  says: 'Serves so many requests at once, first come, first served; others wait.',
  parameters: {
    slots: {
      type: 'whole',
      from: 1,
      to: 1_000_000,
      says: 'Requests that a deployment serves at once; others wait, first come, first served.',
    },
  },
  words: ({ slots }) => `${slots} served at once, others wait`,
  create: (settings) => slots(settings.slots),
});
