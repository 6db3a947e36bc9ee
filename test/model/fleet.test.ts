import { describe, expect, test } from 'vitest';
import { copyOf, Immutable } from '../../src/model/copy.js';
import { DeploymentIndex, deploymentIds, Fleet, samplesOf } from '../../src/model/fleet.js';
import { group, samplesOf as samples } from '../worlds/simulate/experiments.js';

describe('a fleet', () => {
  test('has its deployments in the order of the groups', () => {
    const [slow, fast] = [group('slow', 2), group('fast', 1)];
    const fleet = new Fleet([slow, fast]);
    expect(fleet.size).toBe(3);
    expect([0, 1, 2].map((position) => fleet.groupAt(position))).toEqual([slow, slow, fast]);
    expect(fleet.index.positionOf('fast/01')).toBe(2);
  });

  test('is limited where any of its groups is', () => {
    const limited = (...limits: object[]) =>
      new Fleet(limits.map((limit, i) => group(`g${i}`, 1, limit))).limited;
    expect(limited({}, {})).toBe(false);
    expect(limited({}, { rpm: 0 })).toBe(true);
    expect(limited({ tpm: 5 }, {})).toBe(true);
  });

  test('numbers have as many digits as the last has, two at least', () => {
    const last = (deployments: number) => deploymentIds({ name: 'g', deployments }).at(-1);
    expect([1, 99, 100].map(last)).toEqual(['g/01', 'g/99', 'g/100']);
    expect(deploymentIds({ name: 'g', deployments: 100 })[0]).toBe('g/001');
  });

  test('a group hands to the logger what it says, else what the others do', () => {
    const [chat, other] = [samples('chat'), samples('other')];
    expect(samplesOf(group('g', 1), chat)).toBe(chat);
    expect(samplesOf(group('g', 1, { samples: other }), chat)).toBe(other);
  });

  test('a deployment that is not there is named', () => {
    expect(() => new DeploymentIndex(['a']).positionOf('b')).toThrow("no deployment is called 'b'");
  });
});

test('a copy shares nothing that can change', () => {
  class Fixed extends Immutable {}
  const fixed = new Fixed();
  const value = { list: [1, { deep: [2] }], fixed, nothing: null, text: 'x' };
  const copy = copyOf(value) as typeof value;
  expect(copy).toEqual(value);
  expect(copy.fixed).toBe(fixed);
  expect(copy.list).not.toBe(value.list);
  expect(copy.list[1]).not.toBe(value.list[1]);
  for (const plain of [1, 'x', null, undefined, true]) expect(copyOf(plain)).toBe(plain);
});
