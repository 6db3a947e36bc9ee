import { expect, it } from 'vitest';
import { chooseLogger } from '../../src/files/loggers.js';

it('knows shipped loggers by their names and others by their paths', () => {
  expect(chooseLogger('locked', '/a')).toEqual({ kind: 'shipped', name: 'locked' });
  expect(chooseLogger('./my-fix.mjs', '/b', '/a')).toEqual({
    kind: 'file',
    name: 'my-fix',
    shown: '/a/my-fix.mjs',
    path: '/a/my-fix.mjs',
  });
  expect(chooseLogger('../my-fix.mjs', '/a/b')).toMatchObject({
    shown: '../my-fix.mjs',
    path: '/a/my-fix.mjs',
  });
});

it('shows a file below here the same on every machine', () => {
  const path = '/a/fixes/my-fix.mjs';
  expect(chooseLogger(path, '/a')).toMatchObject({ shown: './fixes/my-fix.mjs', path });
  expect(chooseLogger('./my-fix.mjs', '/a', '/a/fixes')).toMatchObject({
    shown: './fixes/my-fix.mjs',
  });
});

it('suggests the nearest name', () => {
  expect(() => chooseLogger('atomc', '.')).toThrow("there is no logger 'atomc'");
});
