import { fixed } from '../numbers.js';
import type { GateReport } from './gate-report.js';

/** How it was judged: what limits the errors, and what was looked at; a sentence each. */
export function termsText(report: GateReport): string[] {
  const { confidence, family } = report.terms;
  const looks = looksText(report);
  const counts = report.runs.some(({ expectations }) =>
    expectations.some(({ unit }) => unit === 'count'),
  );
  return [
    ...(family > 0 ? [`Confidence ${percentage(confidence)}: ${errorText(report)}.`] : []),
    ...(looks === '' ? [] : [looks]),
    ...(counts ? ['Counts must hold in every replication.'] : []),
  ];
}

function errorText({ terms: { confidence, family } }: GateReport): string {
  const alpha = `an error rate of ${percentage(1 - confidence)} for all of this`;
  return family === 1 ? alpha : `${alpha}, shared equally by ${family} intervals (Bonferroni)`;
}

/** Once, or at growing numbers of replications. */
function looksText({ terms, runs }: GateReport): string {
  const sizes = runs.map(({ looks }) => looks).filter(([first = 0]) => first > 0);
  if (terms.family === 0 || sizes.length === 0) return '';
  if (sizes.every(({ length }) => length === 1)) {
    return 'Each run is looked at once, at exactly the replications asked for.';
  }
  const repeated = sizes.filter(({ length }) => length > 1);
  const distinct = [...new Set(repeated.map((looks) => looks.join(', ')))];
  return (
    `Inconclusive runs are looked at again, at ${distinct.join(' or ')} replications; each look ` +
    'spends half of the error rate that is left, the last one the rest.'
  );
}

/** 0.99 as `99%`, 0.995 as `99.5%`. */
function percentage(fraction: number): string {
  return `${fixed(fraction * 100, 6).replace(/\.?0+$/, '')}%`;
}
