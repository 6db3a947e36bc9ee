import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  differences,
  isWithinMeasured,
  nearestProfile,
} from '../../../src/strategies/lowest-latency/nearest.js';
import {
  PROFILE_NAMES,
  PROFILES,
  type Profile,
  profileNamed,
  renamedProfile,
  successorOf,
} from '../../../src/strategies/lowest-latency/profile.js';
import {
  nearestToName,
  profileRemedy,
} from '../../../src/strategies/lowest-latency/profile-remedy.js';
import {
  A_RELEASE,
  isBefore,
  readRelease,
  releaseInstead,
} from '../../../src/strategies/lowest-latency/release.js';

describe('a release', () => {
  test.each([
    ['1.88.0', '1.88.0', ''],
    ['v1.88.0', '1.88.0', ''],
    ['1.110.2', '1.110.2', ''],
    ['1.082.3', '1.82.3', ''],
    ['1.82.3.rc1', '1.82.3', '.rc1'],
    ['1.82.3rc1', '1.82.3', 'rc1'],
    ['1.82.3-stable', '1.82.3', '-stable'],
    ['v1.82.3-stable.patch.2', '1.82.3', '-stable.patch.2'],
    ['main-v1.82.3-nightly', '1.82.3', '-nightly'],
    ['1.82.3.dev4', '1.82.3', '.dev4'],
    ['1.82.3.post1', '1.82.3', '.post1'],
  ])('%s is %s', (text, release, suffix) => {
    expect(readRelease(text)).toEqual({ release, suffix });
  });

  test.each([
    '',
    '1',
    '1.88',
    'v1.88',
    '1.88.x',
    '1.88.0.1',
    'latest',
    '1.88.0 or so',
    '>=1.88.0',
    '-1.2.3',
  ])('is not "%s"', (text) => {
    expect(readRelease(text)).toBeNull();
  });
});

describe('what to write where no whole release stands', () => {
  test.each([
    ['1.82', 'the release whole, such as 1.82.0'],
    ['v1.110', 'the release whole, such as 1.110.0'],
    ['12.30', 'the release whole, such as 12.30.0'],
    // As a number, 1.110 is 1.11.
    ['1.11', 'the release whole, such as 1.11.0, or 1.110.0 where 1.110 was meant'],
    ['1.20', 'the release whole, such as 1.20.0'],
    ['1.19', 'the release whole, such as 1.19.0, or 1.190.0 where 1.190 was meant'],
    ['1.21', 'the release whole, such as 1.21.0'],
    ['latest', A_RELEASE],
    ['1.2.3', A_RELEASE],
    ['x1.2', A_RELEASE],
    ['1.2x', A_RELEASE],
    ['1', A_RELEASE],
  ])('%s: %s', (text, instead) => {
    expect(releaseInstead(text)).toBe(instead);
  });

  test('names a release that there is', () => {
    expect(A_RELEASE).toBe('the release whole, such as 1.110.0');
  });
});

describe('a release that was measured', () => {
  test.each([
    ['1.76.0', false],
    ['1.76.1', true],
    ['1.90.0', true],
    ['1.110.2', true],
    ['1.110.3', false],
  ])('%s lies within those: %s', (release, within) => {
    expect(isWithinMeasured(release)).toBe(within);
  });

  test.each([
    ['1.82', '1.82.0', false],
    ['1.82.0.1', '1.82.0', false],
    ['1.82.0', '1.82.0.1', true],
    ['1.9.0', '1.10.0', true],
    ['2.0.0', '1.10.0', false],
  ])('%s comes before %s: %s', (one, other, before) => {
    expect(isBefore(one, other)).toBe(before);
  });
});

