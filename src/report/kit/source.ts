import { DEFAULT_PROFILE } from '../../strategies/lowest-latency/profile.js';
import type { Tool } from './json.js';
import type { Style } from './style.js';
import { paragraph } from './words.js';

/** What somebody needs who quotes a result, or wants it again. */
export interface Source {
  readonly tool: Tool;
  readonly profile: string;
  /** Absent where there are several. */
  readonly hash?: string | undefined;
  readonly seed?: number | undefined;
}

/**
 * The last line of a report. A version of LiteLLM is named where it is not the usual one: which one that
 * is follows from latsim's own.
 * @param more what else belongs there
 */
export function sourceText(
  { tool, profile, hash, seed }: Source,
  more: readonly string[],
  style: Style,
): string {
  const parts = [
    `${tool.name} ${tool.version}`,
    ...(hash === undefined ? [] : [`scenario ${hash}`]),
    ...(profile === DEFAULT_PROFILE.name ? [] : [`profile ${profile}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...more,
  ];
  return style.faint(paragraph(parts.join(', ')));
}
