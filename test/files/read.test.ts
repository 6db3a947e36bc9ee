import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { listShipped, readNumbers, readText } from '../../src/files/read.js';
import { ScenarioError } from '../../src/text/problems.js';
import { workFolder } from '../cli/latsim.js';
import { sample } from '../scenario/sample.js';

const folder = workFolder();

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function summary(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(
      ({ line, column, message, remedy }) => `${line}:${column} ${message} | ${remedy}`,
    );
  }
  throw new Error('nothing was thrown');
}

describe('files of numbers', () => {
  it('take plain seconds, units, comments, blank lines, CRLF and a byte order mark', () => {
    const path = file('a.txt', '\ufeff# arrivals\r\n0\r\n\r\n500ms # half\r\n1.25\r\n2s');
    expect([...readNumbers(path, 'arrivals')]).toEqual([0, 0.5, 1.25, 2]);
  });

  it('hold more than one piece of the file', () => {
    const values = Array.from({ length: 50_000 }, (_, i) => i);
    expect([...readNumbers(file('long.txt', values.join('\n')), 'arrivals')]).toEqual(values);
  });

  it.each([
    ['arrivals', '1\n2\n1.5\n', /^3:1 "1.5" is before the arrival above it \| write times in asc/],
    ['arrivals', '1\n  -2\n', /^2:3 a duration cannot be negative/],
    ['durations', '1\n5 sec\n', /^2:1 "sec" is not a unit of time/],
    ['durations', 'nan\n', /^1:1 "nan" is not a duration/],
    ['durations', '5e4120704\n', /^1:1 there is no duration in this line of 9 characters/],
    ['durations', '1e999\n', /^1:1 "1e999" is too large/],
    ['numbers', '5ms\n', /^1:1 "5ms" is not a number/],
    ['numbers', '# nothing\n', /there are no numbers/],
    ['numbers', '', /there are no numbers/],
    ['numbers', 'x'.repeat(200_000), /more than 1000 characters/],
  ] as const)('%s: %j is refused', (kind, content, expected) => {
    expect(summary(() => readNumbers(file('b.txt', content), kind))[0]).toMatch(expected);
  });
});

describe('texts', () => {
  it.each([
    ['#'.repeat(1_000_001), /more than 1 MB, which no recipe needs \| check that this is a recipe/],
    [Uint8Array.of(0xff), /this is not UTF-8 text \| name a recipe written as YAML text/],
  ])('that are none are called what they were to be', (content, expected) => {
    const path = file('r.yaml', content);
    expect(summary(() => readText(path, { shown: 'r.yaml', of: 'recipe' }))[0]).toMatch(expected);
  });
});

