import { formatDuration } from '../text/units.js';
import { type GroupName, writeName } from './names.js';

/** Parts that several kinds of expectation write alike. */

export function groupText({ group, modelGroup }: GroupName): string {
  return `${writeName(group)}${inModelGroup(modelGroup)}`;
}

export function inModelGroup(name: string | null): string {
  return name === null ? '' : ` in ${writeName(name)}`;
}

export function afterText(after_s: number): string {
  return after_s === 0 ? '' : ` after ${formatDuration(after_s)}`;
}
