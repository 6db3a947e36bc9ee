import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goldenFiles, goldenText, replayOf, VARIANTS } from './recordings.js';
import { type Asked, type Config, recorded, type Variant } from './rules.js';

const IDS = ['a', 'b', 'c', 'd10', 'd9', 'e/01'];

const id = fc.constantFrom(...IDS);
const tokens = fc.constantFrom(0, 1, 7, 350);
const seconds = fc.oneof(
  fc.constantFrom(0, 0.1, 0.3, 1, 1.1),
  fc.double({ min: 0, max: 5, noNaN: true }),
);
/** Clocks that are not one can say that an answer began before it was asked for. */
const firstToken = fc.oneof(
  { weight: 4, arbitrary: seconds },
  { weight: 1, arbitrary: fc.constantFrom(-0.25, -3) },
);
const limit = fc.constantFrom(null, null, 0, 1, 3, 400);

const asked = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('select' as const),
      healthy: fc.oneof(fc.constant(IDS), fc.shuffledSubarray(IDS)),
      stream: fc.boolean(),
      input_tokens: fc.constantFrom(0, 0, 10, 400),
    }),
  },
  {
    weight: 5,
    arbitrary: fc
      .record({
        op: fc.constant('success' as const),
        id,
        latency_s: seconds,
        kind: fc.constantFrom(
          'chat' as const,
          'chat' as const,
          'no_usage' as const,
          'other' as const,
          'responses' as const,
        ),
        completion_tokens: fc.option(tokens, { freq: 10 }),
        total_tokens: fc.option(tokens, { freq: 10 }),
        stream: fc.boolean(),
        ttft_s: fc.option(firstToken),
      })
      .map((success) =>
        success.kind === 'chat' || success.kind === 'responses'
          ? success
          : { ...success, completion_tokens: null, total_tokens: null },
      ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constantFrom('timeout' as const, 'failure' as const), id }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('state' as const) }) },
);

/** Times: at one instant, moments apart, a minute, exactly an expiry, a day. */
const pauses = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.double({ min: 0, max: 3, noNaN: true }) },
      { weight: 2, arbitrary: fc.constantFrom(0.5, 29.75, 30, 60, 61) },
      { weight: 1, arbitrary: fc.constantFrom(300, 86_400) },
    ),
    asked,
  ),
  { minLength: 20, maxLength: 80, size: 'max' },
);

const config = (variant: Variant): fc.Arbitrary<Config> =>
  fc.record({
    variant: fc.constant(variant),
    ttl: fc.constantFrom(0, 30, 60, 300, 90_000),
    lowest_latency_buffer: fc.constantFrom(0, 0.1, 0.5, 1),
    max_latency_list_size: fc.constantFrom(1, 2, 3, 10),
    ttft_percentile: fc.option(
      fc.oneof(fc.constantFrom(0.05, 0.5, 0.95, 1), fc.double({ min: 1e-9, max: 1, noNaN: true })),
      { nil: undefined },
    ),
    python: fc.constantFrom('3.11', '3.13', undefined),
    deployments: fc.tuple(
      ...IDS.map((name) => fc.record({ id: fc.constant(name), rpm: limit, tpm: limit })),
    ),
  });

function recording(settings: Config, steps: readonly (readonly [number, object])[]): string[] {
  let t = 0;
  const operations = steps.map(([pause, operation]) => {
    t += pause;
    return { t, ...operation } as Asked;
  });
  return recorded(settings, operations);
}

describe.each<Variant>(['v1.76.1', 'v1.82.3', 'v1.110.2'])('any operations, %s', (variant) => {
  test('latsim answers as the rules of the golden traces say', () => {
    fc.assert(
      fc.property(config(variant), pauses, (settings, steps) => {
        const lines = recording(settings, steps);
        const { details, ops } = replayOf(lines.join('\n'));
        expect(details).toEqual([]);
        expect(ops).toBe(steps.length);
      }),
      { numRuns: 75 },
    );
  });
});

const PARTS = ['latency', 'ttft', 'minutes', 'timedelta_s', 'tpm', 'rpm'];

