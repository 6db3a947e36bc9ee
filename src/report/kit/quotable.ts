import type { Tool } from './json.js';
import type { Style } from './style.js';
import { clipName, paragraph } from './words.js';

/** A part is shortened to this, so that most lines hold all of them. */
const PART_WIDTH = 40;

/** The quiet last line of a report: what has to be named where its result is quoted. */
export function quotable({ name, version }: Tool, parts: readonly string[], style: Style): string {
  const all = [`${name} ${version}`, ...parts.map((part) => clipName(part, PART_WIDTH))];
  return style.faint(paragraph(all.join(' · ')));
}
