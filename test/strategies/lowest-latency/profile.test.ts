import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompletionEvent } from '../../../src/model/completion.js';
import { DeploymentIndex } from '../../../src/model/fleet.js';
import { pushed } from '../../../src/model/full-list.js';
import { Averaging } from '../../../src/strategies/lowest-latency/average.js';
import {
  addEvent,
  contribution,
  TIMEOUT_PENALTY_S,
} from '../../../src/strategies/lowest-latency/contribution.js';
import { LatencyMap, PLACEHOLDER } from '../../../src/strategies/lowest-latency/latency-map.js';
import {
  DEFAULT_PROFILE,
  findProfile,
  PROFILES,
  profileNamed,
  renamedProfile,
} from '../../../src/strategies/lowest-latency/profile.js';
import { profileRemedy } from '../../../src/strategies/lowest-latency/profile-remedy.js';
import { isBefore } from '../../../src/strategies/lowest-latency/release.js';
import { RULES, rulesAt } from '../../../src/strategies/lowest-latency/rules.js';
import { profile } from '../../worlds/simulate/experiments.js';

const V1 = profile('v1.76.1');
const V82 = profile('v1.82.3');
const HEAD = profile('v1.110.2');
const INDEX = new DeploymentIndex(['a']);

const event = (more: Partial<CompletionEvent> = {}): CompletionEvent => ({
  type: 'success',
  deployment: 'a',
  latency_s: 6,
  kind: 'chat',
  completion_tokens: 3,
  total_tokens: 10,
  stream: false,
  ttft_s: 6,
  minute: 0,
  ...more,
});

describe('what an event is worth', () => {
  test('chat is seconds per completion token, in every version', () => {
    for (const p of [V1, V82, HEAD]) expect(contribution(p, event()).sample).toBe(2);
  });

  test.each([
    ['no usage', { kind: 'no-usage', completion_tokens: 0, total_tokens: 0 }],
    ['another object', { kind: 'other', completion_tokens: 0, total_tokens: 0 }],
    ['another object, whatever tokens it has', { kind: 'other' }],
    ['chat without tokens', { completion_tokens: 0 }],
  ] as const)('%s is a timedelta, and seconds in 1.110.2', (_, more) => {
    expect(contribution(V1, event(more)).sample).toEqual({ timedelta_s: 6 });
    expect(contribution(V82, event(more)).sample).toEqual({ timedelta_s: 6 });
    expect(contribution(HEAD, event(more)).sample).toBe(6);
  });

  test('the Responses API is as another object, and per token in 1.110.2, where it has some', () => {
    const responses = { kind: 'responses', total_tokens: 0 } as const;
    for (const p of [V1, V82]) {
      expect(contribution(p, event(responses)).sample).toEqual({ timedelta_s: 6 });
    }
    expect(contribution(HEAD, event(responses))).toMatchObject({ sample: 2, tpm: 0, rpm: 1 });
    expect(contribution(HEAD, event({ ...responses, completion_tokens: 0 })).sample).toBe(6);
  });

  test('a timeout is 1000 s, and is not charged', () => {
    for (const p of [V1, V82, HEAD]) {
      expect(contribution(p, event({ type: 'timeout', stream: true }))).toMatchObject({
        sample: TIMEOUT_PENALTY_S,
        ttft: undefined,
        tpm: 0,
        rpm: 0,
      });
    }
  });

  test('the time to the first token: per token and of chat only, and raw in 1.110.2', () => {
    const streamed = event({ stream: true, ttft_s: 1.5 });
    expect(contribution(V1, streamed).ttft).toBe(0.5);
    expect(contribution(HEAD, streamed).ttft).toBe(1.5);
    const other = event({ stream: true, ttft_s: 1.5, kind: 'other', completion_tokens: 0 });
    expect(contribution(V1, other).ttft).toBeUndefined();
    expect(contribution(HEAD, other).ttft).toBe(1.5);
    expect(contribution(HEAD, event()).ttft).toBeUndefined();
  });
});

describe('a list of samples', () => {
  const list = fc.array(fc.nat(), { maxLength: 12 });
  test('grows to its size and keeps its oldest (1.76.1) or its newest (1.110.2)', () => {
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 10 }), (values, size) => {
        let [old, recent]: number[][] = [[], []];
        for (const value of values) {
          old = pushed(V1.full, old as number[], value, size);
          recent = pushed(HEAD.full, recent as number[], value, size);
        }
        const newest = values.slice(-1);
        expect(old).toEqual(
          values.length <= size ? values : [...values.slice(0, size - 1), ...newest],
        );
        expect(recent).toEqual(values.slice(-size));
      }),
    );
  });

  test('a push does not change the list before', () => {
    const before = Object.freeze([1, 2, 3]);
    expect(pushed(V1.full, before, 4, 3)).toEqual([1, 2, 4]);
    expect(pushed(HEAD.full, before, 4, 3)).toEqual([2, 3, 4]);
  });
});

