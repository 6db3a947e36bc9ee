import { kindNamed, type Precision } from '../../measure/precision/precision.js';
import { FEWEST_REPLICATIONS } from '../../stats/interval.js';
import { levelText, replicationsText } from '../../text/figures.js';
import type { RunReport } from './report.js';

/** What of a run is precise. */
export type Precise = Pick<RunReport, 'precision' | 'partial'>;

/**
 * How well runs know what was to be known: a sentence on the one that knows it least, and none where it was
 * not asked.
 */
export function precisionSentence(runs: readonly Precise[]): string[] {
  const precision = leastPrecise(runs);
  if (precision === undefined) return [];
  const { of, asked, reached, replications, halfWidth, level } = precision;
  const kind = kindNamed(of);
  const after = `${replicationsText(replications)}${runs.length > 1 ? ' each' : ''}`;
  const isPartial = runs.some(({ partial }) => partial);
  if (halfWidth === null) {
    if (isPartial) return [];
    return [
      `Not as precise as asked: ${after}, and fewer than ${FEWEST_REPLICATIONS} with requests, which an interval takes.`,
    ];
  }
  const known = `${kind.subject} is known to ${kind.reach(halfWidth)} at ${levelText(level)}`;
  if (reached) return [`${after}: ${known}.`];
  const begins = isPartial ? 'So far' : 'Not as precise as asked';
  return [`${begins}: ${after}, ${known}; ${kind.reach(asked)} asked for.`];
}

/** The precision of the run that knows least. */
export function leastPrecise(runs: readonly Precise[]): Precision | undefined {
  const width = ({ halfWidth }: Precision) => halfWidth ?? Number.POSITIVE_INFINITY;
  return runs
    .flatMap(({ precision }) => precision ?? [])
    .reduce<Precision | undefined>(
      (least, one) => (least === undefined || width(one) > width(least) ? one : least),
      undefined,
    );
}
