import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLatencyMap } from '../../src/litellm/latency-map.js';
import { ScenarioError } from '../../src/text/problems.js';

const read = (text: string, groups: readonly string[] = ['chat']) =>
  readLatencyMap('map.json', text, groups);

const MAP = {
  a1: { latency: [0, 0.02, 0.04], '2026-05-11-09-05': { tpm: 900, rpm: 3 } },
  'b "2"': { latency: ['0:00:06.616388', '1 day, 0:00:01'], '2026-05-11-09-06': { rpm: 2 } },
  c3: { latency: [0] },
};
const minuteOf = (time: string): number => Date.parse(time) / 60_000;

const FOUND = {
  kind: 'there',
  names: 'former',
  entries: [
    {
      id: 'a1',
      numbers: 2,
      timedeltas: 0,
      zeros: 1,
      mean: 0.03,
      minutes: new Map([[minuteOf('2026-05-11T09:05Z'), 3]]),
    },
    {
      id: 'b "2"',
      numbers: 0,
      timedeltas: 2,
      zeros: 0,
      mean: null,
      minutes: new Map([[minuteOf('2026-05-11T09:06Z'), 2]]),
    },
    { id: 'c3', numbers: 0, timedeltas: 0, zeros: 1, mean: null, minutes: new Map() },
  ],
};

/** As redis-cli escapes a string for a terminal. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

describe('a latency map', () => {
  const json = JSON.stringify(MAP);
  test.each([
    ['as it is stored', json],
    ['with a line end and a mark of its bytes', `\ufeff${json}\n`],
    ['as a terminal shows it', quoted(json)],
    ['with the command that was typed', `127.0.0.1:6379> GET chat_map\n${quoted(json)}\n`],
    ['of several keys', `1) ${quoted(json)}`],
    ['as redis-cli --json gives it', JSON.stringify(json)],
    ['indented', JSON.stringify(MAP, undefined, 2)],
    ['as a dump of the cache', JSON.stringify({ chat_map: MAP })],
    ['as a dump of texts', JSON.stringify({ chat_map: json, other_map: '{}' })],
    ['under another name, where it is alone', JSON.stringify({ medium_map: MAP })],
  ])('is read %s', (_, text) => {
    expect(read(text)).toEqual(FOUND);
  });

  test.each(['', ' \n', '(nil)', '(nil)\n', 'null', '1) (nil)', '""', '{}', '{"chat_map": null}'])(
    'may be absent: %j',
    (text) => {
      expect(read(text)).toEqual({ kind: 'absent' });
    },
  );

  test('has the names of newer releases', () => {
    const newer = { a: { latency_normalized: [0.1], time_to_first_token_seconds: [1] } };
    expect(read(JSON.stringify(newer))).toMatchObject({
      names: 'newer',
      entries: [{ numbers: 1 }],
    });
  });

  test('may hold what Python writes and no JSON has', () => {
    expect(read('{"a": {"latency": [NaN, -Infinity, 0.5]}}')).toMatchObject({
      entries: [{ numbers: 3 }],
    });
  });

  test.each([
    ['hunter2', /not JSON/],
    ['{"a": {"latency": [0.1]', /not JSON/],
    ['"hunter2"', /not JSON/],
    ['[1, 2]', /not a latency map/],
    ['7', /not a latency map/],
    ['{"a": {"latency": [0.1]}, "hunter2": "hunter2"}', /entry 2 of 2/],
    ['{"a": {"latency": ["hunter2"]}}', /entry 1 of 1 has samples/],
    ['{"a": {"latency": "hunter2"}}', /entry 1 of 1 has samples/],
    ['{"a": {"latency": [1], "2026-13-11-09-05": {"rpm": 1}}}', /minutes/],
    ['{"a": {"latency": [1], "2026-03-11-09-05": "hunter2"}}', /minutes/],
    ['{"a": {"2026-03-11-09-05": {"tpm": 1, "rpm": 1}}}', /cost-based/],
    ['{"x_map": {"hunter2": {}}, "y_map": {}}', /none is called chat_map/],
  ])('that is none is refused with its place: %s', (text, message) => {
    expect(() => read(text)).toThrow(ScenarioError);
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(/^map\.json:1:1/);
    expect(() => read(text)).not.toThrow(/hunter2/);
  });

  test('whatever its ids and samples are, is read the same from a file and from a terminal', () => {
    const sample = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));
    const entry = fc.record({ latency: fc.array(sample, { maxLength: 12 }) });
    const ids = fc
      .string({ unit: 'binary-ascii', minLength: 1 })
      .filter((id) => id !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(ids, entry, { minKeys: 1, noNullPrototype: true }), (map) => {
        const text = JSON.stringify({ chat_map: map });
        const found = read(text);
        expect(read(quoted(text))).toEqual(found);
        if (found.kind === 'absent') throw new Error('there is one');
        for (const { id, numbers, zeros } of found.entries) {
          const { latency } = map[id] as { latency: number[] };
          expect({ numbers, zeros }).toEqual({
            numbers: latency.filter((each) => each !== 0).length,
            zeros: latency.filter((each) => each === 0).length,
          });
        }
      }),
      { numRuns: 50 },
    );
  });

  test('whatever it is, it is read or refused with words that hold nothing of it', () => {
    const secret = 'sk-live-9931';
    const around = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '1', ')'),
    });
    fc.assert(
      fc.property(around, around, (before, after) => {
        try {
          read(`${before}${secret}${after}`);
        } catch (error) {
          expect(error).toBeInstanceOf(ScenarioError);
          expect(String(error)).not.toContain(secret);
        }
      }),
      { numRuns: 200 },
    );
  });
});
