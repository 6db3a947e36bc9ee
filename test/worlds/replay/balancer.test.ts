import { describe, expect, test } from 'vitest';
import { RecordingReader } from '../../../src/litellm/recording.js';
import type { ScenarioError } from '../../../src/text/problems.js';
import type { Replaying, Timed } from '../../../src/worlds/replay/compared.js';
import { goldenFiles, goldenText } from './recordings.js';

/*
 * What tower 0.5.3 did, operation by operation: the beginnings of recordings of its loads and of its
 * balancer, on a clock of exact virtual time.
 */

const TOWER = 'tower-0.5.3';
const files = goldenFiles(TOWER);

type Line = Record<string, unknown>;
const linesOf = (file: string): Line[] =>
  goldenText(TOWER, file)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

function replayed(lines: readonly Line[]): Replaying<Timed> {
  let replay: Replaying<Timed> | undefined;
  const reader = new RecordingReader('a recording', undefined, (recording) => {
    const begun = recording.replay();
    replay = begun;
    return (operation, line) => begun.take(operation, line);
  });
  reader.take(lines.map((line) => JSON.stringify(line)).join('\n'));
  reader.end();
  return replay!;
}

describe('recordings of tower', () => {
  test.each(files)('%s agrees in every load, pair and choice', (file) => {
    const lines = linesOf(file);
    const { details, ops, fields } = replayed(lines);
    expect(details).toEqual([]);
    expect(ops).toBe(lines.length - 1);
    const count = (op: string) => lines.filter((line) => line.op === op).length;
    expect(fields.load!.checked).toBe(count('load'));
    for (const check of ['pair', 'loads', 'chosen']) {
      expect(fields[check]!.checked).toBe(count('choose'));
    }
    expect(count('load') + count('choose')).toBeGreaterThan(0);
  });
});

/** How many of all checks differ where each line is another one. */
function differing(change: (line: Line) => Line | undefined): number {
  return files.reduce((sum, file) => {
    const changed = linesOf(file)
      .map(change)
      .filter((line) => line !== undefined);
    return sum + replayed(changed).mismatches;
  }, 0);
}

const set = (op: string, more: (line: Line) => Line) => (line: Line) =>
  line.op === op ? { ...line, ...more(line) } : line;

describe('what is another rule is found', () => {
  test.each<[string, (line: Line) => Line | undefined]>([
    ['another decay', set('config', ({ decay_ns }) => ({ decay_ns: Number(decay_ns) + 1000 }))],
    ['another default', set('config', () => ({ default_rtt_ns: 999_999_000 }))],
    [
      'a load that differs by 2e-9',
      set('load', ({ load }) => ({ load: Number(load) * (1 + 2e-9) })),
    ],
    [
      'a load that is not read, and decays nothing',
      (line) => (line.op === 'load' ? undefined : line),
    ],
    [
      'the other of a pair is chosen',
      set('choose', ({ pair, chosen }) => ({ chosen: other(pair, chosen) })),
    ],
    [
      'a pair the other way round',
      set('choose', ({ pair }) => ({ pair: [...(pair as [])].reverse() })),
    ],
    [
      'other random numbers',
      set('choose', ({ rng }) => ({ rng: (rng as number[]).map((r) => r + 1) })),
    ],
    [
      'loads the other way round',
      set('choose', ({ loads }) => ({ loads: [...(loads as [])].reverse() })),
    ],
    ['calls under way as the load', set('config', () => ({ metric: 'pending-requests' }))],
    ['the average as the load', set('config', () => ({ metric: 'peak-ewma' }))],
  ])('%s', (_, change) => {
    expect(differing(change)).toBeGreaterThan(0);
  });

  const other = (pair: unknown, chosen: unknown): unknown =>
    (pair as unknown[]).find((id) => id !== chosen) ?? chosen;
});

