import { describe, expect, test } from 'vitest';
import { logNotes } from '../../src/litellm/log-notes.js';
import { type LogOptions, readLog } from '../../src/litellm/logs.js';
import { RoutedCounter } from '../../src/litellm/routed-counts.js';
import type { SpendRow } from '../../src/litellm/spend-row.js';
import { ScenarioError } from '../../src/text/problems.js';

const CANARY = 'sk-canary';
type Fields = Record<string, unknown>;

/** Request i of a sound log: one a second, half a second each. */
function row(i: number, fields: Fields = {}): Fields {
  const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + i * 1000 + ms).toISOString();
  return {
    startTime: at(0),
    endTime: at(500),
    completionStartTime: at(500),
    model: 'gpt-4.1',
    model_group: 'medium',
    completion_tokens: 20,
    total_tokens: 120,
    call_type: 'acompletion',
    cache_hit: 'False',
    status: 'success',
    api_key: CANARY,
    messages: `say "${CANARY}",\nplease`,
    ...fields,
  };
}

const rows = (count: number): Fields[] => Array.from({ length: count }, (_, i) => row(i));
const jsonl = (log: readonly Fields[]) => log.map((each) => `${JSON.stringify(each)}\n`).join('');
const quote = (cell: unknown) => `"${String(cell).replaceAll('"', '""')}"`;
const csv = (log: readonly Fields[]) =>
  [Object.keys(log[0] ?? {}), ...log.map((each) => Object.values(each))]
    .map((cells) => `${cells.map(quote).join(',')}\n`)
    .join('');

async function* pieces(text: string, size: number) {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
}

async function read(text: string, options: LogOptions = {}, size = 1000) {
  const seen: SpendRow[] = [];
  const reading = await readLog([{ file: 'log', text: pieces(text, size) }], options, (each) =>
    seen.push(each),
  );
  return { reading, seen };
}

async function problems(text: string, options: LogOptions = {}): Promise<string[]> {
  const error = await read(text, options).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ScenarioError);
  expect(error.message).not.toContain('canary');
  return (error as ScenarioError).problems.map(
    ({ line = '', message, remedy }) => `${line}: ${message} (${remedy})`,
  );
}

