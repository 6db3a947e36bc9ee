import { describe, expect, test } from 'vitest';
import { logNotes } from '../../src/litellm/log-notes.js';
import { readLog } from '../../src/litellm/logs.js';
import type { SpendRow } from '../../src/litellm/spend-row.js';
import { ScenarioError } from '../../src/text/problems.js';
import type { Fields } from './spend-logs.js';
import { FORMS } from './written-logs.js';

const CANARY = 'sk-canary';

function row(i: number, fields: Fields = {}): Fields {
  const at = (ms: number) => `2026-01-01 00:00:0${i}.${String(ms).padStart(3, '0')}+00`;
  return {
    request_id: `r${i}`,
    startTime: at(0),
    endTime: at(500),
    completionStartTime: i === 1 ? '' : at(200),
    model: 'gpt-4.1',
    model_group: 'medium',
    completion_tokens: '20',
    call_type: 'acompletion',
    status: 'success',
    metadata: `{"note": "it's | ${CANARY}; \\"quoted\\""}`,
    messages: `${CANARY}, one\ntwo; with\ttabs`,
    ...fields,
  };
}

const ROWS = [row(0), row(1), row(2), row(3, { status: 'failure', model_group: '' })];

async function* pieces(text: string, size: number) {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
}

async function read(texts: readonly string[], size = 1000) {
  const seen: SpendRow[] = [];
  const sources = texts.map((text, i) => ({ file: `log ${i}`, text: pieces(text, size) }));
  const reading = await readLog(sources, { allowDamaged: 0.5 }, (each) => seen.push(each));
  return { reading, seen };
}

const refused = async (...texts: string[]) => {
  const error = await read(texts).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ScenarioError);
  expect(error.message).not.toContain('canary');
  return error.message as string;
};

describe.each(Object.entries(FORMS))('%s', (form, write) => {
  test.each([1, 7, 100_000])('is read in pieces of %i', async (size) => {
    const { reading, seen } = await read([write(ROWS)], size);
    expect(reading).toMatchObject({ rows: 4, damaged: { count: 0 }, missingPages: 0, zoned: true });
    expect(seen.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'r0 success',
      'r1 success',
      'r2 success',
      'r3 failure',
    ]);
    const first_us = (Date.UTC(2026, 0, 1) + 200) * 1000;
    expect(seen[0]).toMatchObject({ firstToken_us: first_us, completionTokens: 20 });
    expect(seen[1]).toMatchObject({ firstToken_us: null, model: 'gpt-4.1' });
  });

  test('a row that is damaged is left out, and not shown', async () => {
    const rows = [row(0), row(1, { endTime: CANARY }), row(2), row(4)];
    const { reading, seen } = await read([write(rows)]);
    expect(reading.damaged.first.map(({ reason }) => reason)).toEqual([
      'endTime is not a time that can be read',
    ]);
    expect(seen).toHaveLength(3);
  });

  test('which is cut off anywhere shows nothing, and is no fault of latsim', async () => {
    const text = write(ROWS);
    for (let end = 1; end < text.length; end += 37) {
      const ended = await read([text.slice(0, end)], 50).catch((error) => error);
      if (ended instanceof Error) {
        expect(ended, form).toBeInstanceOf(ScenarioError);
        expect(ended.message).not.toContain('canary');
      }
    }
  });
});

const write = (form: string) => FORMS[form] as (rows: readonly Fields[]) => string;

test('several files are one log, whose doubled rows count once', async () => {
  const { reading, seen } = await read([
    write('JSON Lines')(ROWS),
    write('a dump')(ROWS.slice(1)),
    write('CSV with semicolons')([row(2), row(5)]),
  ]);
  expect(seen.map(({ id }) => id)).toEqual(['r0', 'r1', 'r2', 'r3', 'r5']);
  expect(reading).toMatchObject({ rows: 9, duplicates: 4 });
  expect(await refused('{"a": 1}', write('JSON Lines')(ROWS))).toContain('log 0:1:1: there is no');
});

test('an id that a server gives to all its answers makes no duplicates', async () => {
  const rows = [0, 1, 2, 3].map((i) => row(i, { request_id: 'same' }));
  const { reading, seen } = await read([write('JSON Lines')([...rows, ...rows])]);
  expect(seen).toHaveLength(4);
  expect(reading.duplicates).toBe(4);
});

