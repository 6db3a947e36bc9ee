import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { increment, write } from '../../../src/effects/effects.js';
import { constant } from '../../../src/kernel/distributions/constant.js';
import { exponential } from '../../../src/kernel/distributions/exponential.js';
import { lognormalFromPercentiles } from '../../../src/kernel/distributions/lognormal.js';
import type { Capacity } from '../../../src/model/capacities/capacity.js';
import { sharing } from '../../../src/model/capacities/sharing.js';
import { slots } from '../../../src/model/capacities/slots.js';
import type { Group } from '../../../src/model/fleet.js';
import { bursts } from '../../../src/model/loads/bursts.js';
import { closed } from '../../../src/model/loads/closed.js';
import { poisson } from '../../../src/model/loads/poisson.js';
import { remote } from '../../../src/model/stores/remote.js';
import type { Strategy } from '../../../src/model/strategy.js';
import { Histogram } from '../../../src/stats/histogram.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { NAIVE } from '../../model/naive-servers.js';
import { shown, smallExperiment } from './arbitrary.js';
import {
  always,
  type Changes,
  experiment,
  group,
  keeping,
  only,
  samplesOf,
  total,
} from './experiments.js';

/* Deployments with a capacity, in the life of requests; on their own: test/model/capacities.test.ts. */

const MADE = { slots, sharing };
type Name = keyof typeof MADE;
const NAMES: readonly Name[] = ['slots', 'sharing'];

/** What happened to a request. */
interface Told {
  readonly process: number;
  readonly deployment: string;
  readonly sent_s: number;
  readonly work_s: number;
  done_s?: number;
  latency_s?: number;
}

/** The first replication, with what happened to each request that was sent. */
function told(changes: Changes) {
  const requests = new Map<number, Told>();
  const [result] = simulate(experiment({ ...changes, replications: 1 }), {
    observer: (event) => {
      if (event.event === 'select' && event.deployment !== null) {
        const { process, deployment, t: sent_s, latency_s: work_s } = event;
        requests.set(event.request, { process, deployment, sent_s, work_s });
      } else if (event.event === 'completion') {
        const request = requests.get(event.request)!;
        Object.assign(request, { done_s: event.t, latency_s: event.latency_s });
      }
    },
  });
  return { result: result!, requests: [...requests.values()] };
}

const limited = (capacity: Capacity | undefined): readonly Group[] => {
  const more = capacity === undefined ? {} : { capacity };
  return [
    group('slow', 3, { latency: lognormalFromPercentiles(1.6, 2.2), ...more }),
    group('fast', 2, { latency: exponential(0.6), ...more }),
  ];
};

const base: Changes = { load: poisson(4), duration_s: 100, router: { strategy: 'least-busy' } };

test.each(NAMES)('%s that never run out change nothing, to the last bit', (name) => {
  const [free, wide] = [undefined, MADE[name](1000)].map((capacity) =>
    told({ ...base, groups: limited(capacity), router: { strategy: 'lowest-latency' } }),
  );
  expect(wide?.result.traceHash).toBe(free?.result.traceHash);
  expect(wide?.requests).toEqual(free?.requests);
});