describe.each([
  ['CSV', csv],
  ['JSON Lines', jsonl],
  ['a JSON array of many lines', (log: readonly Fields[]) => JSON.stringify(log, null, 2)],
])('%s', (_, write) => {
  test.each([1, 7, 100_000])('is the same in pieces of %i', async (size) => {
    const { reading, seen } = await read(`\ufeff${write(rows(20))}`, {}, size);
    expect(reading).toMatchObject({ rows: 20, damaged: { count: 0 }, cacheHits: 0, zoned: true });
    expect(seen).toHaveLength(20);
    expect(seen[3]).toMatchObject({
      start_us: (Date.UTC(2026, 0, 1) + 3000) * 1000,
      end_us: (Date.UTC(2026, 0, 1) + 3500) * 1000,
      firstToken_us: null,
      modelGroup: 'medium',
      model: 'gpt-4.1',
      completionTokens: 20,
      totalTokens: 120,
      call: 'chat',
      outcome: 'success',
    });
  });

  test('columns have the names that they are given', async () => {
    const log = rows(3).map(({ startTime, ...rest }) => ({ begin: startTime, ...rest }));
    const columns = new Map([['startTime', 'begin'] as const]);
    expect((await read(write(log), { columns })).seen).toHaveLength(3);
  });

  test('a missing column is named, with the nearest there is', async () => {
    const log = rows(3).map(({ startTime, ...rest }) => ({ start_time: startTime, ...rest }));
    expect(await problems(write(log))).toEqual([
      '1: there is no column startTime (say what it is called: --column startTime=start_time)',
    ]);
  });

  test('damaged rows are counted, the first five shown, the rest is used', async () => {
    const log = rows(1000);
    for (let i = 10; i < 20; i++) log[i] = row(i, { startTime: CANARY });
    const { reading, seen } = await read(write(log));
    expect(seen).toHaveLength(990);
    expect(reading.damaged.count).toBe(10);
    expect(reading.damaged.first).toHaveLength(5);
    expect(reading.damaged.first[0]?.reason).toBe('startTime is not a time that can be read');
  });

  test('past 1 % it stops, unless told otherwise', async () => {
    const log = rows(100);
    log[3] = row(3, { endTime: '' });
    expect((await read(write(log))).reading.damaged.count).toBe(1);
    log[4] = row(4, { completion_tokens: -1 });
    expect(await problems(write(log))).toEqual([
      expect.stringContaining('damaged row: endTime is empty'),
      expect.stringContaining('damaged row: completion_tokens is not a number of tokens'),
      ': 2 of 100 rows are damaged, more than 1 % (fix them, or allow for them: --allow-damaged 2)',
    ]);
    expect((await read(write(log), { allowDamaged: 0.02 })).seen).toHaveLength(98);
  });

  test.each([
    [{ endTime: '2025-12-31T00:00:00Z' }, 'endTime is before startTime'],
    [{ endTime: '2026-01-03T00:00:00Z' }, 'endTime is more than a day after startTime'],
    [{ completionStartTime: '2025-01-01T00:00:00Z' }, 'completionStartTime is before startTime'],
    [{ completionStartTime: '2026-01-02T00:00:00Z' }, 'completionStartTime is after endTime'],
  ])('%j is damage', async (fields, reason) => {
    const { reading } = await read(write([row(0, fields), ...rows(5)]), { allowDamaged: 0.5 });
    expect(reading.damaged.first.map((each) => each.reason)).toEqual([reason]);
  });

  test('cache hits are left out and counted', async () => {
    const log = [row(0, { cache_hit: 'True' }), row(1, { cache_hit: true }), row(2)];
    const { reading, seen } = await read(write(log));
    expect(reading.cacheHits).toBe(2);
    expect(seen).toHaveLength(1);
  });

  test.each([
    [{ status: 'timeout' }, 'timeout'],
    [{ status: 'failure' }, 'failure'],
    [{ status: 'failure', error_class: 'litellm.Timeout' }, 'timeout'],
    [{ status: 'failure', metadata: '{"error_information":{"error_class":"Timeout"}}' }, 'timeout'],
    [{ status: 'failure', metadata: 'not json' }, 'failure'],
    [{ status: '' }, 'success'],
  ])('%j is a %s', async (fields, outcome) => {
    expect((await read(write([row(0, fields)]))).seen[0]?.outcome).toBe(outcome);
  });

  test.each([
    ['completion', 'chat', 0],
    ['', 'chat', 0],
    ['anthropic_messages', 'messages', 0],
    ['aembedding', 'other', 0],
    ['aresponses', 'other', 0],
    ['something_new', 'other', 1],
  ])('call type %j is %s', async (call_type, call, unknown) => {
    const { reading, seen } = await read(write([row(0, { call_type })]));
    expect(seen[0]?.call).toBe(call);
    expect(reading.unknownCalls).toBe(unknown);
  });

  test('a stream is an answer whose first token came before its end', async () => {
    const first = '2026-01-01T00:00:00.200Z';
    const { seen } = await read(write([row(0, { completionStartTime: first }), row(1)]));
    expect(seen.map(({ firstToken_us }) => firstToken_us)).toEqual([
      (Date.UTC(2026, 0, 1) + 200) * 1000,
      null,
    ]);
  });

  test('mixed time zones are named, unless those without a zone are UTC', async () => {
    const bare = (text: unknown) => String(text).replace('Z', '');
    const log = rows(4);
    log[2] = Object.fromEntries(
      Object.entries(row(2)).map(([key, value]) => [key, /Time$/.test(key) ? bare(value) : value]),
    );
    const [problem] = await problems(write(log));
    expect(problem).toMatch(/times with a zone \(line \d+\) and without one are mixed/);
    expect(problem).toContain('--assume-utc');
    expect((await read(write(log), { assumeUtc: true })).seen).toHaveLength(4);
  });

  test('a zone that only some times of a row have is named too, and UTC where it is said', async () => {
    const log = rows(4).map((each) => ({
      ...each,
      endTime: String(each.endTime).replace('Z', ''),
    }));
    const told = await problems(write(log), { allowDamaged: 1 });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/some times of this row have a zone .*--assume-utc/);
    const { reading, seen } = await read(write(log), { assumeUtc: true });
    expect(seen[1]?.end_us).toBe((Date.UTC(2026, 0, 1) + 1500) * 1000);
    expect(reading).toMatchObject({ zoned: true, unzoned: 4 });
    expect(logNotes(reading)).toEqual(['4 times in the log have no zone, taken as UTC']);
  });

  test.each(['', 'null', 'None', 'NaN', '\\N'])('%j is no time, and no damage', async (nothing) => {
    const { reading, seen } = await read(write([row(0, { completionStartTime: nothing })]));
    expect(reading.damaged.count).toBe(0);
    expect(seen[0]?.firstToken_us).toBeNull();
  });

  test('what counts instead of an absent column is said', async () => {
    const log = rows(3).map(({ startTime, endTime, model }) => ({ startTime, endTime, model }));
    const notes = logNotes((await read(write(log))).reading);
    expect(notes.map((note) => note.split(' ')[2])).toEqual([
      'completionStartTime',
      'model_group',
      'completion_tokens',
      'total_tokens',
      'call_type',
      'cache_hit',
      'status',
    ]);
    expect(logNotes((await read(write(rows(3)))).reading)).toEqual([]);
  });

  test('a clock that jumps back is named, also in a log with the newest first', async () => {
    const log = [...rows(30), ...rows(3), ...rows(30).map((_, i) => row(i + 30))];
    log.splice(30, 3, ...[0, 1, 2].map((i) => row(i - 86_400)));
    const there = 'the clock jumps: this row is 24 h before the row above it';
    const andBack = 'the clock jumps: this row is 24 h after the row above it';
    const told = [expect.stringContaining(there), expect.stringContaining(andBack)];
    expect(await problems(write(log))).toEqual(told);
    expect(await problems(write([...log].reverse()))).toEqual(told);
    expect((await read(write(log), { allowJumps: true })).reading.jumps.count).toBe(2);
  });

  test('a step that takes most of the log is named', async () => {
    const log = [...rows(20), ...rows(20).map((_, i) => row(i + 400_000))];
    expect((await problems(write(log)))[0]).toContain(
      'this row is 4.63 days after the row above it',
    );
  });

  test('batches of several proxies, and a log in no order, are no jumps', async () => {
    const log = rows(300);
    const batches = [...log.slice(60, 120), ...log.slice(0, 60), ...log.slice(120)];
    expect((await read(write(batches))).reading.jumps.count).toBe(0);
    const shuffled = log.map((_, i) => row(((i * 7919) % 300) * 60));
    expect((await read(write(shuffled))).reading.jumps.count).toBe(0);
  });
});

