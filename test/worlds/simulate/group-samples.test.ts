import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constant } from '../../../src/kernel/distributions/constant.js';
import { trueMean_s } from '../../../src/measure/verdict.js';
import type { SampleModel } from '../../../src/model/samples.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { shown, smallChanges } from './arbitrary.js';
import { experiment, group, only, samplesOf } from './experiments.js';

const hashes = (one: ReturnType<typeof experiment>) => {
  const [result] = simulate(one, { only: 0 });
  return [result?.traceHash, result?.decisionsHash, result?.modelGroups];
};

describe('samples of a group', () => {
  test('that are those of the scenario change not a byte', () => {
    fc.assert(
      fc.property(smallChanges(), (changes) => {
        const plain = (changes.groups ?? []).map(({ samples: _, ...rest }) => rest);
        const one = experiment({ ...changes, groups: plain });
        const said = plain.map((each) => ({ ...each, samples: one.samples }));
        expect(hashes(experiment({ ...changes, groups: said })), shown(one)).toEqual(hashes(one));
      }),
      { numRuns: 60 },
    );
  });

  test('are what its own completions hand to the logger, and no others', () => {
    const samples: SampleModel = {
      ...samplesOf('not-recorded'),
      timeouts: { rate: 1, after_s: 7 },
    };
    const groups = [group('a', 2, { samples }), group('b', 2)];
    const strategy = 'simple-shuffle';
    const events: string[] = [];
    const [result] = simulate(experiment({ groups, duration_s: 300, router: { strategy } }), {
      only: 0,
      observer: (event) => {
        if (event.event === 'completion' || event.event === 'not-recordable') {
          const { deployment } = event;
          events.push(`${event.event} ${deployment.charAt(0)}`);
        }
        if (event.event === 'completion') {
          expect(event.latency_s).toBe(event.deployment.startsWith('a/') ? 7 : 1);
        }
      },
    });
    const times = (text: string) => events.filter((event) => event === text).length;
    expect(times('completion a')).toBeGreaterThan(100);
    expect(times('not-recordable a')).toBe(times('completion a'));
    expect(times('not-recordable b')).toBe(0);
    expect(result && only(result).samples.unrecordable).toBe(times('completion a'));
  });

  test('of first tokens and timeouts count in its true mean', () => {
    const samples: SampleModel = { ...samplesOf('chat'), stream: 1 };
    const streams = group('a', 1, { samples, ttft: constant(0.25) });
    expect(trueMean_s(streams, samplesOf('chat'))).toBe(0.25);
    expect(trueMean_s({ ...streams, samples: samplesOf('chat') }, samples)).toBe(1);
  });
});
