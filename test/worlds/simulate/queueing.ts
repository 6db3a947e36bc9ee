import { expect } from 'vitest';
import type { Distribution } from '../../../src/kernel/distributions/distribution.js';
import type { Capacity } from '../../../src/model/capacities/capacity.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { experiment, group, only } from './experiments.js';

export interface Observed {
  /** Mean number in the system over the observed time. */
  readonly L: number;
  /** Mean time in the system of those who came and went in the observed time, in seconds. */
  readonly W: number;
}

/** L and W of M/M/c by Erlang's formula. */
export function erlang(lambda: number, mu: number, servers: number): Observed {
  const load = lambda / mu;
  let term = 1;
  let below = 0;
  for (let k = 0; k < servers; k++) {
    below += term;
    term *= load / (k + 1);
  }
  const rho = load / servers;
  const waits = term / (1 - rho) / (below + term / (1 - rho));
  const W = waits / (servers * mu - lambda) + 1 / mu;
  return { L: lambda * W, W };
}

/** Half the width of the 99 % interval of the mean of 40 values: Student's t, 39 degrees. */
const T_995_OF_39 = 2.7079;

export function interval(values: readonly number[]): { mean: number; half: number } {
  const n = values.length;
  expect(n).toBe(40);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, half: T_995_OF_39 * Math.sqrt(squares / (n - 1) / n) };
}

/**
 * Mean latency of requests that come to one deployment at rate lambda.
 * @param requests how many in each of 40 replications, about
 */
export function latencyOf(
  capacity: Capacity,
  lambda: number,
  latency: Distribution,
  requests = 1000,
): ReturnType<typeof interval> {
  const results = simulate(
    experiment({
      groups: [group('g', 1, { latency, capacity })],
      load: poisson(lambda),
      warmup_s: 200 / lambda,
      duration_s: (200 + requests) / lambda,
      router: { strategy: 'simple-shuffle' },
      replications: 40,
    }),
  );
  const found = interval(
    results.map((result) => {
      const { sum, count } = only(result).latency_s;
      return sum / count;
    }),
  );
  // An interval that says something.
  expect(found.half / found.mean).toBeLessThan(0.25);
  return found;
}
