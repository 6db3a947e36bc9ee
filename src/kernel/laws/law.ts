/**
 * A law of a random quantity (a latency, a think time, a number of tokens), given by its quantile
 * function: one uniform number in, one value out. The same luck `u` gives comparable values under
 * different laws, which is what common random numbers need.
 */
export interface Law {
  /** The law's mean, in the unit of its values. */
  readonly mean: number;
  /** The value below which the law lies with probability `u`; `u` strictly between 0 and 1. */
  quantile(u: number): number;
}