describe('CSV', () => {
  test('a row over several lines is named by its first', async () => {
    const text = `startTime,endTime,messages
2026-01-01T00:00:00Z,2026-01-01T00:00:01Z,"one
two"
x,2026-01-01T00:00:01Z,"three
four"
2026-01-01T00:00:02Z,2026-01-01T00:00:03Z,five,six
`;
    const { reading } = await read(text, { allowDamaged: 1 });
    expect(reading.damaged.first).toEqual([
      { line: 4, reason: 'startTime is not a time that can be read' },
      { line: 6, reason: '4 fields where there are 3 columns' },
    ]);
  });

  test('a stray quote damages its row, not the log', async () => {
    const lines = csv(rows(200).map(({ messages, ...rest }) => rest)).split('\n');
    lines.splice(100, 0, 'x"y,z');
    const { reading, seen } = await read(lines.join('\n'));
    expect(reading.damaged).toEqual({
      count: 1,
      first: [{ line: 101, reason: 'a quote that does not belong there, or is not closed' }],
    });
    expect(seen).toHaveLength(200);
  });

  test('a file without a header shows nothing of its content', async () => {
    const [, ...content] = csv(rows(3)).split('\n');
    expect(await problems(content.join('\n'))).toHaveLength(2);
  });
});

describe('what is no log is said to be none', () => {
  const plain = rows(3).map(({ startTime, endTime }) => `${startTime},${endTime}\n`);
  const log = ['startTime,endTime\n', ...plain].join('');
  test.each([
    [`\ufffd\ufffd${[...log].join('\0')}`, 'this log is not a text file'],
    [log.replace('endTime', 'endTime,endTime'), 'there are two columns endTime'],
  ])('case %#', async (text, words) => {
    expect((await problems(text)).filter((line) => line.startsWith('1:')).join()).toContain(words);
  });

  test('other columns may be there twice', async () => {
    const text = log.replaceAll('\n', ',a,b\n').replace('a,b', 'note,note');
    expect((await read(text)).seen).toHaveLength(3);
  });
});

