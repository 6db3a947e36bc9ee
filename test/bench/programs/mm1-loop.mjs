/**
 * M/M/1 by hand. Two things can happen next, so no heap is needed; the same luck in the same order as
 * on the kernel, so that the mean must be exactly that of latsim.
 */
import { Streams } from '../../../.build/kernel/random.js';
import { INTERARRIVAL_S, SERVICE_S } from './mm1.mjs';
import { replications, takeTurns } from './turns.mjs';

let inSystem = new Float64Array(1024); // Times of arrival, a ring.

function replication({ seed, customers }, number) {
  const streams = new Streams(seed, number);
  const arrivals = streams.stream('arrivals');
  const services = streams.stream('service');
  let arrival_s = -INTERARRIVAL_S * Math.log(1 - arrivals());
  let departure_s = Number.POSITIVE_INFINITY;
  let arrived = 0;
  let first = 0;
  let size = 0;
  let total_s = 0;
  while (arrived < customers || size > 0) {
    if (arrival_s <= departure_s) {
      const now_s = arrival_s;
      if (size === inSystem.length) {
        const grown = new Float64Array(2 * size);
        for (let i = 0; i < size; i++) grown[i] = inSystem[(first + i) & (size - 1)];
        inSystem = grown;
        first = 0;
      }
      inSystem[(first + size++) & (inSystem.length - 1)] = now_s;
      if (size === 1) departure_s = now_s + -SERVICE_S * Math.log(1 - services());
      arrival_s =
        ++arrived < customers
          ? now_s + -INTERARRIVAL_S * Math.log(1 - arrivals())
          : Number.POSITIVE_INFINITY;
    } else {
      const now_s = departure_s;
      total_s += now_s - inSystem[first];
      first = (first + 1) & (inSystem.length - 1);
      departure_s =
        --size > 0 ? now_s + -SERVICE_S * Math.log(1 - services()) : Number.POSITIVE_INFINITY;
    }
  }
  return { requests: customers, mean_s: total_s / customers };
}

await takeTurns(replications(replication));
