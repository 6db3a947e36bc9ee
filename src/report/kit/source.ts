import { DEFAULT_PROFILE } from '../../strategies/lowest-latency/profile.js';
import type { Tool } from './json.js';
import { quotable } from './quotable.js';
import type { Style } from './style.js';
import { WIDTH } from './words.js';

/** What somebody needs who quotes a result, or wants it again. */
export interface Citation {
  readonly tool: Tool;
  /** Absent where there are several; so are the others. */
  readonly scenario?: { readonly name: string; readonly hash: string } | undefined;
  readonly profile?: string | undefined;
  readonly seed?: number | undefined;
  /** How many replications, in words. */
  readonly runs?: string;
}

/** How to see what a short report leaves out: said where the last line has room for it. */
const MORE = 'more: --verbose';

/**
 * The last line of a report. A version of LiteLLM is named where it is not the usual one: which one that
 * is follows from latsim's own.
 * @param verbose whether the report leaves nothing out
 */
export function sourceText(citation: Citation, verbose: boolean, style: Style): string {
  const { tool } = citation;
  const parts = partsOf(citation);
  const line = `${tool.name} ${tool.version} · ${[...parts, MORE].join(' · ')}`;
  return quotable(tool, verbose || line.length > WIDTH ? parts : [...parts, MORE], style);
}

/** The same for the foot of a picture, each part for itself. */
export function footerOf(citation: Citation): string[] {
  const { name, version } = citation.tool;
  return [`${name} ${version}`, ...partsOf(citation)];
}

function partsOf({ scenario, profile, seed, runs }: Citation): string[] {
  return [
    ...(scenario === undefined ? [] : [`${scenario.name} ${scenario.hash}`]),
    ...(profile === undefined || profile === DEFAULT_PROFILE.name ? [] : [`profile ${profile}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...(runs === undefined ? [] : [runs]),
  ];
}
