import { expect, test } from 'vitest';
import { PLAIN } from '../../../src/report/kit/style.js';
import { textReplayed } from '../../../src/report/replay/text.js';

const verdictOf = (checked: number, mismatches: number, ops: number) => {
  const firstLine = mismatches === 0 ? null : 2;
  const none = { checked: 0, mismatches: 0, firstLine: null };
  const fields = { averages: { checked, mismatches, firstLine }, valid: none, map: none };
  const versions = { variant: 'v1.82.3', profile: 'v1.82.3' };
  const file = { file: 'a.jsonl', ...versions, ops, mismatches, fields, details: [] };
  const text = textReplayed({ files: [file], partial: false }, PLAIN);
  return text.split('\n').find((line) => /^(All|The only|\d+ of) /.test(line));
};

test.each([
  [1, 0, 1, 'The only check agrees, in 1 operation.'],
  [1, 1, 3, 'The only check differs, in 3 operations.'],
  [2, 0, 3, 'All 2 checks agree, in 3 operations.'],
  [2, 1, 3, '1 of 2 checks differ, in 3 operations.'],
])('%i checks of which %i differ, in %i operations: %s', (checks, mismatches, ops, verdict) => {
  expect(verdictOf(checks, mismatches, ops)).toBe(verdict);
});