describe('a JSON array', () => {
  test.each([1, 7, 100_000])('may be one line, in pieces of %i', async (size) => {
    const log = [row(0, { note: '\\"]},[{' }), row(1, { note: ['a', { b: '"' }] }), row(2)];
    const { reading, seen } = await read(` ${JSON.stringify(log)}\n`, {}, size);
    expect(reading).toMatchObject({ rows: 3, damaged: { count: 0 } });
    expect(seen).toHaveLength(3);
  });

  test.each<[string, { line: number; reason: string }[]]>([
    ['[', [{ line: 2, reason: 'the array is not closed' }]],
    [
      '[5,',
      [
        { line: 1, reason: 'this is not a JSON object' },
        { line: 2, reason: 'the array is not closed' },
      ],
    ],
    [`[{"a": "${CANARY}},`, [{ line: 2, reason: 'the array is not closed' }]],
    ['[],[', [{ line: 2, reason: 'the array is not closed' }]],
    ['[\n,5]', [{ line: 2, reason: 'this is not a JSON object' }]],
  ])('%s is damaged', async (text, first) => {
    const found = await problems(`${text}\n`, { allowDamaged: 0.5 });
    for (const { line, reason } of first) {
      expect(found.some((one) => one.startsWith(`${line}: damaged row: ${reason}`))).toBe(true);
    }
  });

  test('mixed time zones of one line are not said to be of one row', async () => {
    const log = JSON.stringify([
      row(0),
      row(1, {
        startTime: '2026-01-01 00:00:01',
        endTime: '2026-01-01 00:00:02',
        completionStartTime: '',
      }),
    ]);
    expect((await problems(log))[0]).toContain('1: times with a zone and without one are mixed');
  });
});

describe('JSON Lines', () => {
  test('a line that is no JSON is damaged, and not shown', async () => {
    const text = `${jsonl(rows(2))}{"api_key": "${CANARY}\n{"a": 1\n{"a": [}\n${jsonl(rows(1))}7\n`;
    const { reading, seen } = await read(text, { allowDamaged: 0.9 });
    expect(reading.damaged.first).toEqual([
      { line: 3, reason: 'this is not JSON' },
      { line: 4, reason: 'this is not JSON' },
      { line: 5, reason: 'this is not JSON' },
      { line: 7, reason: 'this is not a JSON object' },
    ]);
    expect(seen).toHaveLength(3);
  });
});

test.each(['', ' \n\n'])('%j is nothing', async (text) => {
  expect((await problems(text))[0]).toContain('there is nothing in this log');
});

test('a header alone is no log', async () => {
  expect((await problems('startTime,endTime\n'))[0]).toContain('there are no rows');
});

const counted = (answers: number, failures = 0) => {
  return { requests: answers + failures, answers, timeouts: 0, failures };
};
const deployment = (model: string, answers: number, failures = 0) => {
  return { modelId: '', apiBase: '', model, ...counted(answers, failures) };
};

test('requests are counted by model group and deployment', async () => {
  const counter = new RoutedCounter();
  const log = [
    row(0),
    row(1, { model: 'anthropic/claude-sonnet-4-6', status: 'failure' }),
    row(2, { model: 'claude-sonnet-4-6' }),
    row(3, { cache_hit: 'True' }),
    row(4, { model_group: 'small' }),
  ];
  await readLog([{ file: 'log', text: pieces(jsonl(log), 500) }], {}, (each) => counter.add(each));
  expect(counter.counts()).toEqual({
    requests: 4,
    modelGroups: [
      {
        ...counted(2, 1),
        name: 'medium',
        deployments: [
          deployment('gpt-4.1', 1),
          deployment('anthropic/claude-sonnet-4-6', 0, 1),
          deployment('claude-sonnet-4-6', 1),
        ],
      },
      { ...counted(1), name: 'small', deployments: [deployment('gpt-4.1', 1)] },
    ],
  });
});

test('addresses are counted without what may be secret in them', async () => {
  const counter = new RoutedCounter();
  const api_base = `https://user:${CANARY}@eu.example.com/v1?key=${CANARY}`;
  await readLog([{ file: 'log', text: pieces(jsonl([row(0, { api_base })]), 500) }], {}, (each) =>
    counter.add(each),
  );
  const [group] = counter.counts().modelGroups;
  expect(group?.deployments[0]?.apiBase).toBe('https://eu.example.com/v1');
});
