import { describe, expect, test } from 'vitest';
import { RecordingReader } from '../../src/litellm/recording.js';
import type { OpenRecording } from '../../src/litellm/recordings/kind.js';
import { type Problem, ScenarioError } from '../../src/text/problems.js';
import type { Timed } from '../../src/worlds/replay/compared.js';

const CONFIG = {
  op: 'config',
  variant: 'v1.82.3',
  ttl: 300,
  lowest_latency_buffer: 0.1,
  max_latency_list_size: 10,
  deployments: [
    { id: 'a', rpm: null, tpm: null },
    { id: 'b', rpm: 0, tpm: 400 },
  ],
};
const SELECT = {
  op: 'select',
  t: 1,
  healthy: ['b', 'a'],
  stream: false,
  input_tokens: 3,
  valid: ['a'],
  averages: { a: 0.5 },
};
const SUCCESS = {
  op: 'success',
  t: 2,
  id: 'b',
  latency_s: 1.5,
  kind: 'chat',
  completion_tokens: 3,
  total_tokens: 4,
  stream: true,
  ttft_s: null,
};
const STATS = {
  latency: [0, 1.5, { timedelta_s: 2 }],
  ttft: [0.1],
  minutes: { '2026-03-27-23-59': { tpm: 4, rpm: 1 }, '2026-03-28-00-00': { tpm: 0, rpm: 0 } },
};
const STATE = { op: 'state', t: 3, map: { b: STATS } };

const text = (...lines: unknown[]): string =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');

/** Reads a text in pieces of whole lines. */
function read(content: string, profile?: string) {
  const operations: [Timed, number][] = [];
  let header: unknown;
  const reader = new RecordingReader('f', profile, (begun) => {
    header = begun;
    return (operation, line) => operations.push([operation, line]);
  });
  for (const piece of content.split(/(?<=\n)/)) reader.take(piece);
  reader.end();
  return { header, operations };
}

