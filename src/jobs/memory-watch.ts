import { CELLS } from './thread-task.js';

const BYTES_PER_MB = 1_000_000;

/** How many threads are watched: what the process grows by may be that of any of them. */
let watched = 0;

/**
 * Whether a thread holds more memory outside of its heap than it may. Node limits the heap of a thread,
 * but not its buffers. It tells of these itself between two turns; within one turn, where it cannot, it
 * is known by how much the process grows meanwhile.
 */
export class MemoryWatch {
  private before_MB = processNow_MB();

  constructor(
    private readonly cells: Int32Array,
    private readonly limit_MB: number,
  ) {
    watched++;
  }

  /** @param isStill whether nothing has moved since the last look */
  look(isStill: boolean): boolean {
    Atomics.store(this.cells, CELLS.asksHeld, 1);
    const now_MB = processNow_MB();
    if (!isStill) this.before_MB = now_MB;
    return this.isToldFull || now_MB - this.before_MB > this.limit_MB * watched;
  }

  get isToldFull(): boolean {
    return Atomics.load(this.cells, CELLS.held_MB) > this.limit_MB;
  }

  end(): void {
    watched--;
  }
}

function processNow_MB(): number {
  return process.memoryUsage.rss() / BYTES_PER_MB;
}