describe('the average', () => {
  const averageAfter = (p: typeof V1, events: CompletionEvent[], stream = false): number => {
    const map = LatencyMap.of(INDEX, { a: [PLACEHOLDER] });
    for (const one of events) addEvent(p, map, one, 10);
    const stats = map.get('a');
    if (stats === undefined) throw new Error('nothing was recorded');
    return new Averaging(p).of(stats, stream);
  };

  test('counts placeholders and timedeltas, and does not sum them', () => {
    const timedelta = event({ kind: 'other', completion_tokens: 0, total_tokens: 0 });
    expect(averageAfter(V1, [event(), timedelta])).toBe(2 / 3);
    expect(averageAfter(HEAD, [event(), timedelta])).toBe(8 / 3);
  });

  test('of streams: the sum of first tokens by the length of the latency list, or of its own', () => {
    const events = [event(), event({ stream: true, ttft_s: 1.5 })];
    expect(averageAfter(V1, events, true)).toBe(0.5 / 3);
    expect(averageAfter(V82, events, true)).toBe(0.5);
    expect(averageAfter(HEAD, events, true)).toBe(1.5);
    expect(averageAfter(HEAD, [event()], true)).toBe(1);
  });
});

describe('usage', () => {
  const usageAfter = (...events: CompletionEvent[]) => {
    const map = new LatencyMap(INDEX);
    for (const one of events) addEvent(V1, map, one, 10);
    const stats = map.get('a');
    return { minute: stats?.minute, tpm: stats?.tpm, rpm: stats?.rpm };
  };

  test('is of one minute', () => {
    expect(usageAfter(event(), event())).toEqual({ minute: 0, tpm: 20, rpm: 2 });
    expect(usageAfter(event(), event({ minute: 1 }))).toEqual({ minute: 1, tpm: 10, rpm: 1 });
  });

  test('a late event of a minute that is over charges nobody', () => {
    expect(usageAfter(event({ minute: 1 }), event({ minute: 0 }))).toEqual({
      minute: 1,
      tpm: 10,
      rpm: 1,
    });
  });
});

describe('profiles', () => {
  test('are in the order of their releases, each by its name; the default is the reported one', () => {
    const releases = PROFILES.map(({ release }) => release);
    expect([...releases].sort((a, b) => (isBefore(a, b) ? -1 : 1))).toEqual(releases);
    expect(DEFAULT_PROFILE.name).toBe('v1.82.3');
    for (const one of PROFILES) expect(profileNamed(one.name)).toBe(one);
    expect(() => profileNamed('v0')).toThrow("no profile is called 'v0'");
    expect(() => profileNamed('toString')).toThrow();
  });

  test('a reconstruction that was measured has the name of its release, and one that was not has none', () => {
    expect(profileNamed('v1.82.3r')).toBe(DEFAULT_PROFILE);
    expect(renamedProfile('v1.82.3r')?.remedy).toBe('write v1.82.3');
    expect(renamedProfile('v1.82.3')).toBeUndefined();
    expect(findProfile('head2026r')).toBeUndefined();
    expect(profileRemedy('head2026r')).toMatch(/^use v1\.110\.2, .*was never released$/);
    expect(profileRemedy('v1.82')).toBe('did you mean "v1.82.3"?');
  });

  test('a rule changes at the release that is known to have it first', () => {
    expect(rulesAt('1.83.9').full).toBe('replace-last');
    expect(rulesAt('1.83.10').full).toBe('drop-first');
    expect(rulesAt('2.0.0')).toEqual(rulesAt('1.110.2'));
    for (const { stages } of Object.values(RULES)) {
      expect(stages[0]).not.toHaveProperty('since');
      for (const { since = '', notIn = '' } of stages.slice(1)) {
        expect(isBefore(notIn, since)).toBe(true);
      }
    }
  });

  test.each([
    ['1.82.3', '1.110.2', true],
    ['1.110.2', '1.82.3', false],
    ['1.82.3', '1.82.3', false],
    ['1.82', '1.82.1', true],
  ])('%s comes before %s: %s', (one, other, before) => {
    expect(isBefore(one, other)).toBe(before);
  });
});
