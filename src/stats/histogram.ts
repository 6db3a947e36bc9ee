const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Index of the word that holds sign, exponent and the first mantissa bits. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Buckets per power of two: 2^8, so a value is known to within 0.2 %. */
const SHIFT = 12;

/** How far a quantile may be from the value, as a part of it: half a bucket. */
export const RESOLUTION = 1 / 512;

/** What a histogram holds, as plain data: it crosses threads and files without a loss. */
export interface HistogramData {
  readonly count: number;
  readonly sum: number;
  /** The buckets that hold values, each with its count, in the order of their first values. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/**
 * A histogram of positive values with a fixed relative error (the idea of HdrHistogram): the
 * bucket is the head of the double's own bits. Memory does not grow with the number of values.
 */
export class Histogram {
  private readonly counts = new Map<number, number>();
  count = 0;
  sum = 0;

  add(value: number): void {
    double[0] = value;
    const bucket = words[HIGH]! >>> SHIFT;
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + 1);
    this.count++;
    this.sum += value;
  }

  /** What it holds, as plain data. */
  data(): HistogramData {
    return { count: this.count, sum: this.sum, buckets: [...this.counts].map(shared) };
  }

  /** Histograms put together, their sums added in this order. */
  static merged(parts: readonly HistogramData[]): Histogram {
    const all = new Histogram();
    for (const { count, sum, buckets } of parts) {
      for (const [bucket, own] of buckets) {
        all.counts.set(bucket, (all.counts.get(bucket) ?? 0) + own);
      }
      all.count += count;
      all.sum += sum;
    }
    return all;
  }

  /** The mean, exact; null without values. */
  get mean(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }

  /** The nearest-rank quantile, as the middle of its bucket; null without values. */
  quantile(fraction: number): number | null {
    let left = Math.max(1, Math.ceil(fraction * this.count));
    for (const [bucket, count] of [...this.counts].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return bucket === 0 ? 0 : (floorOf(bucket) + floorOf(bucket + 1)) / 2;
    }
    return null;
  }
}

/** Pairs that have been handed out, by bucket and count: of many histograms most are the same. */
const pairs = new Map<number, readonly [bucket: number, count: number]>();
/** So many at most are kept, and so large counts. */
const MOST_PAIRS = 100_000;
const MOST_COUNT = 64;

/** The same object for the same pair: it takes ten times the memory of its place in a list. */
function shared(pair: readonly [bucket: number, count: number]): readonly [number, number] {
  const [bucket, count] = pair;
  if (count >= MOST_COUNT) return pair;
  const key = bucket * MOST_COUNT + count;
  const known = pairs.get(key);
  if (known !== undefined) return known;
  if (pairs.size < MOST_PAIRS) pairs.set(key, pair);
  return pair;
}

function floorOf(bucket: number): number {
  words[HIGH] = bucket << SHIFT;
  words[1 - HIGH] = 0;
  return double[0]!;
}
