import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import type { CachedMap } from '../../../src/litellm/latency-map.js';
import { LogTallies } from '../../../src/litellm/log-tallies.js';
import type { SpendRow } from '../../../src/litellm/spend-row.js';
import type { Bearing, Evidence, LogEvidence } from '../../../src/studies/diagnose/evidence.js';
import { judge } from '../../../src/studies/diagnose/judgement.js';
import { logEvidence } from '../../../src/studies/diagnose/log-evidence.js';
import { mapEvidence } from '../../../src/studies/diagnose/map-evidence.js';
import type { Mechanism } from '../../../src/studies/diagnose/mechanism.js';
import { MECHANISMS } from '../../../src/studies/diagnose/mechanisms.js';
import { type Subject, subjectOf } from '../../../src/studies/diagnose/subject.js';

const IN_PROCESS = ['store={kind: in-process}'];
const subjects = new Map<string, Subject>();

/** Loaded once each. */
function subject(...set: string[]): Subject {
  const key = set.join();
  const known = subjects.get(key) ?? subjectOf(loadScenario('16x4', { set }), 0);
  subjects.set(key, known);
  return known;
}

/** A row of a log; deployments are s0, s1, ... and f0, f1, ... by their group. */
function rowOf(second: number, id: string, more: Partial<SpendRow> = {}): SpendRow {
  return {
    id: '',
    mended: false,
    start_us: second * 1e6,
    end_us: (second + 1) * 1e6,
    firstToken_us: null,
    zoned: true,
    unzoned: 0,
    modelGroup: 'chat',
    modelId: id,
    apiBase: '',
    model: id.startsWith('s') ? 'slow' : 'fast',
    completionTokens: 100,
    totalTokens: 200,
    call: 'chat',
    knownCall: true,
    outcome: 'success',
    ...more,
  };
}

/** One request in a second, of ever other deployments. */
const rows = (count: number, more: Partial<SpendRow> = {}): SpendRow[] =>
  Array.from({ length: count }, (_, i) => rowOf(i, i % 5 === 0 ? `f${i % 4}` : `s${i % 16}`, more));

function logOf(all: readonly SpendRow[]): LogEvidence {
  const tallies = new LogTallies();
  for (const row of all) tallies.add(row);
  const placed = tallies
    .of('chat')
    .map((tally) => ({ tally, group: tally.deployment.model === 'slow' ? 0 : 1 }));
  return logEvidence(tallies, placed, 2, true);
}

type Samples = Partial<Record<'numbers' | 'timedeltas' | 'zeros', number>>;

/** A map in whose minutes so many requests of each were counted. */
function mapOf(samples: Readonly<Record<string, Samples>>, perMinute = 0, minutes = 6): CachedMap {
  const entries = Object.entries(samples).map(([id, own]) => ({
    id,
    numbers: 0,
    timedeltas: 0,
    zeros: 0,
    mean: null,
    minutes: new Map(Array.from({ length: minutes }, (_, i) => [i, perMinute] as const)),
    ...own,
  }));
  return { kind: 'there', names: 'former', entries };
}
const GROUPS = (id: string) => (id.startsWith('s') ? 0 : id.startsWith('f') ? 1 : null);

const seen = (map: CachedMap | null, log: LogEvidence | null = null): Evidence => ({
  log,
  map: map === null ? null : mapEvidence(map, GROUPS, log),
});

function bearing(name: string, evidence: Evidence, on = subject()): Bearing | null {
  const found = MECHANISMS.find((one) => one.name.startsWith(name)) as Mechanism;
  return found.bearing?.(evidence, on) ?? null;
}

const NUMBERS = { s1: { zeros: 1, numbers: 4 }, f1: { numbers: 9 } };
const OUT = { kind: 'excluded' };