describe('choices', () => {
  const CONFIG = {
    op: 'config',
    metric: 'peak-ewma',
    default_rtt_ns: 1e9,
    decay_ns: 1e10,
    choices: true,
    endpoints: ['a', 'b'],
  };
  const choose = (more: Line = {}): Line => ({
    op: 'choose',
    t_ns: 0,
    rng: [0, 1],
    pair: ['a', 'b'],
    loads: [1e9, 1e9],
    chosen: 'a',
    ...more,
  });
  const mismatches = (...lines: Line[]) => replayed([CONFIG, ...lines]).mismatches;

  test('a tie goes to the first one drawn', () => {
    expect(mismatches(choose())).toBe(0);
    expect(mismatches(choose({ chosen: 'b' }))).toBe(1);
  });

  test('where rounding decides, either may be chosen', () => {
    const near: Line[] = [
      { op: 'start', t_ns: 0, id: 'a', call: 1 },
      { op: 'start', t_ns: 0, id: 'b', call: 2 },
      { op: 'end', t_ns: 2_000_000_000, id: 'a', call: 1, kind: 'ok' },
      { op: 'end', t_ns: 2_000_000_001, id: 'b', call: 2, kind: 'cancel' },
    ];
    const at = { t_ns: 2_000_000_001, loads: [2e9 * Math.exp(-1e-10), 2_000_000_001] };
    expect(mismatches(...near, choose({ ...at, chosen: 'a' }))).toBe(0);
    expect(mismatches(...near, choose({ ...at, chosen: 'b' }))).toBe(0);
  });

  test('an endpoint that comes back is a new one, and calls of the old one end where they were', () => {
    const life: Line[] = [
      { op: 'start', t_ns: 0, id: 'a', call: 1 },
      { op: 'remove', t_ns: 1, id: 'a' },
      { op: 'insert', t_ns: 2, id: 'a' },
      { op: 'load', t_ns: 2, id: 'a', load: 1e9 },
      { op: 'end', t_ns: 3_000_000_000, id: 'a', call: 1, kind: 'error' },
      { op: 'load', t_ns: 3_000_000_000, id: 'a', load: 1e9 * Math.exp(-0.2999999998) },
    ];
    expect(mismatches(...life)).toBe(0);
  });
});

describe('a recording of tower that is malformed', () => {
  const [config, first] = linesOf('p2c06_ewma_members_change.jsonl.gz') as [Line, Line];
  const faults = (...lines: Line[]) => {
    try {
      replayed(lines);
    } catch (error) {
      return (error as ScenarioError).problems.map(
        ({ message, remedy }) => `${message}: ${remedy}`,
      );
    }
    return [];
  };
  const T = first.t_ns;

  test.each<[string, Line[]]>([
    ['"metric" must be "peak-ewma" or "pending-requests"', [{ ...config, metric: 'rif' }]],
    ['"completion" must be "CompleteOnResponse"', [{ ...config, completion: 'OnBody' }]],
    ['"crate" must be a version such as "tower 0.5.3"', [{ ...config, crate: 'finagle' }]],
    ['"decay_ns" must be a whole number, at least 1', [{ ...config, decay_ns: 0 }]],
    ['a line of op "config" has a field that is not known', [{ ...config, weights: [1, 2] }]],
    ['two deployments have the same name', [{ ...config, endpoints: ['a', 'a'] }]],
    ['unknown op', [config, { op: 'chose', t_ns: 1 }]],
    [
      'a line of op "load" has a field',
      [config, { op: 'load', t_ns: 1, id: 'e00', load: 1, x: 1 }],
    ],
    [
      '"kind" must be',
      [
        config,
        { op: 'start', t_ns: 1, id: 'e00', call: 1 },
        { op: 'end', t_ns: 2, id: 'e00', call: 1, kind: 'lost' },
      ],
    ],
    ['this call has not started', [config, { op: 'end', t_ns: 1, id: 'e00', call: 1, kind: 'ok' }]],
    [
      'this call has started before',
      [config, ...[1, 2].map(() => ({ op: 'start', t_ns: 1, id: 'e00', call: 1 }))],
    ],
    ['this endpoint is there already', [config, { op: 'insert', t_ns: 1, id: 'e00' }]],
    [
      'this endpoint is not there',
      [config, ...[1, 2].map(() => ({ op: 'remove', t_ns: 1, id: 'e00' }))],
    ],
    ['"id" is not the name of an endpoint', [config, { op: 'load', t_ns: 1, id: 'e77', load: 1 }]],
    ['"rng" must be a list of two numbers', [config, { ...first, rng: [1] }]],
    ['"pair" must be a list as long as "rng"', [config, { ...first, pair: [] }]],
    ['time runs backwards', [config, first, { ...first, t_ns: Number(T) - 1 }]],
    ['"t_ns" must be a whole number', [config, { ...first, t_ns: 0.5 }]],
  ])('%s', (wanted, lines) => {
    const found = faults(...lines);
    expect(found.join('\n')).toContain(wanted);
    expect(found[0]).toMatch(/: .{5}/);
  });
});
