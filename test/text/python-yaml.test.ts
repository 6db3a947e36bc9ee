import { expect, test } from 'vitest';
import { pythonNumber, pythonScalar } from '../../src/text/python-yaml.js';
import { plain } from '../../src/text/tree.js';
import { readPythonYaml } from '../../src/text/yaml.js';

/* Each value is what yaml.safe_load of PyYAML 6.0.3 gives. */

const read = (text: string) => readPythonYaml({ file: 'f', text, kind: 'file' }, {});
const valuesOf = (text: string) => read(text).roots?.map(plain);

test.each([
  ['80_000', 80_000],
  ['017', 15],
  ['08', '08'],
  ['0x1F', 31],
  ['0b11', 3],
  ['1:30', 90],
  ['1:30.5', 90.5],
  ['1_000.5', 1000.5],
  ['1.0e+5', 100_000],
  ['1e5', '1e5'],
  ['0o17', '0o17'],
  ['+5', 5],
  ['-0x1f', -31],
  ['.5', 0.5],
  ['12345678901234567890', '12345678901234567890'],
  ['yes', true],
  ['Off', false],
  ['y', 'y'],
  ['tRUE', 'tRUE'],
  ['~', null],
  ['', null],
  ['2024-02-01', '2024-02-01'],
])('%s is %j', (text, value) => {
  expect(pythonScalar(text)).toBe(value);
});

test.each([
  ['80_000', 80_000],
  [' 1e5 ', 100_000],
  ['0x10', Number.NaN],
  ['', Number.NaN],
  ['5m', Number.NaN],
])('int() or float() of %j is %d', (text, value) => {
  expect(pythonNumber(text)).toBe(value);
});

test.each([
  ['a: "80_000"', { a: '80_000' }],
  ['a: !!str 80_000', { a: '80_000' }],
  ["a: !!int '5'", { a: 5 }],
  ['x: &d {r: 1, b: 2}\ny: {<<: *d, b: 3}', { x: { r: 1, b: 2 }, y: { r: 1, b: 3 } }],
  [
    'x: &d {r: 1}\nz: &e {r: 2, c: 3}\ny: {<<: [*d, *e]}',
    { x: { r: 1 }, z: { r: 2, c: 3 }, y: { r: 1, c: 3 } },
  ],
  ['x: &d {r: 1}\nz: &e {r: 2}\ny:\n  <<: *d\n  <<: *e', { x: { r: 1 }, z: { r: 2 }, y: { r: 2 } }],
])('%s', (text, value) => {
  expect(valuesOf(text)).toEqual([value]);
});

test('of a key that is given twice the last counts, and it is told where', () => {
  const { roots, repeated } = read('a: 1\nb: 2\na: 3');
  expect(roots?.map(plain)).toEqual([{ a: 3, b: 2 }]);
  expect(repeated.map(({ name, at }) => [name, at.offset])).toEqual([['a', 10]]);
});

test('there may be several documents, each with anchors of its own', () => {
  expect(valuesOf('a: &x 1\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
  expect(read('a: &x 1\n---\nb: *x\n').problems[0]?.message).toContain('no anchor &x above');
});

test('what is merged is a map', () => {
  expect(read('a: {<<: 1}').problems[0]).toMatchObject({
    line: 1,
    message: 'only maps can be merged',
  });
});