/** An answer in every way in which a single thing in it can be another, or missing, or moved. */
function* alterations(answer: unknown): Generator<unknown> {
  if (Array.isArray(answer)) {
    for (const [i, item] of answer.entries()) {
      const [before, after] = [answer.slice(0, i), answer.slice(i + 1)];
      for (const other of alterations(item)) yield [...before, other, ...after];
      yield [...before, ...after];
    }
    if (answer.length > 1) yield [...answer].reverse();
  } else if (typeof answer === 'object' && answer !== null) {
    for (const [key, item] of Object.entries(answer)) {
      for (const other of alterations(item)) yield { ...answer, [key]: other };
      if (!PARTS.includes(key))
        yield Object.fromEntries(Object.entries(answer).filter(([k]) => k !== key));
    }
    const entries = Object.entries(answer);
    // Of all orders of keys, that of minutes is the only one that is compared.
    if (entries.length > 1 && entries.every(([key]) => key.startsWith('2026-'))) {
      yield Object.fromEntries(entries.reverse());
    }
  } else if (typeof answer === 'number') {
    yield Number.isInteger(answer) ? answer + 1 : answer * (1 + Number.EPSILON);
  } else {
    yield IDS.find((other) => other !== answer);
  }
}

describe('an answer that is not the recorded one', () => {
  test('is found, wherever it differs', () => {
    const settings: Config = {
      variant: 'v1.76.1',
      ttl: 300,
      lowest_latency_buffer: 0.1,
      max_latency_list_size: 10,
      deployments: IDS.map((name) => ({ id: name, rpm: null, tpm: null })),
    };
    const chat = {
      op: 'success',
      kind: 'chat',
      completion_tokens: 2,
      total_tokens: 3,
      ttft_s: 0.1,
    };
    const select = { op: 'select', healthy: IDS, stream: false, input_tokens: 0 };
    const lines = recording(settings, [
      [0, { ...chat, id: 'a', latency_s: 1, stream: true }],
      [1, select],
      [60, { ...chat, id: 'a', latency_s: 1.5, stream: true, ttft_s: 0.3 }],
      [1, { ...chat, id: 'b', kind: 'other', latency_s: 2, stream: false }],
      [1, { op: 'timeout', id: 'c' }],
      [1, select],
      [1, { op: 'state' }],
    ]);
    expect(replayOf(lines.join('\n')).mismatches).toBe(0);
    let tried = 0;
    for (const [field, line] of [
      ['averages', 6],
      ['valid', 6],
      ['map', 7],
    ] as const) {
      const operation = JSON.parse(lines[line] as string) as Record<string, unknown>;
      for (const other of alterations(operation[field])) {
        const altered = [...lines];
        altered[line] = JSON.stringify({ ...operation, [field]: other });
        const text = altered.join('\n');
        const [mismatch, ...more] = replayOf(text).details;
        expect(mismatch, text).toMatchObject({ line: line + 1, field });
        expect(more).toEqual([]);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(50);
  });
});

test('the plain rules answer the golden traces, too', () => {
  for (const variant of VARIANTS) {
    for (const file of goldenFiles(variant)) {
      const lines = goldenText(variant, file).trimEnd().split('\n');
      const [settings, ...operations] = lines.map((line) => JSON.parse(line));
      const again = recorded(settings, operations).slice(1);
      const answers = ({ valid, averages, map }: Record<string, unknown>) => [valid, averages, map];
      const differs = again.findIndex(
        (line, i) => !isDeepStrictEqual(answers(JSON.parse(line)), answers(operations[i])),
      );
      expect(differs, `${variant}/${file}`).toBe(-1);
    }
  }
});

test('candidates of one average are ordered by code point, as the recorder does', () => {
  const ids = ['a', '\uffee', '\u{1f600}', '\u{1f600}b'];
  const config = {
    op: 'config',
    variant: 'v1.76.1',
    ttl: 300,
    lowest_latency_buffer: 0,
    max_latency_list_size: 10,
    deployments: ids.map((id) => ({ id, rpm: null, tpm: null })),
  };
  const select = (valid: readonly string[]) => ({
    op: 'select',
    t: 0,
    healthy: ids,
    stream: false,
    input_tokens: 0,
    valid,
    averages: Object.fromEntries(ids.map((id) => [id, 0])),
  });
  const text = (valid: readonly string[]) =>
    [config, select(valid)].map((line) => JSON.stringify(line)).join('\n');
  expect(replayOf(text(ids)).mismatches).toBe(0);
  expect(replayOf(text([...ids].sort())).mismatches).toBe(1);
});