describe('a log', () => {
  test('has each deployment once, by whatever names it was asked for', () => {
    const tallies = new LogTallies();
    const both = ['chat', 'old'];
    for (const [i, row] of rows(40).entries()) {
      tallies.add({ ...row, modelGroup: both[i < 20 ? 0 : 1] as string });
    }
    const placed = both.flatMap((name) => tallies.of(name)).map((tally) => ({ tally, group: 0 }));
    const { deployments } = logEvidence(tallies, placed, 1, true);
    expect(placed.length).toBeGreaterThan(20);
    expect(deployments).toHaveLength(20);
    expect(deployments.reduce((sum, { requests }) => sum + requests, 0)).toBe(40);
  });

  const messages = seen(null, logOf(rows(90, { call: 'messages' })));
  const chat = seen(null, logOf(rows(90)));

  test('of /v1/messages fits what is not recorded, row by row, and one of chat excludes it', () => {
    const fits = { kind: 'fits', fits: 90, of: 90, sure: true };
    expect(bearing('samples not recorded', messages)).toMatchObject(fits);
    expect(bearing('samples not recorded', chat)).toEqual({ ...OUT, because: 'all 90 on chat' });
    const mixed = logOf([...rows(60, { call: 'messages' }), ...rows(30)]);
    expect(bearing('samples not recorded', seen(null, mixed))).toMatchObject({
      fits: 60,
      of: 90,
      sure: false,
    });
    const few = logOf([...rows(9, { call: 'messages' }), ...rows(81)]);
    expect(bearing('samples not recorded', seen(null, few))).toMatchObject(OUT);
  });

  test('speaks by the release: one that is stated excludes, one that is assumed does not', () => {
    const stated = subject('router.litellm=1.82.3');
    const newer = subject('router.litellm=1.110.2');
    expect(bearing('routing as it should be', messages)).toBeNull();
    expect(bearing('routing as it should be', messages, stated)).toMatchObject(OUT);
    expect(bearing('routing as it should be', messages, newer)).toBeNull();
    expect(bearing('samples not recorded', messages, newer)?.kind).not.toBe('fits');
  });

  test('without tokens fits what is not counted, and with tokens excludes it', () => {
    const empty = seen(null, logOf(rows(90, { completionTokens: 0 })));
    expect(bearing('samples not counted', empty)).toMatchObject({ fits: 90, of: 90, sure: true });
    expect(bearing('samples not counted', chat)).toMatchObject(OUT);
    const other = seen(null, logOf(rows(90, { call: 'other' })));
    expect(bearing('samples not counted', other)).toMatchObject({ fits: 90, of: 90 });
    const unsaid = { ...logOf(rows(90)), withoutTokens: null };
    expect(bearing('samples not counted', seen(null, unsaid))).toBeNull();
  });

  test('that goes on as it began is not of a start alone', () => {
    expect(bearing('cold start', seen(null, logOf(rows(600))))).toMatchObject(OUT);
    const settled = [...rows(60), ...Array.from({ length: 540 }, (_, i) => rowOf(60 + i, 'f1'))];
    expect(bearing('cold start', seen(null, logOf(settled)))).toBeNull();
    expect(bearing('cold start', seen(null, logOf(rows(40))))).toBeNull();
  });

  test('that is steady for hours excludes one process that goes by latencies', () => {
    const hours = (slow: (i: number) => boolean, slow_s = 3) =>
      logOf(
        Array.from({ length: 4000 }, (_, i) => {
          const isSlow = slow(i);
          const end_us = (2 * i + (isSlow ? slow_s : 1)) * 1e6;
          return rowOf(2 * i, isSlow ? `s${i % 16}` : 'f1', { end_us });
        }),
      );
    const chance = (i: number) => (i * 7919) % 101 < 20;
    const on = subject(...IN_PROCESS, 'router.ttl=1h');
    const steady = seen(null, hours(chance));
    for (const name of ['routing as it should be', 'cold', 'frozen', 'expiry', 'per-token']) {
      expect(bearing(name, steady, on), name).toMatchObject({ because: /2.2 hours$/ });
    }
    expect(bearing('many processes', steady, on)).toBeNull();
    // In bursts, as after each expiry; between equals; and where a ttl is no longer than a piece.
    expect(
      bearing(
        'routing as it should be',
        seen(
          null,
          hours((i) => i % 500 < 100),
        ),
        on,
      ),
    ).toBeNull();
    expect(bearing('routing as it should be', seen(null, hours(chance, 1.1)), on)).toBeNull();
    const short = subject(...IN_PROCESS, 'router.ttl=1m');
    expect(bearing('routing as it should be', steady, short)).toBeNull();
  });

  test('counts what overlaps, whatever the order of its rows', () => {
    const overlapping = [rowOf(0, 's1'), rowOf(0.5, 's2'), rowOf(3, 's1'), rowOf(3.5, 'f1')];
    expect(logOf(overlapping).overlapping).toBe(2);
    expect(logOf([...overlapping].reverse()).overlapping).toBe(2);
    expect(logOf(rows(20)).overlapping).toBe(0);
  });
});

