/**
 * The distribution of a random quantity (a latency, a think time, a number of tokens), given by its
 * quantile function: one uniform number in, one value out. The same `u` gives comparable values under
 * different distributions, which is what common random numbers need.
 */
export interface Distribution {
  /** Mean, in the unit of the values. */
  readonly mean: number;
  /** The value below which one lies with probability `u`; `u` strictly between 0 and 1. */
  quantile(u: number): number;
}
