import { describe, expect, it } from 'vitest';
import type { Shorthands } from '../../src/scenario/overrides.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { formatProblems } from '../../src/text/problems.js';
import { problemsOf, sample, scenarioOf, summaryOf } from './sample.js';

const groupsOf = (set: string[], text = sample) => scenarioOf(text, set).modelGroups[0]!.groups;

describe('--set', () => {
  it('replaces a value, wherever it is, and later ones win', () => {
    expect(scenarioOf(sample, ['router.ttl=60s']).router.ttl).toBe(60);
    expect(scenarioOf(sample, ['seed=2', 'seed=3']).seed).toBe(3);
    expect(groupsOf(['fleet.groups[0].deployments=8'])[0]?.deployments).toBe(8);
    expect(groupsOf(['fleet.groups.1.deployments=9'])[1]?.deployments).toBe(9);
    expect(scenarioOf(sample, ['store={kind: remote, rtt: 1ms}']).store.kind).toBe('remote');
    const { expect: expected } = scenarioOf(sample, ['expect=[share(slow) >= 10%]']);
    expect(expected.any.map(({ text }) => text)).toEqual(['share(slow) >= 10%']);
  });

  it('changes one place only where an alias shares the value', () => {
    const shared = sample
      .replace('{ distribution: lognormal', '&l { distribution: lognormal')
      .replace('{ distribution: constant, value: 500ms }', '*l');
    const [slow, fast] = groupsOf(['fleet.groups[1].latency.p95=3s'], shared);
    expect(slow?.latency).toMatchObject({ p95: 2.243 });
    expect(fast?.latency).toMatchObject({ p95: 3 });
  });

  it('that gives another kind blames itself for what the scenario sets of the kind before', () => {
    const remote = `${sample}\nstore: { kind: remote, rtt: 1ms, jitter: 10% }\n`;
    expect(summaryOf(remote, ['store.kind=in-process'])).toEqual([
      `--set:1 store.kind: in-process has no "rtt", "jitter", which the scenario sets | replace the whole: --set 'store={kind: in-process}'`,
    ]);
    expect(scenarioOf(remote, ['store={kind: in-process}']).store.kind).toBe('in-process');
  });

  it('names what the kind that is given lacks, in the line to copy', () => {
    const bursts = sample.replace(/^load: .*$/m, 'load: { kind: bursts, size: 40, every: 15s }');
    const load = (kind: string) => summaryOf(bursts, [`load.kind=${kind}`]);
    expect(load('poisson')).toEqual([
      `--set:1 load.kind: poisson has no "size", "every", which the scenario sets | replace the whole: --set 'load={kind: poisson, rate: 2.5/s}'`,
    ]);
    expect(load('closed')).toHaveLength(1);
  });

  it('that gives two maps another kind is told of each once, with what that kind lacks', () => {
    const file = `${sample.replace(/^load: .*$/m, 'load: { kind: bursts, size: 40, every: 15s }')}
dispatch: { kind: flushes, every: 5s }
`;
    const set = [
      'load.kind=poisson',
      'dispatch.kind=immediate',
      'fleet.groups[1].latency.distribution=lognormal',
    ];
    expect(summaryOf(file, set)).toEqual([
      `--set:1 dispatch.kind: immediate has no "every", which the scenario sets | replace the whole: --set 'dispatch={kind: immediate}'`,
      `--set:1 fleet.groups[1].latency.distribution: lognormal has no "value", which the scenario sets | replace the whole: --set 'fleet.groups[1].latency={distribution: lognormal, ...}'; write p50 and p95, or mean and sigma`,
      `--set:1 load.kind: poisson has no "size", "every", which the scenario sets | replace the whole: --set 'load={kind: poisson, rate: 2.5/s}'`,
    ]);
  });

  it('is itself to blame for keys that it gives', () => {
    expect(summaryOf(sample, ['load={kind: poisson, rate: 1/s, size: 4}'])).toEqual([
      expect.stringMatching(
        /^--set:33 unknown key "size" in load \| use one of kind, path, sessions, tags, rate/,
      ),
    ]);
    const bursts = sample.replace(/^load: .*$/m, 'load: { kind: bursts, size: 40, every: 15s }');
    expect(summaryOf(bursts, ['load.kind=poisson', 'load.size=4'])).toEqual([
      `--set:1 load.kind: poisson has no "every", which the scenario sets | replace the whole: --set 'load={kind: poisson, rate: 2.5/s}'`,
      expect.stringMatching(
        /^--set:1 unknown key "size" in load \| use one of kind, path, sessions, tags, rate/,
      ),
    ]);
  });

  it('mends what is wrong in the file', () => {
    expect(scenarioOf(sample.replace('300s', '0s'), ['duration=5s']).duration).toBe(5);
  });

  it.each([
    ['router.ttl=60', /^--set:12 router.ttl: 60 has no unit/],
    ['router.tll=60s', /^--set:1 unknown key "tll" in router \| did you mean "router.ttl"\?/],
    ['ttl=60s', /^--set:1 unknown key "ttl" \| did you mean "router.ttl" or /],
    ['TTL=60s', /unknown key "TTL" \| did you mean "router.ttl" or /],
    ['routr.tl=60s', /unknown key "routr" \| did you mean "router.ttl"\?/],
    ['deployment=3', /did you mean "fleet.groups\[0\].deployments" or "fleet.groups\[1\].dep/],
    ['router={tll: 60s}', /^--set:9 unknown key "tll" in router \| did you mean "router.ttl"\?/],
    ['load.size=3', /unknown key "size" in load \| use one of kind, path, sessions, tags, rate/],
    ['zzzzzzzzz=3', /unknown key "zzzzzzzzz" \| use one of name, /],
    ['fleet.groups[2].deployments=1', /^--set:1 fleet.groups is a list of 2: 2 is not one/],
    ['fleet.groups.slow.deployments=1', /^--set:1 fleet.groups is a list of 2: "slow" is not one/],
    ['duration.x=1', /^--set:1 duration is a single value, it has no x/],
    ['fleet[0]=1', /^--set:1 fleet is not a list/],
    ['nothing[0]=1', /^--set:1 there is no list at nothing/],
    ['seed', /^--set:5 not a path=value pair/],
    ['=5', /^--set:1 not a path=value pair/],
    ['.seed=5', /^--set:1 not a path=value pair/],
    ['router..ttl=5', /^--set:7 not a path=value pair/],
    ['', /^--set:1 not a path=value pair/],
    ['seed=', /^--set:\d+ seed has no value/],
    ['seed=[1', /^--set:\d+ invalid YAML/],
    ['__proto__.x=1', /^--set:1 unknown key "__proto__"/],
    ['seed={__proto__: 1}', /^--set:7 unknown key "__proto__"/],
    [`seed=${'['.repeat(1000)}`, /^--set:\d+ more than 64 levels of nesting/],
  ])('%s is refused, with its place in the argument', (override, expected) => {
    expect(summaryOf(sample, [override])).toContainEqual(expect.stringMatching(expected));
  });

  it('shows the argument where it is wrong', () => {
    expect(formatProblems(problemsOf(sample, ['router.ttl=60']))).toBe(
      [
        '--set: router.ttl: 60 has no unit',
        '    router.ttl=60',
        '               ^',
        '  = write a duration: a number and one of us, ms, s, m, h, d, such as 1622ms or 5m',
      ].join('\n'),
    );
  });
});

describe('an option of its own', () => {
  const parsed = (shorthands: Shorthands, set: string[] = [], text = sample) =>
    parseScenario(text, { file: 'test.yaml', set, shorthands });
  const scenario = (shorthands: Shorthands, set: string[] = []) => {
    const result = parsed(shorthands, set);
    return result.ok ? result.scenario : formatProblems(result.problems);
  };
  const said = (shorthands: Shorthands, set: string[] = [], text = sample) => {
    const result = parsed(shorthands, set, text);
    return result.ok ? '' : formatProblems(result.problems);
  };

  it('sets one field', () => {
    expect(scenario({ seed: '7' })).toMatchObject({ seed: 7 });
    expect(scenario({ replications: '1e3' })).toMatchObject({ replications: 1000 });
    expect(scenario({ profile: 'v1.110.2' })).toMatchObject({ router: { profile: 'v1.110.2' } });
  });

  it.each([
    ['5', 0.05],
    ['12.5%', 0.125],
    ['0', 0],
    ['100', 1],
  ])('--margin %s is in points of share', (margin, expected) => {
    expect(scenario({ margin })).toMatchObject({ margin: expected });
  });

  it('wins over every --set, and what was written stays known', () => {
    const result = parsed({ seed: '7' }, ['seed=8', 'router={ttl: 5s}']);
    expect(result).toMatchObject({ ok: true, scenario: { seed: 7 }, written: { seed: 8 } });
    expect(scenario({ profile: 'v1.110.2' }, ['router={ttl: 5s}'])).toMatchObject({
      router: { ttl: 5, profile: 'v1.110.2' },
    });
  });

  it('that is wrong is named as it was written, with what would be right', () => {
    expect(said({ replications: '0' })).toMatch(
      /^--replications: \w+ cannot be 0\n {4}0\n {4}\^\n {2}= write a whole number from 1 to 100000$/,
    );
  });

  it.each([
    [{ seed: '-1' }, '--seed: seed cannot be -1', 'write a whole number, 0 or more'],
    [{ seed: 'x' }, '--seed: seed cannot be "x"', 'write a whole number, 0 or more'],
    [{ seed: '' }, '--seed: seed has no value', 'write a whole number, 0 or more'],
    [{ seed: '[1' }, '--seed: invalid YAML', 'close the quote or bracket'],
    [{ profile: 'v1.76' }, 'router.profile cannot be "v1.76"', 'did you mean "v1.76.1"?'],
    [{ margin: '101' }, '--margin: margin cannot be "101"', 'points of share from 0 to 100'],
    [{ margin: '-1' }, '--margin: margin cannot be "-1"', 'points of share from 0 to 100'],
    [{ margin: 'x%' }, '--margin: margin cannot be "x%"', 'points of share from 0 to 100'],
  ])('%j is refused', (shorthands, message, remedy) => {
    expect(said(shorthands)).toContain(message);
    expect(said(shorthands)).toContain(remedy);
  });

  it('mends nothing in the file, and all that is wrong comes at once', () => {
    const text = said({ seed: '7', margin: 'x' }, ['nothing=1'], `${sample}seed: abc\n`);
    expect(text).toContain('test.yaml:11:7: seed cannot be "abc"');
    expect(text).toContain('--set: unknown key "nothing"');
    expect(text).toContain('--margin: margin cannot be "x"');
    expect(text.match(/seed cannot/g)).toHaveLength(1);
  });
});
