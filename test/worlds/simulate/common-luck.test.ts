import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constant } from '../../../src/kernel/distributions/constant.js';
import { exponential } from '../../../src/kernel/distributions/exponential.js';
import { LOGGERS } from '../../../src/loggers/index.js';
import type { Experiment } from '../../../src/model/experiment.js';
import { closed } from '../../../src/model/loads/closed.js';
import { remote } from '../../../src/model/stores/remote.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { shown, smallChanges } from './arbitrary.js';
import { always, experiment, group, ISSUE_GROUPS, logger } from './experiments.js';

/** When each request arrived, where, and what it took on the deployment it went to. */
function watched(one: Experiment) {
  const arrivals = new Map<number, string>();
  const latencies = new Map<number, readonly [deployment: string, latency_s: number]>();
  simulate(one, {
    only: 0,
    observer: (event) => {
      if (event.event === 'arrival') {
        arrivals.set(event.request, `${event.t} in process ${event.process}`);
      } else if (event.event === 'select' && event.deployment !== null) {
        latencies.set(event.request, [event.deployment, event.latency_s]);
      }
    },
  });
  return { arrivals, latencies };
}

const groupOf = (deployment: string): string => deployment.slice(0, deployment.lastIndexOf('/'));

describe('common random numbers', () => {
  test('under open loads request i arrives at the same time in the same process, whatever logs', () => {
    let compared = 0;
    fc.assert(
      fc.property(smallChanges({ open: true }), fc.constantFrom(...LOGGERS), (changes, other) => {
        const one = experiment(changes);
        fc.pre(other.name !== 'locked-distributed' || one.store.shared);
        const [a, b] = [watched(one), watched(experiment({ ...changes, logger: other }))];
        expect(b.arrivals, shown(one)).toEqual(a.arrivals);
        for (const [request, [deployment, latency_s]] of a.latencies) {
          const [theirs, otherLatency_s] = b.latencies.get(request) ?? [];
          // Deployments of a group are alike: the same luck means the same latency on each.
          if (theirs === undefined || groupOf(theirs) !== groupOf(deployment)) continue;
          expect(otherLatency_s).toBe(latency_s);
          compared++;
        }
      }),
      { numRuns: 75 },
    );
    expect(compared).toBeGreaterThan(3000);
  });

  test('nor does the store, its speed, the strategy or the dispatch move an arrival or its luck', () => {
    const base = watched(experiment({ duration_s: 300 }));
    for (const changes of [
      { store: remote, roundTrip_s: always(0.1) },
      { router: { strategy: 'least-busy' } },
      { dispatch: { kind: 'flushes', every_s: 5, phase_s: 1, stagger: false } },
    ] as const) {
      const other = watched(experiment({ duration_s: 300, ...changes }));
      expect(other.arrivals).toEqual(base.arrivals);
    }
  });

  test('the luck of a request is the same under every distribution: a slower group is slower for all', () => {
    const [slow, fast] = ISSUE_GROUPS;
    if (slow === undefined || fast === undefined) throw new Error('no groups');
    const latenciesOn = (only: typeof slow) =>
      watched(experiment({ groups: [only], duration_s: 300 })).latencies;
    const [onSlow, onFast] = [latenciesOn(slow), latenciesOn(fast)];
    for (const [request, [, latency_s]] of onSlow) {
      expect(latency_s).toBeGreaterThan(onFast.get(request)?.[1] ?? 0);
    }
  });

  test('under a closed load users, think times and luck are the same; arrivals may differ', () => {
    const load = closed(5, exponential(2));
    const run = (name: string) =>
      watched(
        experiment({
          load,
          groups: [group('any', 20, { latency: constant(1) })],
          duration_s: 200,
          store: remote,
          roundTrip_s: always(1),
          logger: logger(name),
        }),
      );
    // Reading costs a round trip under both, and the latency is the same: so are the arrivals.
    expect(run('locked').arrivals).toEqual(run('unlocked').arrivals);
  });

  test('other seeds and other replications meet other luck', () => {
    const first = (seed: number, replication: number): unknown => {
      let seen: unknown;
      simulate(experiment({ seed, duration_s: 60 }), {
        only: replication,
        observer: (event) => {
          if (event.event === 'select') seen ??= [event.t, event.latency_s];
        },
      });
      return JSON.stringify(seen);
    };
    const all = [first(1, 0), first(1, 1), first(2, 0), first(2, 1), first(11, 0), first(1, 10)];
    expect(new Set(all).size).toBe(all.length);
  });
});
