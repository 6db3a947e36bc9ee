import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differences, nearestProfile } from '../../../src/strategies/lowest-latency/nearest.js';
import {
  PROFILES,
  type Profile,
  profileNamed,
} from '../../../src/strategies/lowest-latency/profile.js';
import { isBefore, readRelease } from '../../../src/strategies/lowest-latency/release.js';

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

  test('are those that two profiles differ in, between a release of the one and the other', () => {
    const [, old, recent] = PROFILES;
    const certain = of(old?.release ?? '', recent).filter((text) => !text.startsWith('perhaps'));
    expect(certain.length).toBeGreaterThan(5);
    expect(of('1.82.3', profileNamed('v1.110.2'))).toEqual(certain);
  });
});
