import { expect, test } from 'vitest';
import { type Mutant, verdict } from './verdict.mjs';

const FILE = 'src/kernel/less.ts';
const SOURCE = 'export const less = (a, b) => a < b;\nexport const more = (a, b) => b < a;\n';

/** Of `a < b` in line 1, or `b < a` in line 2: what it was changed to, and how that ended. */
const mutant = (line: 1 | 2, replacement: string, status: string): Mutant => ({
  location: { start: { line, column: 31 }, end: { line, column: 36 } },
  replacement,
  status,
});
const KILLED = Array.from({ length: 18 }, () => mutant(1, 'false', 'Killed'));
const SURVIVOR = mutant(1, 'a <= b', 'Survived');
const EXPLAINED = '- `a < b` -> `a <= b`: No two are the same.';

const judged = (mutants: readonly Mutant[], ...explanations: readonly string[]) =>
  verdict(
    { files: { [FILE]: { source: SOURCE, mutants } } },
    ['# Why', '', `## ${FILE}`, '', ...explanations, ''].join('\n'),
    85,
  );

test('what survived is explained, and the score is of what was tried', () => {
  const others = [mutant(2, 'true', 'Ignored'), mutant(2, '', 'Timeout')];
  const score = { found: 19, mutants: 20, percent: 95 };
  expect(judged([...KILLED, SURVIVOR, ...others], EXPLAINED)).toEqual({
    scores: [
      { room: 'kernel', ...score },
      { room: 'all', ...score },
    ],
    faults: [],
  });
});

test.each<[string, readonly Mutant[], readonly string[], string]>([
  [
    'no reason',
    [SURVIVOR],
    [],
    `survived, 0 of 1 explained: ${FILE}: \`a < b\` -> \`a <= b\` (line 1)`,
  ],
  [
    'no test that reaches it',
    [mutant(2, 'false', 'NoCoverage')],
    [],
    `survived, 0 of 1 explained: ${FILE}: \`b < a\` -> \`false\` (line 2)`,
  ],
  [
    'a reason for one of two',
    [SURVIVOR, SURVIVOR],
    [EXPLAINED],
    `survived, 1 of 2 explained: ${FILE}: \`a < b\` -> \`a <= b\` (line 1, 1)`,
  ],
  [
    'a reason for what is found',
    [],
    [EXPLAINED],
    `explained, 0 of 1 survived: ${FILE}: \`a < b\` -> \`a <= b\``,
  ],
  [
    'a reason for what is not there',
    [SURVIVOR],
    [EXPLAINED, '- `a < b` -> `true`: Why not?'],
    `explained, 0 of 1 survived: ${FILE}: \`a < b\` -> \`true\``,
  ],
  [
    'two reasons',
    [SURVIVOR],
    [EXPLAINED, EXPLAINED],
    `explained twice: ${FILE}: \`a < b\` -> \`a <= b\``,
  ],
  [
    'a reason that says nothing',
    [],
    ['- `a < b` -> `a <= b`: '],
    'explains nothing: - `a < b` -> `a <= b`: ',
  ],
])('%s is a fault', (_, mutants, explanations, fault) => {
  expect(judged([...KILLED, ...mutants], ...explanations).faults).toEqual([fault]);
});

test('mutants that look alike have one reason, with their number', () => {
  const twice = '- `a < b` -> `a <= b` (2 times): No two are the same.';
  expect(judged([...KILLED, SURVIVOR, SURVIVOR], twice).faults).toEqual([]);
  expect(judged([...KILLED, SURVIVOR], twice).faults).toHaveLength(1);
});

test('reasons of files that were not tried are left alone', () => {
  expect(judged(KILLED, '## src/kernel/other.ts', EXPLAINED).faults).toEqual([]);
});

test('below the bound it fails, although all is explained; and so it does without a mutant', () => {
  const low = judged([...KILLED.slice(0, 5), SURVIVOR], EXPLAINED);
  expect(low.scores.at(-1)?.percent).toBeCloseTo(83.33);
  expect(low.faults).toEqual(['the score is below 85%']);
  expect(judged([]).faults).toEqual(['the score is below 85%']);
});
