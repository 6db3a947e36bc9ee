import { expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';

const read = (router: string, limits = '', profile?: string) => {
  const text = `
fleet: { groups: [{ name: a, deployments: 2, latency: { distribution: constant, value: 1s }${limits} }] }
load: { kind: poisson, rate: 1/s }
duration: 1m
router: ${router}
`;
  const result = parseScenario(text, {
    file: 'x.yaml',
    shorthands: profile === undefined ? {} : { profile },
  });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.warnings;
};

const warnings = (...of: Parameters<typeof read>) =>
  read(...of).map(({ line, message }) => [line, message.split(':')[0]]);

const remedyOf = (router: string) => read(router)[0]?.remedy;

test('what a strategy does otherwise than the release is told beside the result, at the strategy', () => {
  expect(warnings('{ strategy: least-busy }')).toEqual([
    [5, 'least-busy counts a call when it is made'],
  ]);
  expect(remedyOf('{ strategy: least-busy, litellm: 1.82.3 }')).toContain('/chat/completions');
  expect(warnings('{ strategy: least-busy, litellm: 1.82.3 }', '', 'v1.110.2')).toEqual([]);
  expect(warnings('{ strategy: least-busy, profile: v1.110.2 }')).toEqual([]);
  expect(warnings('{ strategy: lowest-latency }', ', rpm: 0')).toEqual([]);
  // On /chat/completions it counts as the release does.
  expect(warnings('{ strategy: least-busy }\npath: chat')).toEqual([]);
});

test('simple-shuffle over weights of 0 fails until 1.110.2', () => {
  const zero = ', tpm: 0';
  expect(warnings('{ strategy: simple-shuffle }', zero)).toEqual([
    [5, 'simple-shuffle weighs by tpm, which is 0 everywhere'],
  ]);
  expect(warnings('{ strategy: simple-shuffle, profile: v1.110.2 }', zero)).toEqual([]);
  expect(warnings('{ strategy: simple-shuffle }', ', rpm: 1, tpm: 0')).toEqual([]);
});
