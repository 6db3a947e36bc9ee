import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chooseLogger } from '../../src/cli/loggers.js';

it('knows shipped loggers by their names and others by their paths', () => {
  expect(chooseLogger('locked', '/a')).toEqual({ kind: 'shipped', name: 'locked' });
  expect(chooseLogger('./my-fix.mjs', '/a')).toEqual({
    kind: 'file',
    name: 'my-fix',
    shown: '/a/my-fix.mjs',
    path: '/a/my-fix.mjs',
  });
  const here = chooseLogger('./my-fix.mjs', process.cwd());
  expect(here).toMatchObject({ shown: './my-fix.mjs' });
});

it('shows a file below here the same on every machine', () => {
  const path = join(process.cwd(), 'fixes', 'my-fix.mjs');
  expect(chooseLogger(path, '/a')).toMatchObject({ shown: './fixes/my-fix.mjs', path });
  expect(chooseLogger('./my-fix.mjs', join(process.cwd(), 'fixes'))).toMatchObject({
    shown: './fixes/my-fix.mjs',
  });
});

it('suggests the nearest name', () => {
  expect(() => chooseLogger('atomc', '.')).toThrow("there is no logger 'atomc'");
});
