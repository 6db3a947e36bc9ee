import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latsim } from '../cli/in-process.js';
import { workFolder } from '../cli/latsim.js';
import { extremeScenarios } from '../suite/extreme-scenarios.js';
import { figuresAreSound, ran } from '../suite/sound-figures.js';

/** The promise: a figure is a number, whatever numbers a scenario has; and no input is a fault of latsim. */

const folder = workFolder();
const RUNS = 40;

it('whatever numbers a scenario has, it is refused with a place, or has figures', async () => {
  await fc.assert(
    fc.asyncProperty(extremeScenarios, async (text) => figuresAreSound(folder, text)),
    { numRuns: RUNS },
  );
});

const base = (of: Readonly<Record<string, string>>) => `fleet:
  groups:
    - { name: a, deployments: 2, latency: ${of.latency ?? '{ distribution: constant, value: 1s }'} }
    - { name: b, deployments: 2, latency: { distribution: constant, value: 2s } }
load: ${of.load ?? '{ kind: uniform, rate: 1/s }'}
duration: ${of.duration ?? '10s'}
samples: { kind: { chat: ${of.chat ?? '1'}, other: ${of.other ?? '1'} } }
replications: 2
`;

describe('what doubles do not carry is refused with its place', () => {
  it.each([
    ['weights that add up to infinity', { chat: '1e308', other: '1e308' }, '7:26'],
    ['a duration', { duration: '1e308s' }, '6:11'],
    ['one that is 0 as a double', { duration: '1e-400s' }, '6:11'],
    ['a period to divide by', { load: '{ kind: bursts, size: 1, every: 5e-324s }' }, '5:39'],
    ['a rate', { load: `{ kind: uniform, rate: 1${'0'.repeat(200)}/s }` }, '5:30'],
    [
      'a lognormal distribution',
      { latency: '{ distribution: lognormal, p50: 1e-40s, p95: 1e40s }' },
      '3:88',
    ],
    [
      'a mean and a sigma',
      { latency: '{ distribution: lognormal, mean: 1s, sigma: 1e40 }' },
      '3:87',
    ],
  ])('%s', async (_, of, place) => {
    const { code, stderr } = await ran(folder, base(of));
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`\\.yaml:${place}: `));
  });
});

it('a weight may be many times another', async () => {
  const { code, stdout } = await ran(folder, base({ chat: '1e50', other: '1e-300' }));
  expect(code).toBe(0);
  expect(JSON.parse(stdout).samples.unrecordable).toBe(0);
});

it.each([
  ['--margin', '1e400'],
  ['--seeds', '1e400'],
  ['--seed', '9007199254740993'],
  ['--max-events', '1e400'],
  ['--max-memory', '1e400'],
  ['--replication', '1e400'],
  ['--set', 'router.ttl=1e400s'],
])('an option that no double carries is refused: %s %s', async (option, value) => {
  const { code } = await latsim(['run', '16x4', option, value]);
  expect(code).toBe(2);
});

it.each(['share(slow) >= 1e400%', 'p95(latency) <= 1e400s', 'lost <= 1e400', 'lost <= Infinity'])(
  'a bound that no double carries is refused: %s',
  async (expectation) => {
    const { code } = await latsim(['gate', '16x4', '--expect', expectation]);
    expect(code).toBe(2);
  },
);
