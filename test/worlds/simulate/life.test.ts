import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append, increment, read, write } from '../../../src/effects/effects.js';
import type { Experiment } from '../../../src/model/experiment.js';
import { bursts } from '../../../src/model/loads/bursts.js';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { remote } from '../../../src/model/stores/remote.js';
import type { Strategy } from '../../../src/model/strategy.js';
import type { SimulationEvent } from '../../../src/worlds/simulate/events.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { shown, smallExperiment } from './arbitrary.js';
import {
  always,
  type Changes,
  experiment,
  flushes,
  group,
  keeping,
  samplesOf,
} from './experiments.js';

const TTL_S = 3600;

/** Does something by an effect at every station of a request's life. */
const EVERYWHERE: Strategy<unknown> = {
  name: 'everywhere',
  *view() {
    return yield read('seen');
  },
  choose: () => 0,
  *chosen(position) {
    yield write('last', position, TTL_S);
  },
  *started() {
    yield increment('under way', 1, TTL_S);
  },
  *ended() {
    yield increment('ended', 1, TTL_S);
  },
  *record({ latency_s }) {
    yield append('samples', latency_s, 10, TTL_S);
  },
};

/** What happens to the only request, and when. */
function lifeOf(changes: Changes = {}, strategy: Strategy = EVERYWHERE): [string, number][] {
  const one: Experiment = {
    ...experiment({
      groups: [group('g', 1)],
      load: bursts(1, 1000, 0),
      store: remote,
      roundTrip_s: always(0.25),
      duration_s: 60,
      replications: 1,
      ...changes,
    }),
    strategy: { name: strategy.name, keeping: keeping(), create: () => strategy },
  };
  const life: [string, number][] = [];
  simulate(one, { observer: (event) => life.push([stationOf(event), event.t]) });
  return life;
}

const stationOf = (event: SimulationEvent): string =>
  event.event === 'effect' ? `${event.call}: ${event.effect.op}` : event.event;

describe('the life of a request', () => {
  test('comes in the order of its sentence, and each effect takes the time of the store', () => {
    expect(lifeOf({ dispatch: flushes(5) })).toEqual([
      ['arrival', 0],
      ['view: read', 0.125],
      ['select', 0.25],
      ['chosen: write', 0.375],
      ['started: increment', 0.625],
      ['completion', 1.75],
      ['ended: increment', 1.875],
      ['log', 5],
      ['record: append', 5.125],
      ['recorded', 5.25],
    ]);
  });

  test('takes no time but that of the deployment where nothing suspends', () => {
    expect(lifeOf({ store: inProcess })).toEqual([
      ['arrival', 0],
      ['view: read', 0],
      ['select', 0],
      ['chosen: write', 0],
      ['started: increment', 0],
      ['completion', 1],
      ['ended: increment', 1],
      ['log', 1],
      ['record: append', 1],
      ['recorded', 1],
    ]);
  });

  test('leaves out what the strategy does not do', () => {
    const { name, choose, record } = EVERYWHERE;
    expect(lifeOf({}, { name, choose, record }).map(([station]) => station)).toEqual([
      'arrival',
      'select',
      'completion',
      'log',
      'record: append',
      'recorded',
    ]);
  });

  test('ends with the choice where none may be chosen', () => {
    expect(lifeOf({}, { ...EVERYWHERE, choose: () => -1 })).toEqual([
      ['arrival', 0],
      ['view: read', 0.125],
      ['select', 0.25],
    ]);
  });

  test('ends before the dispatch where the recorder is handed nothing', () => {
    const stations = lifeOf({ samples: samplesOf('not-recorded'), dispatch: flushes(5) });
    expect(stations.slice(-2)).toEqual([
      ['ended: increment', 1.875],
      ['not-recordable', 2],
    ]);
  });
});

/** Stations in the order of the sentence; those of a row exclude one another. */
const SENTENCE = [
  ['arrival'],
  ['view'],
  ['select'],
  ['chosen'],
  ['started'],
  ['completion', 'refused'],
  ['ended'],
  ['log', 'not-recordable'],
  ['record'],
  ['recorded', 'abandoned'],
];

test('every request of any experiment lives in this order', () => {
  fc.assert(
    fc.property(smallExperiment(), (one) => {
      const reached = new Map<number, number>();
      simulate(one, {
        observer: (event) => {
          // What others do to its sample is not of its own life.
          if (event.event === 'lost' || event.event === 'restored') return;
          const station = event.event === 'effect' ? event.call : event.event;
          const place = SENTENCE.findIndex((row) => row.includes(station));
          const before = reached.get(event.request) ?? -1;
          const again = event.event === 'effect' && place === before;
          expect(place > before || again, shown(one)).toBe(true);
          reached.set(event.request, place);
        },
      });
    }),
    { numRuns: 100 },
  );
});
