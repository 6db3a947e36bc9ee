import { describe, expect, it } from 'vitest';
import { Codec } from '../../../src/live/redis/codec.js';
import { minuteName, minuteNamed } from '../../../src/live/redis/minutes.js';
import { PythonFloat, pythonJson } from '../../../src/live/redis/python-json.js';
import { DeploymentIndex } from '../../../src/model/fleet.js';
import { Contribution } from '../../../src/strategies/lowest-latency/contribution.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
} from '../../../src/strategies/lowest-latency/latency-map.js';
import { profileNamed } from '../../../src/strategies/lowest-latency/profile.js';
import { CountMap } from '../../../src/strategies/position-map.js';

const INDEX = new DeploymentIndex(['a', 'b']);
const KEY = 'claude_map';
const FIRST = 29_000_000;
const MINUTE = minuteName(FIRST + 3);

const codecOf = (profile: string) =>
  new Codec({
    groups: [
      { key: 'claude', index: new DeploymentIndex([]) },
      { key: KEY, index: INDEX },
    ],
    profile: profileNamed(profile),
    firstMinute: FIRST,
  });
const codec = codecOf('v1.82.3');

const map = new LatencyMap(INDEX);
map.set('a', new DeploymentStats([0.5, PLACEHOLDER, 1000, 0], [0.25], 3, 20, 1));
map.set('b', new DeploymentStats([1000]));

describe('a number', () => {
  // As Python 3.11 printed them.
  it.each([
    [0.5, '0.5'],
    [1, '1.0'],
    [-0, '-0.0'],
    [0.1 + 0.2, '0.30000000000000004'],
    [0.0001, '0.0001'],
    [0.00001234, '1.234e-05'],
    [1e-7, '1e-07'],
    [5e-324, '5e-324'],
    [123456789012345.6, '123456789012345.6'],
    [1234567890123456, '1234567890123456.0'],
    [1e16, '1e+16'],
    [1.5e100, '1.5e+100'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('that is a float is written as Python does: %s', (value, text) => {
    expect(pythonJson(new PythonFloat(value))).toBe(text);
  });

  it('that is whole is an int otherwise', () => {
    expect(pythonJson([0, -7, 1e20, 2.5])).toBe('[0, -7, 100000000000000000000, 2.5]');
  });
});

describe('a map', () => {
  it('is written as LiteLLM 1.82.3 does', () => {
    expect(codec.encode(map, KEY, 'writes')).toEqual({
      text: `{"a": {"latency": [0.5, 0, 1000.0, 0.0], "${MINUTE}": {"tpm": 20, "rpm": 1}, "time_to_first_token": [0.25]}, "b": {"latency": [1000.0]}}`,
      form: 'latency-map',
    });
  });

  it('has other names in 1.110.2; both are read', () => {
    const { text } = codecOf('v1.110.2').encode(map, KEY, 'writes');
    expect(text).toContain('"latency_normalized": [0.5, 0, 1000.0, 0.0]');
    expect(text).toContain('"time_to_first_token_seconds": [0.25]');
    for (const reading of [codec, codecOf('v1.110.2')]) {
      expect(reading.latencyMap(text, KEY).toJSON()).toEqual(map.toJSON());
    }
  });

  it('of a real proxy has minutes that are over: the latest counts', () => {
    const text = `{"b": {"${MINUTE}": {"tpm": 0, "rpm": 4}, "latency": [NaN, 1e-07], "${minuteName(FIRST)}": {"tpm": 9, "rpm": 9}}}`;
    expect(codec.latencyMap(text, KEY).get('b')).toEqual(
      new DeploymentStats([Number.NaN, 1e-7], [], 3, 0, 4),
    );
  });

  it('with a timedelta is not written at all', () => {
    const timedelta = new LatencyMap(INDEX);
    timedelta.set('a', new DeploymentStats([1, { timedelta_s: 6.5 }]));
    expect(() => codec.encode(timedelta, KEY, 'writes')).toThrow(
      'Object of type timedelta is not JSON serializable',
    );
  });

  it('of counts is one by the ids, in the order in which they came', () => {
    const counts = new CountMap();
    counts.set(1, 3);
    counts.set(0, 0);
    const encoded = codec.encode(counts, `${KEY}:rpm:3`, 'writes');
    expect(encoded.text).toBe('{"b": 3, "a": 0}');
    expect(codec.decode(encoded, KEY)).toEqual(counts);
  });
});

it('an item of a list has its form in front', () => {
  const item = new Contribution(2, undefined, 7, 1);
  const text = codec.encodeItem(item, KEY);
  expect(text).toBe('contribution {"sample": 2.0, "tpm": 7, "rpm": 1}');
  expect(codec.decodeItem(text, KEY)).toEqual(item);
  expect(codec.decodeItem(codec.encodeItem('contribution {', KEY), KEY)).toBe('contribution {');
});

const round: unknown[] = [];
round.push(round);

it.each([
  [new Map(), 'an object of class Map'],
  [{ at: [1, new Date(0)] }, 'an object of class Date'],
  [[undefined], 'undefined'],
  [{ a: Number.NaN }, 'NaN'],
  [{ a: 7n }, 'a bigint'],
  [{ map }, 'an object of class LatencyMap'],
  [round, 'something that has no end'],
])('what JSON does not have is refused: case %#', (value, what) => {
  expect(() => codec.encode(value, 'mine', 'writes')).toThrow(
    `it writes 'mine' with ${what}, which JSON does not have`,
  );
});

it('what is stored is shown by no error', () => {
  for (const text of ['secret', '{"secret": 1}', '"secret']) {
    expect(() => codec.decode({ text, form: 'latency-map' }, 'mine')).toThrow(
      "it reads 'mine', which others have written to",
    );
  }
});

it('a minute has the name of its local time', () => {
  const at = new Date(2026, 4, 11, 9, 5).getTime() / 60_000;
  expect(minuteName(at)).toBe('2026-05-11-09-05');
  expect(minuteNamed('2026-05-11-09-05')).toBe(at);
  expect(minuteNamed('latency')).toBeUndefined();
});
