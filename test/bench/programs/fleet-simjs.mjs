/**
 * The fleet in simjs. Usage: node fleet-simjs.mjs idiomatic|lean
 *
 * idiomatic: a read copies the lists of all deployments, and averages are taken of them when choosing;
 * lean: lists are shared between the versions of the map, and keep their average.
 */
import { Entity, Random, Sim } from './simjs.mjs';
import { replications, takeTurns } from './turns.mjs';

const isLean = process.argv[2] === 'lean';

const RATE_HZ = 160 / 60;
const TTL_S = 300;
const BUFFER = 0.1;
const LIST_SIZE = 10;
const SLOW = 16;
const N = 20;
const Z95 = 1.6448536269514722;
const SLOW_LAW = [Math.log(1.622), Math.log(2.243 / 1.622) / Z95];
const FAST_LAW = [Math.log(0.514), Math.log(0.79 / 0.514) / Z95];

const EMPTY = { samples: [], average: 0 };
const UNKNOWN = { samples: [{ latency_s: 0 }], average: 0 };

function averageOf(samples) {
  let sum = 0;
  for (const { latency_s } of samples) sum += latency_s;
  return samples.length === 0 ? 0 : sum / samples.length;
}

function entryOf(samples) {
  return { samples, average: isLean ? averageOf(samples) : 0 };
}

function replication({ store, seed, duration_s }, number) {
  const isRemote = store === 'remote';
  const random = new Random(seed * 1_000_003 + number);
  const sim = new Sim();
  const requests = new Array(N).fill(0);
  const lost = new Set();
  let recorded = 0;
  let stored; // By deployment; undefined: nothing.
  let version = 0;
  let expiry_s = 0;
  let hasPlaceholders = false; // In a process, where the router writes into the map that it reads.

  const live = (now_s) => {
    if (stored !== undefined && now_s > expiry_s) stored = undefined;
    return stored;
  };
  const read = (now_s) => {
    const map = live(now_s);
    if (isLean) return map;
    return map?.map(({ samples, average }) => ({ samples: samples.slice(), average }));
  };
  const half_s = () => 0.0005 * (0.9 + 0.2 * random.random());

  const choose = (map) => {
    if (map === undefined) return Math.floor(random.random() * N);
    const averages = map.map(({ samples, average }) => (isLean ? average : averageOf(samples)));
    const bar = Math.min(...averages) * (1 + BUFFER);
    const candidates = [];
    averages.forEach((average, d) => {
      if (average <= bar) candidates.push(d);
    });
    return candidates[Math.floor(random.random() * candidates.length)];
  };
  const withSample = (base, d, sample) => {
    const after = base === undefined ? new Array(N).fill(EMPTY) : base.slice();
    after[d] = entryOf([...after[d].samples.slice(0, LIST_SIZE - 1), sample]);
    return after;
  };
  /** Who was there and is not, but for those that the writer knew and pushed out; and who is back. */
  const compare = (before, base, after, own) => {
    const pushedOut = new Set(base?.[own].samples.map((sample) => sample.number));
    const present = new Set(after.flatMap(({ samples }) => samples.map((sample) => sample.number)));
    before.forEach(({ samples }, d) => {
      for (const sample of samples) {
        if (present.has(sample.number) || (d === own && pushedOut.has(sample.number))) continue;
        lost.add(sample.number);
      }
    });
    for (const one of present) lost.delete(one);
  };

  class Source extends Entity {
    start() {
      this.arrived = 0;
      this.next();
    }

    next() {
      this.setTimer(random.exponential(RATE_HZ)).done(() => {
        this.arrive(this.arrived++);
        this.next();
      });
    }

    arrive(request) {
      if (!isRemote) {
        const map = live(this.time());
        if (map !== undefined && !hasPlaceholders) {
          for (let d = 0; d < N; d++) if (map[d] === EMPTY) map[d] = UNKNOWN;
          hasPlaceholders = true;
        }
        this.serve(request, map);
        return;
      }
      const trip_s = half_s();
      this.setTimer(trip_s).done(() => {
        const map = read(this.time());
        this.setTimer(trip_s).done(() => this.serve(request, map));
      });
    }

    serve(request, map) {
      const d = choose(map);
      requests[d]++;
      const [mu, sigma] = d < SLOW ? SLOW_LAW : FAST_LAW;
      const sample = { latency_s: Math.exp(random.normal(mu, sigma)), number: request };
      this.setTimer(sample.latency_s).done(() => this.record(d, sample));
    }

    record(d, sample) {
      if (!isRemote) {
        const base = live(this.time());
        if (base === undefined) {
          expiry_s = this.time() + TTL_S;
          hasPlaceholders = false;
        }
        stored = withSample(base, d, sample);
        recorded++;
        return;
      }
      const there_s = half_s();
      this.setTimer(there_s).done(() => {
        const base = read(this.time());
        const known = version;
        this.setTimer(there_s).done(() => this.write(d, sample, base, known));
      });
    }

    write(d, sample, base, known) {
      const after = withSample(base, d, sample);
      const there_s = half_s();
      this.setTimer(there_s).done(() => {
        const before = live(this.time());
        if (before !== undefined && known !== version) compare(before, base, after, d);
        stored = after;
        version++;
        expiry_s = this.time() + TTL_S;
        this.setTimer(there_s).done(() => recorded++);
      });
    }
  }
  sim.addEntity(Source);
  sim.simulate(duration_s);

  const sum = (list) => list.reduce((total, count) => total + count, 0);
  return { requests: sum(requests), slow: sum(requests.slice(0, SLOW)), recorded, lost: lost.size };
}

await takeTurns(replications(replication));
