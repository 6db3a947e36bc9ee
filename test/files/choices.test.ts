import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chooseLogger } from '../../src/files/choices.js';
import { workFolder } from '../cli/latsim.js';

const folder = workFolder({ 'my-fix.mjs': '' });

it('knows shipped loggers by their names and others by their paths', () => {
  expect(chooseLogger('locked', '/a')).toEqual({ kind: 'shipped', name: 'locked' });
  expect(chooseLogger('./my-fix.mjs', '/b', '/a')).toEqual({
    kind: 'file',
    name: 'my-fix',
    shown: '/a/my-fix.mjs',
    path: '/a/my-fix.mjs',
  });
  expect(chooseLogger('../my-fix.mjs', join(folder, 'below'))).toMatchObject({
    shown: '../my-fix.mjs',
    path: join(folder, 'my-fix.mjs'),
  });
});

it('shows a file below here the same on every machine', () => {
  const path = join(folder, 'my-fix.mjs');
  expect(chooseLogger(path, folder)).toMatchObject({ shown: './my-fix.mjs', path });
  expect(chooseLogger('./my-fix.mjs', '/a', '/a/fixes')).toMatchObject({
    shown: './fixes/my-fix.mjs',
  });
});

it('suggests the nearest name', () => {
  expect(() => chooseLogger('./my-fx.mjs', folder)).toThrow('there is no such file');
  expect(() => chooseLogger('atomc', '.')).toThrow("there is no logger 'atomc'");
});

it.each([
  ['./my-fix', 'did you mean ./my-fix.mjs?'],
  ['.\\my-fix.mjs', 'did you mean ./my-fix.mjs?'],
  ['.\\my-fix', 'did you mean ./my-fix.mjs?'],
  ['file:///a%20b/my-fix.mjs', 'did you mean /a b/my-fix.mjs?'],
  ['file://elsewhere/my-fix.mjs', 'download it, and name the file'],
  ['./other', 'check the path'],
])('%s: %s', (given, remedy) => {
  const refused = expect.objectContaining({ failure: expect.objectContaining({ remedy }) });
  expect(() => chooseLogger(given, folder)).toThrow(refused);
});
