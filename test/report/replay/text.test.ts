import { expect, test } from 'vitest';
import { LATENCY_CHECKS } from '../../../src/litellm/recordings/lowest-latency.js';
import { PLAIN } from '../../../src/report/kit/style.js';
import type { ReplayedFile } from '../../../src/report/replay/report.js';
import { textReplayed } from '../../../src/report/replay/text.js';

const ASKED = { tool: { name: 'latsim', version: '0.0.0' }, next: [] } as const;

const verdictOf = (checked: number, mismatches: number, ops: number) => {
  const firstLine = mismatches === 0 ? null : 2;
  const none = { checked: 0, mismatches: 0, firstLine: null };
  const fields = { averages: { checked, mismatches, firstLine }, valid: none, map: none };
  const versions = { variant: 'v1.82.3', profile: 'v1.82.3' };
  const file = {
    file: 'a.jsonl',
    ...versions,
    ops,
    mismatches,
    fields,
    details: [],
    checks: LATENCY_CHECKS,
  };
  return textReplayed({ files: [file], partial: false }, ASKED, PLAIN).split('\n')[0];
};

test.each([
  [1, 0, 1, 'latsim agrees with the recording in 1 of 1 check, in 1 operation.'],
  [1, 1, 3, 'latsim agrees with the recording in 0 of 1 check, in 3 operations.'],
  [412, 0, 430, 'latsim agrees with the recording in 412 of 412 checks, in 430 operations.'],
  [2, 1, 3, 'latsim agrees with the recording in 1 of 2 checks, in 3 operations.'],
  [0, 0, 3, 'Nothing was to be checked in 3 operations.'],
])('%i checks of which %i differ, in %i operations: %s', (checks, mismatches, ops, verdict) => {
  expect(verdictOf(checks, mismatches, ops)).toBe(verdict);
});

const LONG = `recordings/${'of-the-second-account/'.repeat(5)}1.jsonl.gz`;
const none = { checked: 0, mismatches: 0, firstLine: null };
const file = (mismatches: number) => ({
  file: LONG,
  variant: `${LONG}-2026`,
  profile: 'v1.82.3',
  checks: LATENCY_CHECKS,
  ops: 1_234_567,
  mismatches,
  fields: { averages: { checked: 123_456_789, mismatches, firstLine: 2 }, valid: none, map: none },
  details: [
    { line: 2, op: 'select', t_s: 1, field: 'averages', expected: { [LONG]: 1 }, actual: {} },
  ] as unknown as ReplayedFile['details'],
});

test('what agrees needs no table', () => {
  const text = textReplayed({ files: [file(0), file(0)], partial: false }, ASKED, PLAIN);
  expect(text).toMatch(/^By the rules of v1\.82\.3, latsim agrees with 2 recordings in /);
  expect(text).not.toContain(LONG);
});

test('it stays within the page, whatever the names', () => {
  const text = textReplayed({ files: [file(3), file(123_456)], partial: true }, ASKED, PLAIN);
  expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
});
