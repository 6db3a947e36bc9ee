import { expect, it } from 'vitest';
import { LOGGERS, loggerNamed } from '../../src/loggers/index.js';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { estimatedEvents } from '../../src/studies/event-limit.js';
import { atOnce, neededMemory } from '../../src/studies/memory-limit.js';
import { Replication } from '../../src/worlds/simulate/replication.js';

const CONTENDED = `
fleet: { groups: [{ name: a, deployments: 4, latency: { distribution: constant, value: 1s } }] }
load: { kind: uniform, rate: 8/s }
duration: 60s
dispatch: { kind: flushes, every: 5s }
store: { kind: remote, rtt: 10ms }
`;

it.each(LOGGERS)(
  'events under $name, whose handlers meet, are estimated within a factor of 2',
  (logger) => {
    const parsed = parseScenario(CONTENDED, { file: 'contended' });
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const experiment = compile(parsed.scenario, { logger });
    const replication = new Replication(experiment, 0);
    while (!replication.advance(100_000));
    const ratio = replication.result().occurrences / estimatedEvents(experiment, 1, 1000);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  },
);

const LIMITED = `
fleet: { groups: [{ name: a, deployments: 4, latency: { distribution: exponential, mean: 1s }, capacity: { slots: 2 } }] }
load: { kind: poisson, rate: 6/s }
duration: 600s
router: { strategy: simple-shuffle }
`;

it.each([
  ['slots'],
  ['sharing', 'fleet.groups[0].capacity={ sharing: 2 }'],
  ['shared by several', 'load.rate=7.5/s', 'fleet.groups[0].capacity={ sharing: 2 }'],
  ['too few', 'load.rate=40/s'],
  ['too few, shared', 'load.rate=40/s', 'fleet.groups[0].capacity={ sharing: 2 }'],
  ['before bursts', 'load={ kind: bursts, size: 1000, every: 200s }'],
  ['before users', 'load={ kind: closed, users: 100, think: 1s }'],
])('events at deployments with a capacity: %s', (_, ...set) => {
  const parsed = parseScenario(LIMITED, { file: 'limited', set });
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const experiment = compile(parsed.scenario);
  const replication = new Replication(experiment, 0);
  while (!replication.advance(100_000));
  const ratio = replication.result().occurrences / estimatedEvents(experiment, 1, 1000);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

it('memory: what waits for deployments with a capacity counts, and users no more than there are', () => {
  const each = (...set: string[]) =>
    large('unlocked', 'load={ kind: poisson, rate: 2000/s }', 'duration=500s', ...set).each;
  const free = each();
  // Of 1,000,000 requests 12,000 a second could be served, or 120.
  expect(each('fleet.groups[0].capacity={ slots: 1 }') / free).toBeLessThan(3);
  expect(
    each('fleet.groups[0].deployments=120', 'fleet.groups[0].capacity={ slots: 1 }'),
  ).toBeGreaterThan(940_000 * 1200);
  const users = 'load={ kind: closed, users: 1000, think: 1s }';
  expect(
    each(users, 'fleet.groups[0].deployments=1', 'fleet.groups[0].capacity={ slots: 1 }'),
  ).toBeLessThan(20e6);
});

function large(logger: string, ...set: string[]) {
  const text = `
fleet: { groups: [{ name: a, deployments: 12000, latency: { distribution: constant, value: 1s } }] }
load: { kind: bursts, size: 12000, every: 100s }
duration: 50s
store: { kind: remote, rtt: 10ms }
replications: 2
`;
  const parsed = parseScenario(text, { file: 'large', set });
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const experiment = compile(parsed.scenario, { logger: loggerNamed(logger) });
  return neededMemory(experiment, { kind: 'shipped', name: logger }, 2);
}

it('memory: what a request holds of every deployment counts as often as requests do so at once', () => {
  const MB = 1e6;
  const slots = 12_000 * 12_000 * 8;
  expect(atOnce(large('atomic'))).toBeGreaterThan(slots);
  expect(atOnce(large('atomic'))).toBeLessThan(2 * slots);
  expect(atOnce(large('atomic', 'load.size=10'))).toBeLessThan(200 * MB);
  expect(atOnce(large('atomic', 'store={kind: in-process}'))).toBeLessThan(300 * MB);
});

it('memory: users, deployments, processes, replications and a queue count', () => {
  const few = ['fleet.groups[0].deployments=10', 'load={kind: uniform, rate: 1000/s}'];
  const usual = large('unlocked', ...few);
  const more = (...set: string[]) => atOnce(large('unlocked', ...few, ...set)) / atOnce(usual);
  expect(more('load={kind: closed, users: 1000000, think: 5s}')).toBeGreaterThan(10);
  expect(more('fleet.groups[0].deployments=100000', 'processes.count=100')).toBeGreaterThan(2);
  expect(large('locked', ...few).each).toBeGreaterThan(2 * usual.each);
  const many = large('unlocked', ...few);
  expect(many.results).toBeGreaterThan(0);
});
