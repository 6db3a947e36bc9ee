import type { Pair } from '../../strategies/pair.js';

/**
 * The ready endpoints of tower's balancer (tower/src/balance/p2c/service.rs, ready_cache), in the order
 * in which it draws among them. Which is chosen leaves the list, and comes back at its end.
 */
export class ReadyList {
  private readonly ready: number[];
  /** What has been told since the last choice, and what is to come back. */
  private readonly told: { readonly joins: boolean; readonly position: number }[] = [];

  /** @param positions of those that are there from the beginning */
  constructor(positions: readonly number[]) {
    this.ready = [...positions];
  }

  get positions(): readonly number[] {
    return this.ready;
  }

  insert(position: number): void {
    this.told.push({ joins: true, position });
  }

  remove(position: number): void {
    this.told.push({ joins: false, position });
  }

  /** Acts on what has been told: before a choice. */
  update(): void {
    const queue: number[] = [];
    for (const { joins, position } of this.told) {
      if (joins) queue.push(position);
      else if (queue.includes(position)) queue.splice(queue.indexOf(position), 1);
      else taken(this.ready, position);
    }
    this.told.length = 0;
    this.ready.push(...queue);
  }

  /** Two places by two random numbers. */
  drawn([first, second]: Pair): Pair {
    const { length } = this.ready;
    const [a, b] = [first % (length - 1), second % length];
    return [a === b ? length - 1 : a, b];
  }

  /** One was chosen. */
  chosen(position: number): void {
    if (taken(this.ready, position)) this.told.push({ joins: true, position });
  }
}

/** Takes one out, whose place the last one takes. @returns whether it was there */
function taken(positions: number[], position: number): boolean {
  const place = positions.indexOf(position);
  if (place < 0) return false;
  const last = positions.pop()!;
  if (last !== position) positions[place] = last;
  return true;
}