function problemsOf(content: string, profile?: string): readonly Problem[] {
  try {
    read(content, profile);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

describe('a recording', () => {
  test('becomes settings and operations', () => {
    const { header, operations } = read(text(CONFIG, SELECT, SUCCESS, STATE));
    expect(header).toMatchObject({
      variant: 'v1.82.3',
      profile: { name: 'v1.82.3' },
      settings: { ttl_s: 300, deployments: [{ id: 'a' }, { id: 'b', rpm: 0, tpm: 400 }] },
    });
    expect(operations).toEqual([
      [
        {
          op: 'select',
          t_s: 1,
          healthy: [1, 0],
          stream: false,
          inputTokens: 3,
          valid: [0],
          averages: Float64Array.of(0.5, Number.NaN),
        },
        2,
      ],
      [
        {
          op: 'success',
          t_s: 2,
          deployment: 1,
          latency_s: 1.5,
          kind: 'chat',
          completion_tokens: 3,
          total_tokens: 4,
          stream: true,
          ttft_s: 1.5,
        },
        3,
      ],
      [
        {
          op: 'state',
          t_s: 3,
          map: [
            undefined,
            {
              latency: [0, 1.5, { timedelta_s: 2 }],
              ttft: [0.1],
              minutes: [
                { minute: 1439, tpm: 4, rpm: 1 },
                { minute: 1440, tpm: 0, rpm: 0 },
              ],
            },
          ],
        },
        4,
      ],
    ]);
  });

  test.each([
    [
      'carriage returns, blank lines, a byte order mark',
      `\ufeff${text(CONFIG, SELECT, '', SUCCESS)}\n\n`.replaceAll('\n', '\r\n'),
      2,
    ],
    ['fields of no meaning', text({ ...CONFIG, note: 1 }, { ...SELECT, picked: 'a' }), 1],
    ['settings alone', text(CONFIG), 0],
    ['several operations at one moment', text(CONFIG, SELECT, SELECT, SELECT), 3],
    [
      'an empty list of healthy deployments',
      text(CONFIG, { ...SELECT, healthy: [], valid: [], averages: {} }),
      1,
    ],
    [
      'counts of tokens that are null',
      text(CONFIG, { ...SUCCESS, completion_tokens: null, total_tokens: null }),
      1,
    ],
    ['no map', text(CONFIG, { ...STATE, map: null }, { ...STATE, map: {} }), 2],
    ['a percentile and a Python', text({ ...CONFIG, ttft_percentile: 1, python: '3.13.1' }), 0],
    ['neither', text({ ...CONFIG, ttft_percentile: null, python: null }), 0],
    [
      'answers that began before they were asked for',
      text(
        CONFIG,
        { ...SELECT, averages: { a: -0.5 } },
        { ...SUCCESS, ttft_s: -0.1 },
        { ...STATE, map: { b: { ...STATS, ttft: [-0.1] } } },
      ),
      3,
    ],
    [
      'answers of the Responses API, with tokens and without',
      text(
        CONFIG,
        { ...SUCCESS, kind: 'responses' },
        { ...SUCCESS, kind: 'responses', completion_tokens: null, total_tokens: null },
      ),
      2,
    ],
  ])('may have %s', (_what, content, operations) => {
    expect(read(content).operations).toHaveLength(operations);
  });

  test('of the Responses API has its tokens, none of which are charged', () => {
    const [[success] = []] = read(text(CONFIG, { ...SUCCESS, kind: 'responses' })).operations;
    expect(success).toMatchObject({ kind: 'responses', completion_tokens: 3, total_tokens: 0 });
  });

  test.each([
    [undefined, false],
    ['3.11', false],
    ['3.12', true],
    ['3.13.2', true],
  ])('sums as its Python does: %s', (python, compensated) => {
    const { header } = read(text({ ...CONFIG, python }));
    expect(header).toMatchObject({ settings: { compensated } });
  });

  test('warns of a percentile that the version does not know, and of a former name', () => {
    const percentile = { ...CONFIG, ttft_percentile: 0.5 };
    const warned = (content: string, profile?: string) =>
      (read(content, profile).header as OpenRecording).warnings.map(({ message }) => message);
    expect(warned(text(percentile))).toEqual([
      'ttft_percentile has no effect: v1.82.3 does not know it',
    ]);
    expect(warned(text(percentile), 'v1.110.2')).toEqual([]);
    expect(warned(text({ ...CONFIG, variant: 'v1.82.3r' }))).toEqual([
      expect.stringContaining('is now called v1.82.3'),
    ]);
  });

  test('can be of an unknown version if it is replayed under a known one', () => {
    const unknown = text({ ...CONFIG, variant: 'v1.82.4' }, SELECT);
    expect(problemsOf(unknown)).toMatchObject([
      {
        line: 1,
        message: 'no profile is called "v1.82.4"',
        remedy: expect.stringMatching(/--profile/),
      },
    ]);
    expect(read(unknown, 'v1.110.2').header).toMatchObject({ profile: { name: 'v1.110.2' } });
  });
});

const without = (line: object, field: string): object =>
  Object.fromEntries(Object.entries(line).filter(([name]) => name !== field));

describe('a malformed recording', () => {
  test.each<[string, string, RegExp]>([
    ['nothing', '', /^there is nothing in this file/],
    ['blank lines', '\n\n', /^there is nothing in this file/],
    ['no config', text(SELECT), /^the first line is not a config line/],
    ['plain text', 'hello', /^this line is not JSON$/],
    ['a list', '[1]', /^this line is not a JSON object/],
    ['null', 'null', /^this line is not a JSON object/],
    [
      'no deployments',
      text({ ...CONFIG, deployments: [] }),
      /^"deployments" must be a list of one/,
    ],
    [
      'two of a name',
      text({ ...CONFIG, deployments: [CONFIG.deployments[0], CONFIG.deployments[0]] }),
      /^two deployments have the same name$/,
    ],
    [
      'a limit that is missing',
      text({ ...CONFIG, deployments: [{ id: 'a', rpm: 1 }] }),
      /^there is no "tpm"/,
    ],
    [
      'a list of nothing',
      text({ ...CONFIG, max_latency_list_size: 0 }),
      /must be at least 1, not 0/,
    ],
    [
      'a ttl of text',
      text({ ...CONFIG, ttl: '300' }),
      /^"ttl" must be a number, 0 or more, not a text of 3 characters$/,
    ],
    ...[0, 1.1, '0.5'].map((percentile): [string, string, RegExp] => [
      `a percentile of ${percentile}`,
      text({ ...CONFIG, ttft_percentile: percentile }),
      /^"ttft_percentile" must be a number above 0 and up to 1/,
    ]),
    ...[3.13, '2.7', 'python'].map((python): [string, string, RegExp] => [
      `a Python ${python}`,
      text({ ...CONFIG, python }),
      /^"python" must be a version such as "3.13"/,
    ]),
    ...Object.keys(CONFIG)
      .filter((field) => field !== 'op')
      .map((field): [string, string, RegExp] => [
        `config without ${field}`,
        text(without(CONFIG, field)),
        new RegExp(`^there is no "${field}"`),
      ]),
  ])('%s: the first line', (_what, content, message) => {
    const [problem, ...more] = problemsOf(content);
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(/./);
    expect(more).toEqual([]);
  });

  test.each<[string, unknown, RegExp]>([
    ['NaN', '{"op":"timeout","t":NaN,"id":"a"}', /^this line is not JSON$/],
    ['a torn line', '{"op":"timeout","t":1,', /^this line is not JSON$/],
    ['a first token at no time', { ...SUCCESS, ttft_s: '0' }, /^"ttft_s" must be a number, not/],
    ['too large a number', '{"op":"timeout","t":1e999,"id":"a"}', /^"t" must be .* not Infinity/],
    ['an unknown op', { ...SELECT, op: 'selct' }, /^unknown op \(a text of 5 characters\)$/],
    ['a second config', CONFIG, /^unknown op "config"/],
    ['an unknown deployment', { ...SUCCESS, id: 'c' }, /^"id" is not the name of a deployment$/],
    [
      '__proto__ as a deployment',
      '{"op":"state","t":1,"map":{"__proto__":{}}}',
      /^"map" is not the name of a deployment$/,
    ],
    [
      'toString as a deployment',
      { ...SELECT, averages: { toString: 1 } },
      /^"averages" is not the name of a deployment$/,
    ],
    [
      'a deployment twice',
      { ...SELECT, healthy: ['a', 'a'] },
      /^"healthy" names a deployment twice/,
    ],
    [
      'a negative latency',
      { ...SUCCESS, latency_s: -1 },
      /^"latency_s" must be a number, 0 or more/,
    ],
    ['half a token', { ...SUCCESS, total_tokens: 0.5 }, /^"total_tokens" must be a whole number/],
    [
      'an unknown kind',
      { ...SUCCESS, kind: 'text' },
      /^"kind" must be "chat", "no_usage", "other" or "responses"/,
    ],
    ['no map', { ...STATE, map: [] }, /^"map" must be an object, not a list/],
    [
      'a strange minute',
      { ...STATE, map: { a: { ...STATS, minutes: { '2026-13-01-00-00': {} } } } },
      /is not a minute$/,
    ],
    [
      'a minute of a day that is in no calendar',
      { ...STATE, map: { a: { ...STATS, minutes: { '2026-02-30-00-00': {} } } } },
      /is not a minute$/,
    ],
    [
      'a strange sample',
      { ...STATE, map: { a: { ...STATS, latency: ['1'] } } },
      /^"latency" must be/,
    ],
    ...[SELECT, SUCCESS, { ...STATE, map: { a: STATS } }].flatMap((line) =>
      Object.keys(line)
        .filter((field) => field !== 'op')
        .map((field): [string, unknown, RegExp] => [
          `${line.op} without ${field}`,
          without(line, field),
          /^(there is no|".*" must be)/,
        ]),
    ),
  ])('%s', (_what, line, message) => {
    const [problem, ...more] = problemsOf(text(CONFIG, SELECT, line, SUCCESS));
    expect(problem).toMatchObject({ file: 'f', line: 3 });
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(/./);
    expect(more).toEqual([]);
  });

  test('time that runs backwards', () => {
    const [problem] = problemsOf(text(CONFIG, SUCCESS, SELECT));
    expect(problem).toMatchObject({ line: 3, message: 'time runs backwards, from 2 to 1' });
    expect(problem?.column).toBe(JSON.stringify(SELECT).indexOf('"t"') + 1);
  });

  test('all problems come at once, up to twenty', () => {
    const bad = { ...SELECT, stream: 1 };
    expect(problemsOf(text(CONFIG, bad, SELECT, bad, '{')).map(({ line }) => line)).toEqual([
      2, 4, 5,
    ]);
    expect(problemsOf(text(CONFIG, ...new Array(1000).fill(bad)))).toHaveLength(20);
  });

  test('nothing is replayed after a problem', () => {
    const seen: number[] = [];
    const reader = new RecordingReader('f', undefined, () => (_, line) => seen.push(line));
    reader.take(text(CONFIG, SELECT, '{', SELECT));
    expect(() => reader.end()).toThrow(ScenarioError);
    expect(seen).toEqual([2]);
  });
});
