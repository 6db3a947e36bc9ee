import { expect, it } from 'vitest';
import { markdown } from '../../../src/report/compare/markdown.js';
import { HEADING, sampleComparison } from '../sample.js';

const report = sampleComparison(['unlocked', 'locked']);

it('is a table with a column per logger', () => {
  const lines = markdown(report, HEADING).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const table = lines.slice(first, lines.indexOf('', first));
  expect(table[0]).toBe('|  | **unlocked** | **locked** |');
  for (const row of table) expect(row.split(/(?<!\\)\|/)).toHaveLength(5);
  expect(table.join('\n')).toContain('| samples overwritten |');
  expect(lines[2]).toMatch(/^locked sends .* a request\.$/);
});

it('means names literally', () => {
  const text = markdown(report, { ...HEADING, title: '<img src=x> *a* | b\n# c' });
  expect(text.split('\n')[0]).toBe('### small: \\<img src=x\\> \\*a\\* \\| b \\# c');
});
