import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { settingOf } from '../../src/report/run/setting.js';
import { canonical } from '../../src/scenario/canonical.js';
import { change } from '../../src/scenario/change.js';
import { compile } from '../../src/scenario/compile.js';
import { overridesOf } from '../../src/scenario/override.js';
import { sample, scenarioOf, summaryOf } from './sample.js';

const withCapacity = (capacity: string) =>
  sample.replace('deployments: 4', `deployments: 4\n      capacity: ${capacity}`);

describe('the capacity of a group', () => {
  test('is read as it is written, made, and shown', () => {
    const scenario = scenarioOf(withCapacity('{ slots: 8 }'));
    expect(scenario.modelGroups[0]?.groups.map(({ capacity }) => capacity)).toEqual([
      undefined,
      { slots: 8 },
    ]);
    const [slow, fast] = compile(scenario).modelGroups[0]?.groups ?? [];
    expect([slow?.capacity, fast?.capacity?.atFullSpeed]).toEqual([undefined, 8]);
    expect(settingOf(scenario)[1]?.[1]).toContain(', 8 served at once, others wait');
  });

  test('is another scenario, and without one nothing is', () => {
    const hashed = (text: string) => canonical(scenarioOf(text));
    expect(hashed(sample)).not.toContain('capacity');
    expect(hashed(withCapacity('{ sharing: 8 }'))).not.toBe(hashed(withCapacity('{ slots: 8 }')));
  });

  test('is of one kind only', () => {
    const just = 'write either slots or sharing, as in { slots: 4 }';
    const at = 'fleet.groups[1].capacity';
    expect(summaryOf(withCapacity('{ slots: 8, sharing: 8 }'))).toEqual([
      `8:7 ${at}: it must be given in exactly one way | ${just}`,
    ]);
    expect(summaryOf(withCapacity('{}'))).toEqual([
      `8:7 ${at}: it must be given in exactly one way | ${just}`,
    ]);
    expect(summaryOf(withCapacity('8'))).toEqual([
      `8:17 ${at} cannot be 8 | write a map such as { slots: 4 }`,
    ]);
    expect(summaryOf(withCapacity('{ slot: 8 }'))).toEqual([
      `8:19 unknown key "slot" in ${at} | did you mean "slots"?`,
    ]);
    expect(summaryOf(withCapacity('{ slots: 0 }'))).toEqual([
      `8:26 ${at}.slots cannot be 0 | write a whole number from 1 to 1000000`,
    ]);
  });

  test('can be set, also in place of another', () => {
    const whole = ['fleet.groups[1].capacity={sharing: 2}'];
    const { modelGroups } = scenarioOf(withCapacity('{ slots: 8 }'), whole);
    expect(modelGroups[0]?.groups[1]?.capacity).toEqual({ sharing: 2 });
    const changed = change(['modelGroups', 0, 'groups', 1, 'capacity'], { sharing: 2 });
    expect(overridesOf([changed], { listed: false })).toEqual(whole);
  });
});

describe('more load than all deployments together can serve is a warning', () => {
  const limited = (load: string, more = '') => `
fleet:
  groups:
    - { name: a, deployments: 2, latency: { distribution: exponential, mean: 500ms }, capacity: { slots: 1 } }
    - { name: b, deployments: 1, latency: { distribution: exponential, mean: 2s }, capacity: { sharing: 2 }${more} }
load: ${load}
duration: 100s
`;
  const warned = (text: string) =>
    loadScenario({ text }).warnings.map(({ line, message, remedy }) => [line, message, remedy]);

  test('beside the answer, at the load, with what comes and what can be served', () => {
    expect(warned(limited('{ kind: poisson, rate: 6/s }'))).toEqual([
      [
        6,
        'requests come at 6/s, and all deployments together serve 5/s at the most: the longer it goes on, the longer they wait',
        'let fewer come, or raise capacity or deployments',
      ],
    ]);
    expect(warned(limited('{ kind: uniform, rate: 300/min }'))).toHaveLength(1);
    expect(warned(limited('{ kind: bursts, size: 75, every: 15s }'))).toHaveLength(1);
  });

  test('and only where it is for good', () => {
    expect(warned(limited('{ kind: poisson, rate: 4.9/s }'))).toEqual([]);
    expect(warned(limited('{ kind: bursts, size: 1000, every: 1000s }'))).toEqual([]);
    expect(warned(limited('{ kind: closed, users: 1000, think: 1s }'))).toEqual([]);
    // What has no capacity serves whatever comes.
    const free = limited('{ kind: poisson, rate: 60/s }').replace(', capacity: { slots: 1 }', '');
    expect(warned(free)).toEqual([]);
  });

  test('of each model group, where there are several', () => {
    const one = (name: string, rate: string) => `
  - name: ${name}
    fleet: { groups: [{ name: ${name}1, deployments: 1, latency: { distribution: constant, value: 1s }, capacity: { slots: 1 } }] }
    load: { kind: poisson, rate: ${rate} }`;
    expect(
      warned(`modelGroups:${one('a', '0.5/s')}${one('b', '2/s')}\nduration: 10s\n`).map(
        ([line]) => line,
      ),
    ).toEqual([7]);
  });
});
