import type { Timings, TripTiming } from '../../model/timings.js';

/** An effect that was carried out. */
interface Trip {
  readonly process: number;
  readonly op: string;
  readonly sent_s: number;
  readonly answered_s: number;
}

/** Keeps when things happened in the processes of a run. */
export class Timekeeper {
  private readonly flushes: (readonly [due_s: number, late_s: number])[][];
  /** In the order in which the shared copy carried them out. */
  private readonly trips: Trip[] = [];

  constructor(processes: number) {
    this.flushes = Array.from({ length: processes }, () => []);
  }

  flushed(process: number, due_s: number, now_s: number): void {
    this.flushes[process]!.push([due_s, now_s - due_s]);
  }

  /** The shared copy has carried out what comes next in its order. */
  travelled(trip: Trip): void {
    this.trips.push(trip);
  }

  timings(): Timings {
    const served_s = servedTimes_s(this.trips);
    const byProcess = this.flushes.map((flushes) => ({
      flushes,
      trips: {} as Record<string, TripTiming[]>,
    }));
    this.trips.forEach(({ process, op, sent_s, answered_s }, i) => {
      const there_s = served_s[i]! - sent_s;
      const { trips } = byProcess[process]!;
      trips[op] ??= [];
      trips[op].push([sent_s, there_s, answered_s - sent_s - there_s]);
    });
    return byProcess;
  }
}

/**
 * When each was carried out: after all that were carried out before it had been sent, before any of those
 * after it was answered; in the middle of what that leaves.
 */
function servedTimes_s(trips: readonly Trip[]): number[] {
  const latest_s: number[] = [];
  let answered_s = Number.POSITIVE_INFINITY;
  for (let i = trips.length - 1; i >= 0; i--) {
    answered_s = Math.min(answered_s, trips[i]!.answered_s);
    latest_s[i] = answered_s;
  }
  let sent_s = 0;
  return trips.map((trip, i) => {
    sent_s = Math.max(sent_s, trip.sent_s);
    return (sent_s + latest_s[i]!) / 2;
  });
}
