/** M/M/1 on latsim's kernel alone: its clock, streams and exponential distribution. */
import { Clock } from '../../../.build/kernel/clock.js';
import { exponential } from '../../../.build/kernel/distributions/exponential.js';
import { Streams } from '../../../.build/kernel/random.js';
import { INTERARRIVAL_S, SERVICE_S } from './mm1.mjs';
import { replications, takeTurns } from './turns.mjs';

const interarrival = exponential(INTERARRIVAL_S);
const service = exponential(SERVICE_S);

function replication({ seed, customers }, number) {
  const streams = new Streams(seed, number);
  const arrivals = streams.stream('arrivals');
  const services = streams.stream('service');
  const clock = new Clock();
  const inSystem = [];
  let total_s = 0;
  let arrived = 0;

  const serve = (customer) => clock.after(service.quantile(services()), customer);
  class Customer {
    constructor(arrival_s) {
      this.arrival_s = arrival_s;
    }

    occur() {
      total_s += clock.now_s - this.arrival_s;
      inSystem.shift();
      if (inSystem.length > 0) serve(inSystem[0]);
    }
  }
  const source = {
    occur() {
      const customer = new Customer(clock.now_s);
      if (inSystem.push(customer) === 1) serve(customer);
      if (++arrived < customers) clock.after(interarrival.quantile(arrivals()), source);
    },
  };
  clock.after(interarrival.quantile(arrivals()), source);
  clock.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  return { requests: customers, mean_s: total_s / customers };
}

await takeTurns(replications(replication));
