/** Room for so many items at first. */
const FIRST_ROOM = 64;

/**
 * The event queue: a binary heap ordered by time, ties broken by the order of insertion,
 * so that a run never depends on how a heap happens to arrange equal keys.
 *
 * The heap moves numbers only, in parallel typed arrays: times, sequence numbers, and the slot in
 * which an item stays from its insertion to its removal. No allocation per event.
 */
export class EventQueue<T> {
  private times: Float64Array;
  private sequence: Float64Array;
  private slots: Int32Array;
  private readonly items: (T | undefined)[] = [];
  /** Slots whose items were removed. */
  private readonly free: number[] = [];
  private inserted = 0;
  size = 0;

  /** @param room for so many items at first; it doubles when it is full */
  constructor(room = FIRST_ROOM) {
    this.times = new Float64Array(room);
    this.sequence = new Float64Array(room);
    this.slots = new Int32Array(room);
  }

  /** Time of the earliest item in seconds; Infinity when the queue is empty. */
  get earliest_s(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.times[0]!;
  }

  /** The earliest item; undefined when the queue is empty. */
  get first(): T | undefined {
    return this.size === 0 ? undefined : this.items[this.slots[0]!];
  }

  push(time_s: number, item: T): void {
    if (this.size === this.times.length) this.grow();
    const { times, sequence, slots } = this;
    const slot = this.free.pop() ?? this.items.length;
    this.items[slot] = item;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      // A new item has the highest sequence number, so on a tie it stays below its parent.
      if (times[parent]! <= time_s) break;
      times[hole] = times[parent]!;
      sequence[hole] = sequence[parent]!;
      slots[hole] = slots[parent]!;
      hole = parent;
    }
    times[hole] = time_s;
    sequence[hole] = this.inserted++;
    slots[hole] = slot;
  }

  /** Removes the earliest item. Call only when `size > 0`. */
  pop(): T {
    const { times, sequence, slots, items } = this;
    const first = slots[0]!;
    const item = items[first] as T;
    items[first] = undefined;
    this.free.push(first);
    const size = --this.size;
    const time_s = times[size]!;
    const order = sequence[size]!;
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
      slots[hole] = slots[child]!;
      hole = child;
    }
    times[hole] = time_s;
    sequence[hole] = order;
    slots[hole] = slots[size]!;
    return item;
  }

  private precedes(a: number, b: number): boolean {
    const byTime = this.times[a]! - this.times[b]!;
    return byTime !== 0 ? byTime < 0 : this.sequence[a]! < this.sequence[b]!;
  }

  private grow(): void {
    const room = 2 * this.times.length;
    const grown = <A extends Float64Array | Int32Array>(larger: A, old: A): A => {
      larger.set(old);
      return larger;
    };
    this.times = grown(new Float64Array(room), this.times);
    this.sequence = grown(new Float64Array(room), this.sequence);
    this.slots = grown(new Int32Array(room), this.slots);
  }
}
