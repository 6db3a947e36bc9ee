import type { SplitChange } from '../../studies/diagnose/in-time.js';
import { percent } from '../../text/figures.js';
import { minuteOf } from './evidence.js';

/** That a split is another one from a time on. */
export function changeText(
  { group, at_s, before, after }: SplitChange,
  groups: readonly string[],
): string {
  return `The split is not the same all the time: ${groups[group]} has ${percent(before)} of the answers up to about ${minuteOf(at_s, true)}, and ${percent(after)} from then on.`;
}
