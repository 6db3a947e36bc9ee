import { Copyable } from '../model/copy.js';

/**
 * A map from deployments to values as Python has it: in the order in which they were put in, which
 * decides ties. Mutable; its values are not, so that a copy shares them. It holds no samples.
 */
export class PositionMap<Value> extends Copyable {
  constructor(
    /** Positions of the deployments, in the order in which they came in. */
    readonly order: number[] = [],
    private readonly values: (Value | undefined)[] = [],
  ) {
    super();
  }

  get(position: number): Value | undefined {
    return this.values[position];
  }

  set(position: number, value: Value): void {
    if (this.values[position] === undefined) this.order.push(position);
    this.values[position] = value;
  }

  /** Puts a value in for those that have none. @param positions undefined: the first `size` of all */
  fill(positions: readonly number[] | undefined, size: number, value: Value): void {
    const count = positions?.length ?? size;
    // As a rule all are there.
    if (positions === undefined && this.order.length === size) return;
    for (let i = 0; i < count; i++) {
      const position = positions === undefined ? i : positions[i]!;
      if (this.values[position] === undefined) this.set(position, value);
    }
  }

  /** By the ids of the deployments. */
  byId<Shown>(
    ids: readonly string[],
    shown: (value: Value) => Shown,
  ): Readonly<Record<string, Shown>> {
    return Object.fromEntries(
      this.order.map((position) => [ids[position], shown(this.values[position] as Value)]),
    );
  }

  toJSON(): readonly (readonly [number, Value])[] {
    return this.order.map((position) => [position, this.values[position] as Value]);
  }

  copy(): PositionMap<Value> {
    return new PositionMap(this.order.slice(), this.values.slice());
  }
}

/** The first of the lowest score, in this order; NaN: it may not be chosen. @returns -1: none may */
export function firstOfLowest(
  order: readonly number[],
  score: (position: number) => number,
): number {
  let first = -1;
  let lowest = Number.POSITIVE_INFINITY;
  for (const position of order) {
    const its = score(position);
    if (its < lowest) {
      lowest = its;
      first = position;
    }
  }
  return first;
}

/** Counts by deployment. */
export type CountMap = PositionMap<number>;
export const CountMap = PositionMap<number>;

/** Adds to a count. */
export function count(map: CountMap, position: number, by: number): void {
  map.set(position, (map.get(position) ?? 0) + by);
}
