import type { Style } from '../kit/style.js';
import { paragraph } from '../kit/words.js';

/**
 * Assumptions that change how an answer is to be read, so that they stand beside it: what nobody has
 * measured, and what was left out. All others are a detail.
 */
const GRAVE = /^PLACEHOLDER|was not measured|is left out|(?:is|are) not (?:read|modelled):/;

/** These of what a scenario assumes, as far as their first clause; nothing where there are none. */
export function warningsOf(assumes: readonly string[]): string[] {
  return assumes
    .filter((text) => GRAVE.test(text))
    .map((text) => `Assumes: ${text.replace(/;.*/s, '')}`);
}

/** The same as a part of a text. */
export function warningsText(assumes: readonly string[], style: Style): string[] {
  const lines = warningsOf(assumes).map((text) => style.unsure(paragraph(text, 2)));
  return lines.length === 0 ? [] : [lines.join('\n')];
}
