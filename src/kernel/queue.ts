/**
 * The event queue: a binary heap ordered by time, ties broken by the order of insertion,
 * so that a run never depends on how a heap happens to arrange equal keys.
 *
 * The heap is kept in parallel arrays (times, sequence numbers, items): no allocation per event.
 */
export class EventQueue<T> {
  private readonly times: number[] = [];
  private readonly sequence: number[] = [];
  private readonly items: T[] = [];
  private inserted = 0;

  get size(): number {
    return this.times.length;
  }

  /** Time of the earliest item in seconds; Infinity when the queue is empty. */
  get earliest_s(): number {
    return this.times.length === 0 ? Number.POSITIVE_INFINITY : this.times[0]!;
  }

  push(time_s: number, item: T): void {
    const { times, sequence, items } = this;
    const order = this.inserted++;
    let hole = times.length;
    times.push(time_s);
    sequence.push(order);
    items.push(item);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      // A new item has the highest sequence number, so on a tie it stays below its parent.
      if (times[parent]! <= time_s) break;
      times[hole] = times[parent]!;
      sequence[hole] = sequence[parent]!;
      items[hole] = items[parent] as T;
      hole = parent;
    }
    times[hole] = time_s;
    sequence[hole] = order;
    items[hole] = item;
  }

  /** Removes the earliest item. Call only when `size > 0`. */
  pop(): T {
    const { times, sequence, items } = this;
    const first = items[0] as T;
    const time_s = times.pop()!;
    const order = sequence.pop()!;
    const item = items.pop() as T;
    const size = times.length;
    if (size === 0) return first;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && this.precedes(right, child)) child = right;
      const childTime_s = times[child]!;
      if (time_s < childTime_s) break;
      if (time_s === childTime_s && order < sequence[child]!) break;
      times[hole] = childTime_s;
      sequence[hole] = sequence[child]!;
      items[hole] = items[child] as T;
      hole = child;
    }
    times[hole] = time_s;
    sequence[hole] = order;
    items[hole] = item;
    return first;
  }

  private precedes(a: number, b: number): boolean {
    const byTime = this.times[a]! - this.times[b]!;
    return byTime !== 0 ? byTime < 0 : this.sequence[a]! < this.sequence[b]!;
  }
}
