import type { BusiestSummary, MeanShare } from '../../measure/busiest.js';
import { SUMMARY_LEVEL } from '../../measure/level.js';
import { fixed, levelText } from '../../text/figures.js';
import { capital } from './words.js';

/**
 * How uneven replications are, a text per group of several deployments.
 * @param replications how many there were
 * @param chosen which groups are told
 */
export function busiestTexts(
  all: readonly BusiestSummary[],
  replications: number,
  chosen: (one: BusiestSummary) => boolean,
): string[] {
  const told = all.filter((one) => one.deployments > 1 && one.mean > 0 && chosen(one));
  const texts = told.map((one) =>
    all.length === 1
      ? capital(sentences(one, replications))
      : `${one.group}: ${sentences(one, replications)}`,
  );
  const last = texts.pop();
  if (last === undefined) return [];
  const intervals = told.some(({ ci95 }) => ci95 !== null);
  return [...texts, intervals ? `${last} Intervals are at ${levelText(SUMMARY_LEVEL)}.` : last];
}

function sentences(
  { deployment, changes, idlest, ...busiest }: BusiestSummary,
  replications: number,
): string {
  // One decimal where whole per cent would say too little.
  const decimals = busiest.mean < 0.0995 ? 1 : 0;
  const most = shareText(busiest, decimals);
  const idle = `the idlest takes ${shareText(idlest, decimals)}`;
  if (replications === 1) {
    const leader = deployment ?? 'the busiest deployment';
    return `in the only replication ${leader} takes ${most}; ${idle}.`;
  }
  const which = changes
    ? '; which one changes'
    : deployment === null
      ? ', as others do'
      : `: always ${deployment}`;
  return `in each replication one deployment takes ${most}${which}. ${capital(idle)}.`;
}

/** `82% [66, 93]`. */
function shareText({ mean, ci95 }: MeanShare, decimals: number): string {
  const figure = (fraction: number) => fixed(fraction * 100, decimals);
  const interval = ci95 === null ? '' : ` [${ci95.map(figure).join(', ')}]`;
  return `${figure(mean)}%${interval}`;
}
