import { describe, expect, it } from 'vitest';
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
      .replace('{ law: lognormal', '&l { law: lognormal')
      .replace('{ law: constant, value: 500ms }', '*l');
    const [slow, fast] = groupsOf(['fleet.groups[1].latency.p95=3s'], shared);
    expect(slow?.latency).toMatchObject({ p95: 2.243 });
    expect(fast?.latency).toMatchObject({ p95: 3 });
  });

  it('mends what is wrong in the file', () => {
    expect(scenarioOf(sample.replace('300s', '0s'), ['duration=5s']).duration).toBe(5);
  });

  it.each([
    ['router.ttl=60', /^--set:12 router.ttl: 60 has no unit/],
    ['router.tll=60s', /^--set:1 unknown key "tll" in router \| did you mean "ttl"/],
    ['fleet.groups[2].deployments=1', /^--set:1 fleet.groups is a list of 2: 2 is none/],
    ['fleet.groups.slow.deployments=1', /^--set:1 fleet.groups is a list of 2: "slow" is none/],
    ['duration.x=1', /^--set:1 duration is a single value, it has no x/],
    ['fleet[0]=1', /^--set:1 fleet is no list/],
    ['nothing[0]=1', /^--set:1 there is no list at nothing/],
    ['seed', /^--set:5 this is no path=value/],
    ['=5', /^--set:1 this is no path=value/],
    ['.seed=5', /^--set:1 this is no path=value/],
    ['router..ttl=5', /^--set:7 this is no path=value/],
    ['', /^--set:1 this is no path=value/],
    ['seed=', /^--set:\d+ seed has no value/],
    ['seed=[1', /^--set:\d+ this is no YAML/],
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
