import { type DurationUnit, formatDuration, formatDurationIn } from '../text/units.js';
import type { AfterTime } from './grammar.js';
import { type GroupName, writeName } from './names.js';

/** Parts that several kinds of expectation write alike. */

export function groupText({ group, modelGroup }: GroupName): string {
  return `${writeName(group)}${inModelGroup(modelGroup)}`;
}

export function inModelGroup(name: string | null): string {
  return name === null ? '' : ` in ${writeName(name)}`;
}

export function afterText({ after_s, afterUnit }: AfterTime): string {
  return after_s === 0 ? '' : ` after ${durationText(after_s, afterUnit)}`;
}

/** A duration in the unit that it was written in. */
export function durationText(value_s: number, unit: DurationUnit | undefined): string {
  return unit === undefined ? formatDuration(value_s) : formatDurationIn(unit, value_s);
}
