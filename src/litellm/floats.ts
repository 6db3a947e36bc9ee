/** A list of numbers that grows: eight bytes each. */
export class Floats {
  private values = new Float64Array(16);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  pushAll(others: Floats): void {
    for (let i = 0; i < others.length; i++) this.push(others.values[i] as number);
  }

  /** In ascending order. */
  sorted(): Float64Array {
    return this.values.slice(0, this.length).sort();
  }
}

/** The nearest-rank quantile of ascending numbers. */
export function quantileOf(sorted: Float64Array, fraction: number): number {
  const rank = Math.max(1, Math.ceil(fraction * sorted.length));
  return sorted[rank - 1]!;
}
