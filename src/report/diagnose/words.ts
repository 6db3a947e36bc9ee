import type { Advice } from '../../text/advice.js';
import { count, fixed, percent, replicationsText } from '../../text/figures.js';
import type { Citation } from '../kit/source.js';
import { list } from '../kit/words.js';
import { remedyAdvice } from './remedies.js';
import type { DiagnoseReport, DiagnoseRow } from './report.js';

export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** A probability or a ratio: three significant digits, or a bound. */
export function small(value: number): string {
  if (value < 0.0001) return '<0.0001';
  return fixed(value, value < 0.1 ? 4 : 2);
}

/** `gpt-4.1 319 (19.9%)`, for each group. */
export function observedText({ observed, requests }: DiagnoseReport): string {
  return Object.entries(observed)
    .map(([group, number]) => `${group} ${count(number)} (${percent(number / requests)})`)
    .join(', ');
}

/** A mechanism of a row, with the value of its parameter that suits best, if it has one. */
export function mechanismText({ parameters }: DiagnoseRow, name: string): string {
  const parameter = parameters[name];
  return parameter == null ? name : `${name}, ${parameter}`;
}

/** Predicted shares in per cent, in the order of the groups. */
export function predictedTexts({ predicted }: DiagnoseRow, groups: readonly string[]): string[] {
  return groups.map((group) => fixed((predicted[group] ?? 0) * 100, 1));
}

/** What somebody needs who quotes it. */
export function citationOf({ tool, scenario, seed, seeds }: DiagnoseReport): Citation {
  return { tool, scenario, seed, runs: replicationsText(seeds) };
}

/** Whether another store would make a difference. */
export function otherStoreTitle(rows: readonly DiagnoseRow[]): string {
  return rows.every(({ excluded }) => excluded)
    ? 'Nor does any of these explain it with another store'
    : 'Would explain it, but only with another store';
}

export function leadingRows(report: DiagnoseReport): DiagnoseRow[] {
  const { rows, otherStore } = report;
  return (routingOutcome(report) === 'other-store' ? otherStore : rows).filter(
    (row) => row.leading,
  );
}

/** What the mechanisms come to, also where not all is a matter of routing; null: nothing. */
export function routingOutcome({ outcome, notRouting }: DiagnoseReport): DiagnoseReport['outcome'] {
  return outcome === 'not-routing' ? (notRouting?.rest ?? null) : outcome;
}

/** Whether there is something left to find out. */
function isOpen(report: DiagnoseReport): boolean {
  const outcome = routingOutcome(report);
  return outcome !== null && !['decided', 'none', 'no-latency'].includes(outcome);
}

/** What would decide it, cheapest. */
export function experimentLines(report: DiagnoseReport): string[] {
  const { experiment } = report;
  // What was interrupted has not tried all of them.
  if (!isOpen(report) || (report.partial && experiment === null)) return [];
  if (experiment === null) {
    return ['No traffic that was tried tells the leading mechanisms apart.'];
  }
  const { text, requests, apart, pairs, power, remaining } = experiment;
  const all =
    apart === pairs ? 'tells all of them apart' : `tells ${apart} of ${pairs} pairs apart`;
  const cases =
    power === 1 ? 'every simulated case' : `at least ${percent(power)} of the simulated cases`;
  return [
    `The cheapest experiment: ${text}. It takes ${plural(requests, 'request')} and ${all}, each in ${cases}.`,
    ...remaining.map((names) => `Alike even then: ${list(names)}.`),
  ];
}

/** The command that runs the best change; or what leads, or one of them. */
export function nextAdvice(report: DiagnoseReport): Advice[] {
  const best = remedyAdvice(report);
  if (best.length > 0) return best;
  const variants = leadingRows(report).flatMap((row) => row.variants);
  const [first] = variants;
  if (first === undefined || report.outcome === null) return [];
  const one = variants.length > 1 ? 'Simulate one of these' : 'Simulate it';
  return [{ says: `${one}, ${first.mechanism}:`, command: first.run }];
}

/** Why no change was simulated where there is something to change; empty: it was, or there is nothing. */
export function unsimulatedText({ outcome, asItIs, unmeasured }: DiagnoseReport): string {
  const open = outcome !== null && !['none', 'no-latency', 'not-routing'].includes(outcome);
  return open && asItIs === null && unmeasured.length > 0
    ? `What a change would do is not simulated: nobody has measured how long answers of ${list(unmeasured)} take.`
    : '';
}
