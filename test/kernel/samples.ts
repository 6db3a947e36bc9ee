/** Statistics of samples, for tests of luck with a fixed seed: no test here can fail by chance. */

/** The greatest distance of the empirical distribution of `values` from the uniform one on 0..1. */
export function kolmogorovSmirnov(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  let greatest = 0;
  for (const [i, value] of sorted.entries()) {
    greatest = Math.max(greatest, value - i / sorted.length, (i + 1) / sorted.length - value);
  }
  return greatest;
}

/** Above this, n values are not uniform at the 0.1 % level (Kolmogorov's asymptotic formula). */
export const kolmogorovSmirnovLimit = (n: number): number => 1.9495 / Math.sqrt(n);

/** Pearson's correlation. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const meanA = a.reduce((sum, x) => sum + x, 0) / a.length;
  const meanB = b.reduce((sum, x) => sum + x, 0) / b.length;
  let both = 0;
  let ofA = 0;
  let ofB = 0;
  for (const [i, x] of a.entries()) {
    const dx = x - meanA;
    const dy = (b[i] as number) - meanB;
    both += dx * dy;
    ofA += dx * dx;
    ofB += dy * dy;
  }
  return both / Math.sqrt(ofA * ofB);
}