describe('loading', () => {
  it('finds what a scenario names beside it', () => {
    file('arrivals.txt', '0\n1\n2\n');
    const path = file(
      's.yaml',
      sample.replace('{ kind: poisson, rate: 160/min }', '{ kind: file, path: arrivals.txt }'),
    );
    const { scenario, source, numbers } = loadScenario(path);
    expect(scenario.name).toBe('s');
    expect(source.path).toBe(path);
    expect([...(numbers.get('arrivals.txt') ?? [])]).toEqual([0, 1, 2]);
  });

  it('looks up a relative path in a folder that it is told', () => {
    file('s.yaml', sample);
    const { source } = loadScenario('s.yaml', { folder });
    expect(source).toMatchObject({ file: 's.yaml', path: join(folder, 's.yaml') });
    expect(summary(() => loadScenario('t-none.yaml', { folder }))[0]).toMatch(/no such file/);
  });

  it('reports every file that cannot be read', () => {
    const path = file(
      't.yaml',
      sample
        .replace('{ kind: poisson, rate: 160/min }', '{ kind: file, path: none.txt }')
        .replace(
          '{ distribution: constant, value: 500ms }',
          '{ distribution: empirical, file: no.txt }',
        ),
    );
    expect(summary(() => loadScenario(path))).toHaveLength(2);
  });

  it.each([
    ['arrivals.tx', 'there is no such file "arrivals.tx" | did you mean "arrivals.txt"?'],
    ['../arrivals.tx', 'there is no such file "../arrivals.tx" | check the path'],
    ['no/arrivals.txt', 'there is no such file "no/arrivals.txt" | check the path'],
    ['arrivals.txt/x', 'there is no such file "arrivals.txt/x" | check the path'],
    ['.', '"." is a directory | name a file in it'],
    ['empty.txt', '"empty.txt": there are no numbers in this file | write one number per line'],
    ['n'.repeat(300), /^\d+:\d+ "n+": no file has so long a name/],
    [
      join(folder, 'arrivals.tx'),
      `there is no such file "${join(folder, 'arrivals.tx')}" | check the path`,
    ],
  ])('says where it names %s, which cannot be read', (named, expected) => {
    file('arrivals.txt', '0\n');
    file('empty.txt', '# none\n');
    const load = `{ kind: file, path: '${named}' }`;
    const text = sample.replace('{ kind: poisson, rate: 160/min }', load);
    const before = text.slice(0, text.indexOf(`'${named}'`)).split('\n');
    const place = `${before.length}:${before[before.length - 1]!.length + 1}`;
    const [problem] = summary(() => loadScenario(file('named.yaml', text)));
    if (typeof expected === 'string') expect(problem).toBe(`${place} ${expected}`);
    else expect(problem).toMatch(expected);
  });

  it.each([
    'fleet.groups[0].latency',
    'fleet.groups[0].ttft',
    'fleet.groups[1].tokens',
    'store.rtt',
  ])('names a file in %s at its place, in the option that does so', (path) => {
    const set = [`${path}={law: empirical, file: zzzzzzzz}`];
    if (path === 'store.rtt') set.unshift('store.kind=remote');
    const problems = summary(() => loadScenario(file('set.yaml', sample), { set }));
    const column = set[set.length - 1]!.indexOf('zzzzzzzz') + 1;
    expect(problems).toEqual([
      `undefined:${column} there is no such file "zzzzzzzz" | check the path`,
    ]);
  });

  it('says where one of several model groups names a file', () => {
    const group = (name: string, file: string) =>
      `  - { name: ${name}, fleet: { groups: [{ name: ${name}, deployments: 1, latency: { law: empirical, file: ${file} } }] },\n      load: { kind: poisson, rate: 1/s } }`;
    const text = `duration: 10s\nseeds: 1\nmodelGroups:\n${group('x', 'arrivals.txt')}\n${group('y', 'gone.txt')}\n`;
    expect(summary(() => loadScenario(file('listed.yaml', text)))).toEqual([
      expect.stringMatching(/^6:\d+ there is no such file "gone.txt"/),
    ]);
  });

  it('hashes the meaning: not prose, spelling, order of keys or defaults written out', () => {
    const hash = (text: string, set: string[] = []) =>
      loadScenario(file('h.yaml', text), { set }).hash;
    const first = hash(sample);
    expect(first).toMatch(/^[0-9a-f]{12}$/);
    expect(hash(`title: x\nassumes: y\nseeds: 20\nrouter: { ttl: 60m }\n${sample}`)).toBe(first);
    expect(hash(sample.replace('300s', '5m'))).toBe(first);
    expect(hash(sample, ['seed=2'])).not.toBe(first);
    expect(hash(sample, ['fleet.groups[0].deployments=15'])).not.toBe(first);
  });

  it('hashes what is written: options of their own are reported beside it', () => {
    const path = file('h.yaml', sample);
    const plain = loadScenario(path);
    const shorthands = { seed: '7', replications: '3', profile: 'v1.110.2', margin: '5' };
    const { scenario, hash } = loadScenario(path, { shorthands });
    expect(hash).toBe(plain.hash);
    expect(scenario).toEqual({
      ...plain.scenario,
      seed: 7,
      replications: 3,
      margin: 0.05,
      router: { ...plain.scenario.router, profile: 'v1.110.2' },
    });
    const set = ['seed=8'];
    expect(loadScenario(path, { set, shorthands }).hash).toBe(loadScenario(path, { set }).hash);
  });

  it('hashes the numbers that a scenario names', () => {
    const path = file(
      'n.yaml',
      sample.replace('{ kind: poisson, rate: 160/min }', '{ kind: file, path: n.txt }'),
    );
    file('n.txt', '0\n1\n');
    const before = loadScenario(path).hash;
    file('n.txt', '0\n2\n');
    expect(loadScenario(path).hash).not.toBe(before);
  });

  it('knows the shipped scenarios by name', () => {
    for (const { name, path } of listShipped()) {
      const { scenario, source } = loadScenario(name);
      expect(scenario.name).toBe(name);
      expect(source.path).toBe(path);
    }
  });
});