describe('a map', () => {
  test('of zeros fits what is not recorded alone; of timedeltas, what is not counted', () => {
    const zeros = seen(mapOf({ s1: { zeros: 1 }, f1: { zeros: 1 } }));
    const timedeltas = seen(mapOf({ s1: { zeros: 1, timedeltas: 4 }, f1: { timedeltas: 9 } }));
    expect(bearing('samples not recorded', zeros)).toMatchObject({ fits: 2, of: 2, sure: true });
    expect(bearing('samples not recorded', timedeltas)).toMatchObject(OUT);
    expect(bearing('samples not counted', timedeltas)).toMatchObject({ fits: 2, sure: true });
    expect(bearing('samples not counted', zeros)).toMatchObject(OUT);
    for (const name of ['routing as it should be', 'many processes', 'frozen', 'expiry']) {
      expect(bearing(name, zeros), name).toMatchObject(OUT);
      expect(bearing(name, timedeltas), name).toMatchObject(OUT);
    }
  });

  test('of numbers excludes that nothing is recorded or counted', () => {
    const numbers = seen(mapOf(NUMBERS));
    expect(bearing('samples not recorded', numbers)).toMatchObject(OUT);
    expect(bearing('samples not counted', numbers)).toMatchObject(OUT);
    expect(bearing('routing as it should be', numbers)).toBeNull();
    const some = seen(mapOf({ s1: { zeros: 1 }, s2: { zeros: 1 }, f1: { numbers: 9 } }));
    expect(bearing('samples recorded for some', some)).toMatchObject({ fits: 3, of: 3 });
  });

  test('tells by its minutes whether updates are lost, or others count as well', () => {
    const log = logOf(rows(400));
    const complete = seen(mapOf(NUMBERS, 30), log);
    const eighth = seen(mapOf(NUMBERS, 4), log);
    expect(bearing('routing as it should be', complete)).toMatchObject({ fits: 240, of: 240 });
    for (const name of ['lost updates', 'many processes', 'tiered']) {
      expect(bearing(name, complete), name).toMatchObject(OUT);
      expect(bearing(name, eighth), name).toMatchObject({ fits: 208, of: 240, sure: false });
    }
    expect(bearing('many processes', eighth)).toMatchObject({ because: /one process in 8$/ });
    expect(bearing('routing as it should be', eighth)).toMatchObject(OUT);
    // Neither nearly all nor clearly fewer; and minutes that the log does not have.
    expect(bearing('routing as it should be', seen(mapOf(NUMBERS, 26), log))).toBeNull();
    expect(bearing('lost updates', seen(mapOf(NUMBERS, 60), log))).toBeNull();
  });

  test('that goes back further than a shorter ttl excludes that one, in memory', () => {
    const long = seen(mapOf(NUMBERS, 1, 4));
    expect(bearing('expiry', long, subject(...IN_PROCESS, 'router.ttl=5m'))).toMatchObject(OUT);
    expect(bearing('expiry', long, subject(...IN_PROCESS, 'router.ttl=1h'))).toBeNull();
    expect(bearing('expiry', long, subject('store.kind=remote', 'router.ttl=5m'))).toBeNull();
  });

  test('that is missing excludes what would leave one, where it would be found', () => {
    const absent = seen({ kind: 'absent' });
    const remote = subject('store.kind=remote');
    expect(bearing('routing as it should be', absent, remote)).toMatchObject(OUT);
    expect(bearing('samples not recorded', absent, remote)).toBeNull();
    expect(bearing('many processes', absent, remote)).toBeNull();
    expect(bearing('routing as it should be', absent, subject(...IN_PROCESS))).toBeNull();
  });
});

test('what is excluded leads nowhere, and what is shown to be at work leads alone', () => {
  const explanation = (name: string, own: Bearing | null) => ({
    mechanism: { ...(MECHANISMS[0] as Mechanism), name, role: 'blind' as const },
    parameter: null,
    settings: [],
    otherStore: null,
    counts: Array.from({ length: 200 }, (_, i) => [80 + (i % 9) - 4, 20 - (i % 9) + 4]),
    bearing: own,
  });
  const sure = { kind: 'fits', fits: 9, of: 9, because: '', sure: true } as const;
  const out = { kind: 'excluded', because: '' } as const;
  const names = (own: Bearing | null) => {
    const all = [explanation('one', own), explanation('other', null)];
    const { rows: judged, outcome } = judge([80, 20], all);
    const leading = judged.filter((row) => row.leading).flatMap(({ members }) => members);
    return [outcome, ...leading.map(({ prediction }) => prediction.mechanism.name)];
  };
  expect(names(null)).toEqual(['same-prediction', 'one', 'other']);
  expect(names(sure)).toEqual(['decided', 'one']);
  expect(names(out)).toEqual(['decided', 'other']);
});
