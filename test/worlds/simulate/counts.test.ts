import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fastestGroup } from '../../../src/measure/verdict.js';
import { Fleet } from '../../../src/model/fleet.js';
import type { SimulationEvent } from '../../../src/worlds/simulate/events.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { shown, smallExperiment } from './arbitrary.js';
import { only, total } from './experiments.js';

const RUNS = { numRuns: 300 };

describe('the counts of any experiment add up', () => {
  test('completed = unrecordable + pending + recorded + abandoned, and lost is of the recorded', () => {
    fc.assert(
      fc.property(smallExperiment(), (one) => {
        for (const result of simulate(one)) {
          const { completed, unrecordable, pending, recorded, abandoned, lost, lostInMemory } =
            only(result).samples;
          expect(completed, shown(one)).toBe(unrecordable + pending + recorded + abandoned);
          expect(lost, shown(one)).toBeLessThanOrEqual(recorded);
          for (const n of [
            completed,
            unrecordable,
            pending,
            recorded,
            abandoned,
            lost,
            lostInMemory,
          ])
            expect(n).toBeGreaterThanOrEqual(0);
        }
      }),
      RUNS,
    );
  });

  test('each choice of a slower deployment has one cause; requests, time line and latencies agree', () => {
    fc.assert(
      fc.property(smallExperiment(), (one) => {
        const [group] = one.modelGroups;
        if (group === undefined) throw new Error('no model group');
        const fleet = new Fleet(group.groups);
        const fastest = fastestGroup(group.groups, one.samples);
        for (const result of simulate(one)) {
          const { requests, causes, timeline, latency_s, samples } = only(result);
          const slower = total(
            requests.filter((_, position) => fleet.groupOf[position] !== fastest),
          );
          expect(total(Object.values(causes)), shown(one)).toBe(slower);
          expect(total(timeline.flat())).toBe(total(requests));
          expect(latency_s.count).toBe(total(requests));
          expect(samples.completed).toBeLessThanOrEqual(total(requests));
        }
      }),
      RUNS,
    );
  });

  test('the events tell the same as the counts', () => {
    fc.assert(
      fc.property(smallExperiment(), (one) => {
        const events: SimulationEvent[] = [];
        const [result] = simulate(one, {
          observer: (event) => events.push(event),
        });
        if (result === undefined) throw new Error('no result');
        const { requests, rejected, samples } = only(result);
        const count = (name: string): number => events.filter(({ event }) => event === name).length;
        const selects = events.filter((event) => event.event === 'select');
        const nowhere = selects.filter(({ deployment }) => deployment === null).length;
        expect(nowhere + count('refused')).toBe(rejected);
        // The last ones may not have been called yet.
        expect(selects.length).toBeGreaterThanOrEqual(total(requests) + rejected);
        expect(count('arrival')).toBeGreaterThanOrEqual(selects.length);
        expect(count('completion')).toBe(samples.completed);
        expect(count('not-recordable')).toBe(samples.unrecordable);
        expect(count('recorded')).toBe(samples.recorded);
        expect(count('abandoned')).toBe(samples.abandoned);
        for (const [i, event] of events.entries()) {
          expect(event.t).toBeGreaterThanOrEqual(events[i - 1]?.t ?? 0);
          expect(event.t).toBeLessThan(one.duration_s);
        }
      }),
      RUNS,
    );
  });

  test('being watched changes nothing', () => {
    fc.assert(
      fc.property(smallExperiment(), (one) => {
        expect(simulate(one, { observer: () => {} })).toEqual(simulate(one));
      }),
      { numRuns: 100 },
    );
  });
});
