import { expect, it } from 'vitest';
import { pathIn } from '../../src/files/paths.js';

it.each([
  ['a/b.yaml', '/here/a/b.yaml'],
  ['/a/b.yaml', '/a/b.yaml'],
  ['link/../b.yaml', '/here/link/../b.yaml'],
  ['file/', '/here/file/'],
  ['', ''],
])('%j in /here is %j', (path, expected) => {
  expect(pathIn('/here', path)).toBe(expected);
});
