/** The 97.5th percentiles of Student's t for 1 to 30 degrees of freedom. */
const T_975 = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
  2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.13145, 2.119905, 2.109816, 2.100922, 2.093024,
  2.085963, 2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.04523,
  2.042272,
];
const Z_975 = 1.959963984540054;

/** The 97.5th percentile of Student's t; beyond the table by Cornish-Fisher (A&S 26.7.5). */
export function studentT975(degreesOfFreedom: number): number {
  const listed = T_975[degreesOfFreedom - 1];
  if (listed !== undefined) return listed;
  const z = Z_975;
  const z3 = z * z * z;
  const z5 = z3 * z * z;
  const n = degreesOfFreedom;
  return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n);
}

/** A mean over independent replications. */
export interface Estimate {
  readonly mean: number;
  /** Half the width of the 95 % confidence interval (Student's t); null below two values. */
  readonly halfWidth: number | null;
}

/** Estimates a mean from independent values; null without any. */
export function estimate(values: readonly number[]): Estimate | null {
  const n = values.length;
  if (n === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  if (n === 1) return { mean, halfWidth: null };
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, halfWidth: studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n) };
}