test('pages that are missing are said', async () => {
  const of = (page: number) => ({
    data: [row(page)],
    total: 5,
    page,
    page_size: 1,
    total_pages: 5,
  });
  const { reading } = await read([JSON.stringify(of(1)), JSON.stringify(of(4))]);
  expect(reading).toMatchObject({ rows: 2, missingPages: 3 });
  expect(logNotes(reading).join()).toContain('3 pages of the answer are missing');
});

test.each<[string, unknown, RegExp]>([
  [
    'sums of days',
    [{ startTime: '2026-05-01', spend: 1, users: { u: 1 }, models: { [CANARY]: 1 } }],
    /sums of days, not requests\n.*summarize=false/s,
  ],
  ['sums of keys', [{ api_key: CANARY, total_spend: 3 }], /sums, not requests/],
  ['an error', { error: { message: CANARY, code: 401 } }, /what the proxy says of an error/],
  ['one request', { messages: [CANARY], response: {} }, /without their times/],
])('%s are not read as requests', async (_, content, message) => {
  expect(await refused(JSON.stringify(content))).toMatch(message);
});

test('logging payloads have times in seconds, and their errors beside the metadata', async () => {
  const payload = (i: number, fields: Fields) => ({
    id: `chatcmpl-${i}`,
    call_type: 'acompletion',
    startTime: 1_767_225_600.25 + i,
    endTime: 1_767_225_601.5 + i,
    completionStartTime: 1_767_225_600.75 + i,
    model_group: 'medium',
    model_id: 'one',
    cache_hit: null,
    status: 'success',
    metadata: { user_api_key_hash: CANARY },
    ...fields,
  });
  const error_information = { error_class: 'Timeout', error_code: '408' };
  const all = [payload(0, {}), payload(1, { status: 'failure', error_information })];
  const { seen } = await read([all.map((one) => JSON.stringify(one, null, 2)).join('\n')]);
  expect(seen.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['chatcmpl-0', 'success'],
    ['chatcmpl-1', 'timeout'],
  ]);
  expect(seen[0]).toMatchObject({
    start_us: 1_767_225_600_250_000,
    firstToken_us: 1_767_225_600_750_000,
  });
});

const refusal = (fields: Fields) =>
  row(0, {
    status: 'failure',
    model: '',
    model_group: '',
    endTime: '2026-01-01 00:00:00.000+00',
    completionStartTime: '2025-12-31 23:59:59.999+00',
    ...fields,
  });

test.each<[string, Fields, 'never-reached' | 'failure']>([
  ['names no model', {}, 'never-reached'],
  [
    'was refused by the proxy',
    { model: 'medium', metadata: '{"error_information": {"error_class": "ProxyException"}}' },
    'never-reached',
  ],
  ['failed at a model', { model: 'medium', metadata: '{}' }, 'failure'],
])('a request that %s is %s, and not damaged', async (_, fields, outcome) => {
  const { reading } = await read([write('JSON Lines')([refusal(fields), row(1)])]);
  expect(reading.damaged.count).toBe(0);
  expect(reading.neverReached).toBe(outcome === 'never-reached' ? 1 : 0);
});

test('a first token a little before the start is the start, and said', async () => {
  const early = row(2, { completionStartTime: '2026-01-01 00:00:01.990+00' });
  const { reading, seen } = await read([write('JSON Lines')([early])]);
  expect(seen[0]?.firstToken_us).toBe(seen[0]?.start_us);
  expect(logNotes(reading).join()).toContain('1 row with times some ms out of order');
});

test('a failure of a release without a column for it is one', async () => {
  const { status: _, ...old } = row(0, { metadata: '{"status": "failure"}' });
  expect((await read([write('JSON Lines')([old])])).seen[0]?.outcome).toBe('failure');
});

test('what stands around what psql prints is none of it', async () => {
  const text = `Timing is on.\nOutput format is unaligned.\n${write('CSV with bars')(ROWS)}(4 rows)\n`;
  expect((await read([text])).reading).toMatchObject({ rows: 4, damaged: { count: 0 } });
});
