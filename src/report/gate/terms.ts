import { formOf } from '../../expectation/unit.js';
import { DEFAULT_PROFILE } from '../../strategies/lowest-latency/profile.js';
import { fixed } from '../../text/figures.js';
import { type GateReport, runName } from './report.js';

/** How it was judged: what limits the errors, and what was looked at; a sentence each. */
export function termsText(report: GateReport): string[] {
  const { confidence, family } = report.terms;
  const looks = looksText(report);
  const counts = report.runs.some(({ expectations }) =>
    expectations.some(({ unit }) => formOf(unit).of === 'every'),
  );
  return [
    ...(family > 0 ? [`Confidence ${percentage(confidence)}: ${errorText(report)}.`] : []),
    ...(looks === '' ? [] : [looks]),
    ...forbidden(report),
    ...profiles(report),
    ...(counts ? ['Counts must hold in every replication.'] : []),
    ...exploredText(report),
  ];
}

/** What explorations are about, where there are any: to be said even where they pass. */
export function exploredText({ runs }: GateReport): string[] {
  const some = runs.some(({ expectations }) =>
    expectations.some(({ unit }) => formOf(unit).of === 'orders'),
  );
  return some ? [EXPLORED] : [];
}

/** What no expectation of an exploration says by itself. */
const EXPLORED =
  'An exploration tries all orders of the few tasks named, for one deployment and without a crash unless ' +
  'it says otherwise; nothing expires, no list fills, no select runs beside them, and all happens within ' +
  'one minute unless the logger looks at the minute. latsim explore has options for each: --expiry, ' +
  '--list-size, --select and --minutes.';

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
  const distinct = [...new Set(sizes.map((looks) => looks.join(', ')))];
  const where =
    distinct.length === 1
      ? `at ${distinct[0]} replications`
      : `at ${distinct.map((looks) => `${looks} replications (${lookedAt(runs, looks)})`).join('; ')}`;
  return (
    `Undecided runs are looked at again, ${where}; each look ` +
    'spends half of the error rate that is left, the last one the rest.'
  );
}

function lookedAt(runs: GateReport['runs'], looks: string): string {
  return runs
    .filter((run) => run.looks.join(', ') === looks)
    .map(runName)
    .join(', ');
}

/** Looks that a limit forbids. */
function forbidden({ runs }: GateReport): string[] {
  return runs.flatMap((run) =>
    run.allowance === null
      ? []
      : [`A limit forbids more looks at ${runName(run)}, which this allows: ${run.allowance}.`],
  );
}

/** Another version of LiteLLM than the usual one. */
function profiles({ runs }: GateReport): string[] {
  const other = runs.filter(({ profile }) => profile !== DEFAULT_PROFILE.name);
  return [...new Set(other.map(({ profile }) => profile))].map((profile) => {
    const names = other.filter((run) => run.profile === profile).map(runName);
    return `Profile ${profile}: ${names.join(', ')}.`;
  });
}

/** 0.99 as `99%`, 0.995 as `99.5%`. */
function percentage(fraction: number): string {
  return `${fixed(fraction * 100, 6).replace(/\.?0+$/, '')}%`;
}