describe.each(NAMES)('%s', (name) => {
  test('take the work of a request from the same random numbers, and what it takes from who is there', () => {
    const scarce = told({ ...base, groups: limited(MADE[name](1)) });
    let held = 0;
    for (const deployment of new Set(scarce.requests.map((one) => one.deployment))) {
      const there = scarce.requests.filter((one) => one.deployment === deployment);
      const asked = there.map(({ sent_s: at_s, work_s }) => ({ at_s, work_s }));
      for (const [i, latency_s] of NAIVE[name](1, asked).entries()) {
        const { sent_s, work_s, done_s, latency_s: found_s } = there[i]!;
        if (found_s === undefined) {
          expect(sent_s + latency_s).toBeGreaterThanOrEqual(100);
          continue;
        }
        expect(found_s).toBeCloseTo(latency_s, 9);
        expect(done_s).toBeCloseTo(sent_s + found_s, 9);
        if (found_s > 1.01 * work_s) held++;
      }
    }
    expect(held).toBeGreaterThan(100);
    // Which group a request went to is another matter, once one takes longer.
    const works = (requests: readonly Told[]) => requests.map(({ work_s }) => work_s);
    const shuffled = { ...base, router: { strategy: 'simple-shuffle' } };
    expect(works(told({ ...shuffled, groups: limited(MADE[name](1)) }).requests)).toEqual(
      works(told({ ...shuffled, groups: limited(undefined) }).requests),
    );
  });

  test('are of the deployment, whichever process sends to it', () => {
    const groups = [group('g', 1, { latency: constant(1), capacity: MADE[name](1) })];
    const load = bursts(4, 100, 0);
    const several = told({
      groups,
      load,
      duration_s: 50,
      processes: { count: 4, assign: 'round-robin' },
    });
    expect(several.requests.map(({ process }) => process)).toEqual([0, 1, 2, 3]);
    const alone = told({ groups, load, duration_s: 50 });
    const ends = ({ requests }: typeof alone) => requests.map(({ done_s }) => done_s);
    expect(ends(several)).toEqual(ends(alone));
    expect(ends(several)).toEqual(name === 'slots' ? [1, 2, 3, 4] : [4, 4, 4, 4]);
  });

  test('serve a burst of a thousand to its end', () => {
    const { result, requests } = told({
      groups: [group('g', 2, { latency: exponential(1), capacity: MADE[name](3) })],
      load: bursts(1000, 10_000, 0),
      duration_s: 2000,
      router: { strategy: 'simple-shuffle' },
    });
    expect(only(result).samples).toMatchObject({ completed: 1000, recorded: 1000 });
    // As much work a second as six servers do, but for an uneven split.
    const last_s = Math.max(...requests.map(({ done_s }) => done_s!));
    const work_s = total(requests.map((one) => one.work_s));
    expect(last_s).toBeGreaterThan(work_s / 6);
    expect(last_s).toBeLessThan((1.15 * work_s) / 6);
  });

  test('report every request, those too that the run leaves unserved', () => {
    const { result, requests } = told({
      ...base,
      load: poisson(20),
      groups: limited(MADE[name](1)),
    });
    const { latency_s, samples } = only(result);
    expect(samples.completed).toBeLessThan(0.5 * requests.length);
    expect(latency_s.count).toBe(requests.length);
    // So they do not look shorter than they are: more than half still wait when it ends.
    expect(Histogram.merged([latency_s]).quantile(0.5)).toBeGreaterThan(40);
  });

  test('are held by requests that time out', () => {
    const timeouts = { rate: 1, after_s: 30 };
    const { requests } = told({
      groups: [group('g', 1, { capacity: MADE[name](1) })],
      samples: { ...samplesOf('chat'), timeouts },
      load: bursts(2, 1000, 0),
      duration_s: 100,
    });
    expect(requests.map(({ done_s }) => done_s)).toEqual(name === 'slots' ? [30, 60] : [60, 60]);
  });

  test('hold users of a closed load back', () => {
    const { result } = told({
      groups: [group('g', 1, { capacity: MADE[name](2) })],
      load: closed(50, constant(0)),
      duration_s: 100,
    });
    // Two a second.
    expect(Math.abs(only(result).samples.completed - 200)).toBeLessThanOrEqual(50);
  });
});

test.each([
  ['slots', [0.2, 1.2, 2.2]],
  ['sharing', [0.6, 0.6, 0.6]],
] as const)('the time to first token includes waiting for %s', (name, firstTokens_s) => {
  const seen: number[] = [];
  const strategy: Strategy = {
    name: 'looks-on',
    choose: () => 0,
    *record({ ttft_s }) {
      yield write('ttft', seen.push(ttft_s), 60);
    },
  };
  const one = experiment({
    groups: [group('g', 1, { ttft: constant(0.2), capacity: MADE[name](1) })],
    samples: { ...samplesOf('chat'), stream: 1 },
    load: bursts(3, 1000, 0),
    duration_s: 60,
  });
  simulate(
    { ...one, strategy: { name: strategy.name, keeping: keeping(), create: () => strategy } },
    { only: 0 },
  );
  expect(seen.map((value) => Number(value.toFixed(9)))).toEqual(firstTokens_s);
});

test('what the router does on the way takes time of its own, in which nobody is served', () => {
  const strategy: Strategy = {
    name: 'starts',
    choose: () => 0,
    *started() {
      yield increment('started', 1, 60);
    },
    *record() {
      yield increment('recorded', 1, 60);
    },
  };
  const one = experiment({
    groups: [group('g', 1, { capacity: slots(1) })],
    store: remote,
    roundTrip_s: always(0.5),
    load: bursts(2, 1000, 0),
    duration_s: 60,
  });
  const ends: number[] = [];
  simulate(
    { ...one, strategy: { name: strategy.name, keeping: keeping(), create: () => strategy } },
    { only: 0, observer: (event) => event.event === 'completion' && ends.push(event.t) },
  );
  expect(ends).toEqual([1.5, 2.5]);
});

test('in any experiment each completes once, and takes no less than its work', () => {
  fc.assert(
    fc.property(smallExperiment(), (one) => {
      const works = new Map<number, number>();
      simulate(one, {
        only: 0,
        observer: (event) => {
          if (event.event === 'select') works.set(event.request, event.latency_s);
          if (event.event !== 'completion') return;
          expect(event.latency_s, shown(one)).toBeGreaterThanOrEqual(works.get(event.request)!);
          works.delete(event.request);
        },
      });
    }),
    { numRuns: 15 },
  );
});
