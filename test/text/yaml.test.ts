import { expect, it } from 'vitest';
import { readYaml } from '../../src/text/yaml.js';

const remedies = (text: string) =>
  readYaml({ file: 'a.yaml', text, kind: 'file' }, { of: 'recipe' }).problems.map(
    ({ message, remedy }) => `${message} | ${remedy}`,
  );

it.each([
  ['a: 1\n---\nb: 2\n', 'keep one recipe per file'],
  ['a: \u0001', 'name a recipe written as YAML text'],
  ['#'.repeat(1_000_001), 'which no recipe needs | check that this is a recipe'],
])('a text that is none is called what it was to be', (text, expected) => {
  expect(remedies(text)).toEqual([expect.stringContaining(expected)]);
});
