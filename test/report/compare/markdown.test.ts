import { expect, it } from 'vitest';
import { markdown } from '../../../src/report/compare/markdown.js';
import { HEADING, sampleComparison } from '../sample.js';

const report = sampleComparison(['unlocked', 'locked']);

it('is a table with a column per logger', () => {
  const lines = markdown(report, HEADING).split('\n');
  const table = lines.slice(2, lines.indexOf('', 2));
  expect(table[0]).toBe('|  | **unlocked** | **locked** |');
  for (const row of table) expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
  expect(table.join('\n')).toContain('| samples lost |');
});

it('means names literally', () => {
  const text = markdown(report, { ...HEADING, title: '<img src=x> *a* | b\n# c' });
  expect(text.split('\n')[0]).toBe('### small: \\<img src=x\\> \\*a\\* \\| b \\# c');
});
