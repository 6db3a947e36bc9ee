import { PROFILES, type Profile } from './profile.js';
import { isBefore } from './release.js';
import { RULES, type Rule, stageAt } from './rules.js';

/**
 * The profile that stands for a release: the nearest by minor version, then by patch, the older one
 * on a tie; before the first and after the last, that one.
 */
export function nearestProfile(release: string): Profile {
  const [first, last] = [PROFILES[0] as Profile, PROFILES.at(-1) as Profile];
  if (isBefore(release, first.release)) return first;
  if (isBefore(last.release, release)) return last;
  // In the order of the releases, so that a later one has to be nearer.
  return PROFILES.reduce((best, other) => (isNearer(release, other, best) ? other : best));
}

function isNearer(release: string, one: Profile, other: Profile): boolean {
  const [a, b] = [distance(release, one.release), distance(release, other.release)];
  return a.minor !== b.minor ? a.minor < b.minor : a.patch < b.patch;
}

function distance(one: string, other: string): { readonly minor: number; readonly patch: number } {
  const [a, b] = [one.split('.'), other.split('.')];
  const apart = (i: number) => Math.abs(Number(a[i]) - Number(b[i]));
  return { minor: apart(1), patch: apart(2) };
}

/** Whether a release lies within those that were measured. */
export function isWithinMeasured(release: string): boolean {
  const [first, last] = [PROFILES[0] as Profile, PROFILES.at(-1) as Profile];
  return !isBefore(release, first.release) && !isBefore(last.release, release);
}

/**
 * The rules in which a release differs from a profile, in words: `a full list drops its first (since
 * 1.83.10)`; "perhaps" where the release lies between the last that is known to have one rule and
 * the first that is known to have the other.
 */
export function differences(release: string, profile: Profile): string[] {
  return Object.values(RULES).flatMap((rule) =>
    differenceIn(rule as Rule<unknown>, release, profile),
  );
}

function differenceIn(rule: Rule<unknown>, release: string, profile: Profile): string[] {
  const { about, stages } = rule;
  const [its, own] = [stageAt(rule, release), stageAt(rule, profile.release)];
  const next = stages[stages.indexOf(its) + 1];
  const open = next?.notIn !== undefined && isBefore(next.notIn, release);
  // Of two stages that it may have, the one that the profile has not.
  const other = open && its === own ? next : its;
  if (other === own) return [];
  const later = stages.indexOf(other) > stages.indexOf(own);
  const change = later ? other : stages[stages.indexOf(other) + 1];
  const when = later ? `since ${change?.since}` : `until ${change?.since}`;
  return open
    ? [`perhaps ${about} ${other.says} (changed after ${change?.notIn}, by ${change?.since})`]
    : [`${about} ${other.says} (${when})`];
}
