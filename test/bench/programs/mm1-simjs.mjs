/** M/M/1 in simjs: a source and a facility. */
import { INTERARRIVAL_S, SERVICE_S } from './mm1.mjs';
import { Entity, Facility, Random, Sim } from './simjs.mjs';
import { replications, takeTurns } from './turns.mjs';

const FOREVER_S = 1e12;

function replication({ seed, customers }, number) {
  const random = new Random(seed * 1_000_003 + number);
  const sim = new Sim();
  const server = new Facility('server');
  let arrived = 0;
  let total_s = 0;

  class Source extends Entity {
    start() {
      this.next();
    }

    next() {
      if (arrived === customers) return;
      this.setTimer(random.exponential(1 / INTERARRIVAL_S)).done(() => {
        arrived++;
        const arrival_s = this.time();
        this.useFacility(server, random.exponential(1 / SERVICE_S)).done(() => {
          total_s += this.time() - arrival_s;
        });
        this.next();
      });
    }
  }
  sim.addEntity(Source);
  sim.simulate(FOREVER_S);
  return { requests: customers, mean_s: total_s / customers };
}

await takeTurns(replications(replication));
