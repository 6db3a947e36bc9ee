import { describe, expect, test } from 'vitest';
import { Fleet } from '../../src/model/fleet.js';
import { type CandidateSettings, candidatesFor } from '../../src/strategies/candidates.js';
import { group } from '../worlds/simulate/experiments.js';

const settings = (more: Partial<CandidateSettings> = {}): CandidateSettings => ({
  release: '1.82.3',
  preCallChecks: false,
  tagFiltering: false,
  ...more,
});

describe('order', () => {
  const fleet = new Fleet([
    group('none', 1),
    group('second', 1, { order: 2 }),
    group('first', 2, { order: 1 }),
  ]);

  test.each([
    ['1.76.1', false, undefined],
    ['1.82.3', false, undefined],
    ['1.82.3', true, [2, 3]],
    ['1.110.2', false, [2, 3]],
  ])('in %s, pre-call checks %s, leaves %j', (release, preCallChecks, left) => {
    expect(candidatesFor(settings({ release, preCallChecks }), fleet, undefined)).toEqual(left);
  });

  test('that nobody has leaves all', () => {
    const plain = new Fleet([group('a', 2)]);
    expect(candidatesFor(settings({ preCallChecks: true }), plain, undefined)).toBeUndefined();
  });
});

describe('tags', () => {
  const fleet = new Fleet([
    group('paid', 1, { tags: ['paid', 'fast'] }),
    group('default', 1, { tags: ['default'] }),
    group('untagged', 1),
  ]);
  const filtering = settings({ tagFiltering: true });

  test('are not looked at unless they are to be', () => {
    expect(candidatesFor(settings(), fleet, 'paid')).toBeUndefined();
  });

  test('a request goes where its tag is, else to the default ones', () => {
    expect(candidatesFor(filtering, fleet, 'fast')).toEqual([0]);
    expect(candidatesFor(filtering, fleet, 'unknown')).toEqual([1]);
    expect(candidatesFor(filtering, fleet, undefined)).toEqual([1]);
  });

  test('without default ones, a tag that nobody has is an error, and none goes anywhere', () => {
    const two = new Fleet([group('paid', 1, { tags: ['paid'] }), group('plain', 1)]);
    expect(candidatesFor(filtering, two, 'unknown')).toEqual([]);
    expect(candidatesFor(filtering, two, undefined)).toBeUndefined();
  });

  test('come after order up to 1.82.3, and before it in 1.110.2', () => {
    const both = new Fleet([
      group('first', 1, { order: 1, tags: ['default'] }),
      group('paid', 1, { order: 2, tags: ['paid'] }),
    ]);
    const old = { ...filtering, preCallChecks: true };
    expect(candidatesFor(old, both, 'paid')).toEqual([0]);
    expect(candidatesFor({ ...filtering, release: '1.110.2' }, both, 'paid')).toEqual([1]);
  });
});