describe('a release as the name of a profile', () => {
  test.each([
    ['1.88.0', { release: '1.88.0', nearest: 'v1.82.3' }],
    ['v1.109.0-stable', { release: '1.109.0', nearest: 'v1.110.2' }],
    ['1.82.3', undefined],
    ['v1.110.2', undefined],
    ['mine', undefined],
  ])('%s: %o', (name, nearest) => {
    expect(nearestToName(name)).toEqual(nearest);
  });

  test('is told which to write, and how to name the release', () => {
    expect(profileRemedy('v1.88.0')).toBe(
      'use v1.82.3, the nearest that was measured (in a scenario, router.litellm: 1.88.0 names the release)',
    );
    expect(profileRemedy('1.88.0', '--litellm')).toBe(
      'use v1.82.3, the nearest that was measured (--litellm 1.88.0 names the release)',
    );
  });

  test('is one of those that there are, or was', () => {
    expect(PROFILE_NAMES).toEqual(['v1.76.1', 'v1.82.3', 'v1.110.2']);
    expect(renamedProfile('v1.82.3r')?.message).toBe('profile v1.82.3r is now called v1.82.3');
    for (const name of [7, undefined, 'toString', 'v1.82.3', ['v1.82.3r'], ['head2026r']]) {
      expect([renamedProfile(name), successorOf(name)]).toEqual([undefined, undefined]);
    }
    expect(successorOf('head2026r')).toContain('v1.110.2');
  });
});

describe('the nearest profile', () => {
  test.each([
    ['0.14.1', 'v1.76.1'],
    ['1.75.9', 'v1.76.1'],
    ['1.76.0', 'v1.76.1'],
    ['1.76.1', 'v1.76.1'],
    ['1.77.0', 'v1.76.1'],
    ['1.78.8', 'v1.76.1'],
    // As many minor versions to either: the patch decides, and then the older one.
    ['1.79.0', 'v1.76.1'],
    ['1.79.1', 'v1.76.1'],
    ['1.79.2', 'v1.76.1'],
    ['1.79.3', 'v1.82.3'],
    ['1.80.0', 'v1.82.3'],
    ['1.82.3', 'v1.82.3'],
    ['1.84.10', 'v1.82.3'],
    ['1.88.0', 'v1.82.3'],
    ['1.95.9', 'v1.82.3'],
    ['1.96.0', 'v1.110.2'],
    ['1.96.3', 'v1.82.3'],
    ['1.97.0', 'v1.110.2'],
    ['1.108.7', 'v1.110.2'],
    ['1.110.2', 'v1.110.2'],
    ['1.110.3', 'v1.110.2'],
    ['1.111.0', 'v1.110.2'],
    ['2.0.0', 'v1.110.2'],
  ])('of %s is %s', (release, name) => {
    expect(nearestProfile(release).name).toBe(name);
  });

  test('of later releases is never an older one, but for ties of minor versions', () => {
    const release = fc
      .tuple(fc.nat(3), fc.nat(130), fc.nat(20))
      .map((numbers) => numbers.join('.'));
    const position = (of: string) => PROFILES.indexOf(nearestProfile(of));
    fc.assert(
      fc.property(release, release, (one, other) => {
        fc.pre(isBefore(one, other));
        fc.pre(![one, other].some((each) => /^1\.(79|96)\./.test(each)));
        expect(position(one)).toBeLessThanOrEqual(position(other));
      }),
    );
  });
});

describe('the rules in which a release differs from its profile', () => {
  const of = (release: string, profile: Profile = nearestProfile(release)) =>
    differences(release, profile);

  test('are none where it was measured', () => {
    for (const profile of PROFILES) expect(of(profile.release)).toEqual([]);
  });

  test('have the release since which they are so', () => {
    expect(of('1.88.0')).toContain('a full list drops its first (since 1.83.10)');
    expect(of('1.83.7').join()).not.toContain('full list');
    expect(of('1.83.8')).toContain(
      'perhaps a full list drops its first (changed after 1.83.7, by 1.83.10)',
    );
  });

  test('are the older ones where the profile is newer', () => {
    const all = of('1.108.7');
    expect(all).toContain(
      'an answer of the Responses API is one without completion tokens (until 1.109.0)',
    );
    expect(all.join()).not.toMatch(/full list|without completion tokens is/);
    expect(of('1.100.0').join()).toContain('(until 1.102.0)');
  });

  test('are perhaps the older ones, where the profile has the newer ones for sure', () => {
    expect(of('1.83.8', profileNamed('v1.110.2'))).toContain(
      'perhaps a full list replaces its last sample (changed after 1.83.7, by 1.83.10)',
    );
  });

  test('are those that two profiles differ in, between a release of the one and the other', () => {
    const [, old, recent] = PROFILES;
    const certain = of(old?.release ?? '', recent).filter((text) => !text.startsWith('perhaps'));
    expect(certain.length).toBeGreaterThan(5);
    expect(of('1.82.3', profileNamed('v1.110.2'))).toEqual(certain);
  });
});
