import { expect, it } from 'vitest';
import { table } from '../../../src/report/kit/table.js';

it('aligns columns, with titles or without', () => {
  const columns = [{ title: 'name' }, { title: 'n', align: 'right' as const }];
  const rows = [
    ['a', '1'],
    ['bb', '10'],
  ];
  const same = (text: string) => text;
  expect(table(columns, rows, same)).toBe('  name   n\n  a      1\n  bb    10');
  const untitled = columns.map((column) => ({ ...column, title: '' }));
  expect(table(untitled, rows, same)).toBe('  a    1\n  bb  10');
});
