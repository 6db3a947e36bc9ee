import type { Advice } from '../../text/advice.js';
import { count, fixed, percent } from '../../text/figures.js';
import { list } from '../kit/words.js';
import type { DiagnoseReport, DiagnoseRow } from './report.js';

export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** A probability or a ratio: three significant digits, or a bound. */
export function small(value: number): string {
  if (value < 0.0001) return '<0.0001';
  return fixed(value, value < 0.1 ? 4 : 2);
}

/** Whether another store would make a difference. */
export function otherStoreTitle(rows: readonly DiagnoseRow[]): string {
  return rows.every(({ excluded }) => excluded)
    ? 'Nor does any of these explain it with another store'
    : 'Would explain it, but only with another store';
}

export function leadingRows({ outcome, rows, otherStore }: DiagnoseReport): DiagnoseRow[] {
  return (outcome === 'other-store' ? otherStore : rows).filter((row) => row.leading);
}

/** Whether there is something left to find out. */
function isOpen({ outcome }: DiagnoseReport): boolean {
  return outcome !== null && outcome !== 'decided' && outcome !== 'none';
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

/** The command that runs what leads, or one of them. */
export function nextAdvice(report: DiagnoseReport): Advice[] {
  const variants = leadingRows(report).flatMap((row) => row.variants);
  const [first] = variants;
  if (first === undefined || report.outcome === null) return [];
  const one = variants.length > 1 ? 'Simulate one of these' : 'Simulate it';
  return [{ says: `${one}, ${first.mechanism}:`, command: first.run }];
}
