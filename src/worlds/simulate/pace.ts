import type { Pace } from '../../model/pace.js';
import type { ProcessTimings, Timings, TripTiming } from '../../model/timings.js';

/**
 * How fast the processes of a replication are, where that was measured: each does as it did at the measured
 * moment that is nearest. So what was slow together is slow together. To be asked in the order of time.
 */
export class MeasuredPace implements Pace {
  private readonly processes: readonly ProcessPace[];

  constructor(timings: Timings) {
    this.processes = timings.map((one) => new ProcessPace(one));
  }

  lateness_s(process: number, due_s: number): number {
    return this.processes[process]?.lateness_s(due_s) ?? 0;
  }

  trip(process: number, op: string, now_s: number): TripTiming | undefined {
    return this.processes[process]?.trip(op, now_s);
  }
}

class ProcessPace {
  private readonly flushes: MeasuredMoments<readonly [number, number]>;
  private readonly trips: ReadonlyMap<string, MeasuredMoments<TripTiming>>;

  constructor({ flushes, trips }: ProcessTimings) {
    this.flushes = new MeasuredMoments(flushes);
    this.trips = new Map(
      Object.entries(trips).map(([op, some]) => [op, new MeasuredMoments(some)]),
    );
  }

  lateness_s(due_s: number): number | undefined {
    return this.flushes.next(due_s)?.[1];
  }

  trip(op: string, now_s: number): TripTiming | undefined {
    return this.trips.get(op)?.next(now_s);
  }
}

/** What was measured at moments, each of which begins with its time; in the order of time. */
class MeasuredMoments<Measured extends readonly [time_s: number, ...rest: number[]]> {
  /** Where the measured moment begins that is nearest to the last one that was asked for. */
  private first = 0;
  private asked_s = Number.NEGATIVE_INFINITY;
  /** How often that was asked for before. */
  private turn = 0;

  constructor(private readonly measured: readonly Measured[]) {}

  /** One of those of the nearest moment; whoever asks at one moment again gets them in turn. */
  next(time_s: number): Measured | undefined {
    const { measured } = this;
    this.turn = time_s === this.asked_s ? this.turn + 1 : 0;
    this.asked_s = time_s;
    let end = this.endOf(this.first);
    while (
      end < measured.length &&
      this.distance(end, time_s) < this.distance(this.first, time_s)
    ) {
      this.first = end;
      end = this.endOf(end);
    }
    return measured[this.first + (this.turn % Math.max(1, end - this.first))];
  }

  private distance(at: number, time_s: number): number {
    return Math.abs(this.measured[at]![0] - time_s);
  }

  private endOf(first: number): number {
    const { measured } = this;
    let end = first + 1;
    while (end < measured.length && measured[end]![0] === measured[first]![0]) end++;
    return end;
  }
}
