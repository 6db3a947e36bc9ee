import { expect, it } from 'vitest';
import { markdown } from '../../../src/report/compare/markdown.js';
import { HEADING, sampleComparison } from '../sample.js';

const report = sampleComparison(['unlocked', 'locked']);
const LOGGERS = ['unlocked', './my logger.mjs'].map((name) => ['--logger', name] as const);

it('has the conclusion, a column per logger, and the command that repeats it', () => {
  const lines = markdown(report, HEADING, LOGGERS).split('\n');
  expect(lines[0]).toMatch(/^### small: locked sends .* a request\.$/);
  const first = lines.findIndex((line) => line.startsWith('|'));
  const table = lines.slice(first, lines.indexOf('', first));
  expect(table[0]).toBe('|  | unlocked | locked |');
  for (const row of table) expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
  expect(table.join('\n')).toMatch(/\| samples overwritten \|.*\n\| latency P50, P95 \|/);
  const labels = table.map((row) => row.split('|')[1]);
  expect(new Set(labels).size).toBe(labels.length);
  expect(lines[lines.indexOf('```sh') + 1]).toBe(
    "latsim compare small.yaml --logger unlocked --logger './my logger.mjs'",
  );
});

it('means names literally', () => {
  const text = markdown(report, { ...HEADING, title: '<img src=x> *a* | b\n# c' }, LOGGERS);
  expect(text).toContain('| title | \\<img src=x\\> \\*a\\* \\| b \\# c |');
});
