import { describe, expect, test } from 'vitest';
import { Fleet } from '../../src/model/fleet.js';
import { bursts } from '../../src/model/loads/bursts.js';
import { remote } from '../../src/model/stores/remote.js';
import { roundRobin } from '../../src/strategies/round-robin.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import {
  always,
  type Changes,
  experiment,
  group,
  only,
  recording,
} from '../worlds/simulate/experiments.js';
import { Driven } from './driven.js';
import { situation } from './situation.js';

function counts(more: Changes = {}): readonly number[] {
  const run = experiment({
    groups: [group('slow', 2), group('fast', 1)],
    load: bursts(4, 1, 0),
    duration_s: 150,
    replications: 1,
    strategy: roundRobin(recording()),
    ...more,
  });
  const { requests, causes } = only(simulate(run)[0]!);
  expect(causes.turn).toBeGreaterThan(0);
  return requests;
}

describe('round-robin', () => {
  const fleet = new Fleet([group('g', 3)]);

  test('gives each deployment its turn, whatever the random numbers', () => {
    const driven = new Driven(roundRobin(recording()).create('k', fleet));
    const turns = Array.from({ length: 7 }, (_, i) => situation(fleet, { luck: (i + 0.5) / 7 }));
    const chosen = turns.map((turn) => driven.choose(turn).position);
    expect(chosen).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  test('goes on among those that may be chosen', () => {
    const driven = new Driven(roundRobin(recording()).create('k', fleet));
    const among = (...healthy: number[]) => driven.choose(situation(fleet, { healthy })).position;
    expect([among(2, 0), among(2, 0), among(2, 0), among()]).toEqual([2, 0, 2, -1]);
  });

  test('600 requests to three are 200 each', () => {
    expect(counts()).toEqual([200, 200, 200]);
  });

  test('processes that share a store share the turns, else each has its own', () => {
    const processes = { count: 4, assign: 'round-robin' } as const;
    const common = { processes, store: remote, roundTrip_s: always(0.001) };
    expect(counts(common)).toEqual([200, 200, 200]);
    // Four at once, one to each process: all four take the same turn.
    expect(counts({ processes, duration_s: 151 })).toEqual([204, 200, 200]);
  });
});
