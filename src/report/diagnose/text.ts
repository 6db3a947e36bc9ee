import { count, fixed, percent } from '../../text/figures.js';
import { logLines } from '../import/text.js';
import { commandText } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { capital, list, paragraph, WIDTH, wrap } from '../kit/words.js';
import type { DiagnoseReport, DiagnoseRow } from './report.js';

/** A diagnosis as text, 80 columns wide: the conclusion first, then what it rests on. */
export function textDiagnose(report: DiagnoseReport, style: Style): string {
  const { rows, otherStore, impossible, partial } = report;
  const sections = [heading(report, style)];
  if (partial) {
    sections.push(style.unsure('Interrupted: only what was finished is shown.'));
  }
  const tone = report.decided ? style.strong : style.unsure;
  sections.push(tone(paragraph(report.conclusion)));
  const groups = Object.keys(report.observed);
  if (rows.length > 0) sections.push(rowTable('What explains it', rows, groups, style));
  if (otherStore.length > 0) {
    sections.push(rowTable('What would, on another store', otherStore, groups, style));
  }
  if (impossible.length > 0) {
    const lines = impossible.map(({ mechanism, reason, command }) =>
      command === null
        ? item(mechanism, reason)
        : `${item(mechanism, `${reason}:`)}\n${commandText(command, style, 6)}`,
    );
    sections.push(`${style.strong(`Impossible on this scenario`)}\n${lines.join('\n')}`);
  }
  const words = inWords(report, style);
  if (words !== '') sections.push(words);
  const next = nextStep(report, style);
  if (next !== '') sections.push(next);
  return `${sections.join('\n\n')}\n`;
}

function heading(report: DiagnoseReport, style: Style): string {
  const { scenario, observed, requests, log, simulated, seed, seeds, store } = report;
  const split = Object.entries(observed).map(
    ([group, number]) => `${group} ${count(number)} (${percent(number / requests)})`,
  );
  const each =
    simulated === requests
      ? 'as many requests each'
      : `${count(simulated)} requests each: the observed shares are judged as if of so many`;
  const lines: [string, string][] = [
    ['observed', `${count(requests)} requests: ${split.join(', ')}`],
    ...(log === null
      ? []
      : logLines(log, "requests of no group of the scenario's, left out").map(
          (line, i): [string, string] => [i === 0 ? 'log' : '', line],
        )),
    ['scenario', `${scenario.name}, ${store} store`],
    ['simulated', `${count(seeds)} replications of seed ${seed} per mechanism, ${each}`],
  ];
  return lines
    .flatMap(([name, text]) =>
      wrap(text, WIDTH - 13).map(
        (line, i) => `  ${style.faint((i === 0 ? name : '').padEnd(9))}  ${line}`,
      ),
    )
    .join('\n');
}

const MECHANISM_WIDTH = 42;
const SPLIT_WIDTH = 15;

/** One line per mechanism; the figures of a row stand beside its first. */
function rowTable(
  title: string,
  rows: readonly DiagnoseRow[],
  groups: readonly string[],
  style: Style,
): string {
  const columns = [
    { title: '' },
    { title: 'mechanism' },
    { title: 'predicted %' },
    { title: 'p', align: 'right' },
    { title: 'likelihood', align: 'right' },
  ] as const;
  const cells = rows.map((row) => {
    const paint = row.leading ? style.strong : row.excluded ? style.faint : (text: string) => text;
    const mechanisms = row.mechanisms.flatMap((name) => mechanismLines(name, row.parameters[name]));
    const split = groups.map((group) => fixed((row.predicted[group] ?? 0) * 100, 1)).join(' : ');
    return [
      row.leading ? '>' : row.excluded ? 'x' : '',
      mechanisms.map(paint).join('\n'),
      wrap(split, SPLIT_WIDTH).map(paint).join('\n'),
      paint(small(row.p)),
      paint(small(row.likelihoodRatio)),
    ];
  });
  return `${style.strong(title)}\n${table(columns, cells, style.faint)}`;
}

function mechanismLines(name: string, parameter: string | null | undefined): string[] {
  const text = parameter == null ? name : `${name}, ${parameter}`;
  return wrap(text, MECHANISM_WIDTH).map((line, i) => (i === 0 ? line : `  ${line}`));
}

/** A probability or a ratio: three significant digits, or a bound. */
function small(value: number): string {
  if (value < 0.0001) return '<0.0001';
  return fixed(value, value < 0.1 ? 4 : 2);
}

function item(name: string, text: string): string {
  return wrap(`${name}: ${text}`, WIDTH - 4)
    .map((line, i) => `  ${i === 0 ? '- ' : '  '}${line}`)
    .join('\n');
}

/** More mechanisms than this are not explained at length. */
const EXPLAINED = 3;

function inWords(report: DiagnoseReport, style: Style): string {
  // Where every choice was blind, explaining every mechanism would explain none.
  if (report.outcome === 'uninformative') return '';
  const variants = leadingRows(report).flatMap((row) => row.variants);
  if (variants.length === 0) return '';
  const lines = variants
    .slice(0, EXPLAINED)
    .map(({ mechanism, explanation, run }) =>
      [item(capital(mechanism), explanation), commandText(run, style)].join('\n'),
    );
  const more = variants.length - lines.length;
  if (more > 0) lines.push(`  - ... and ${more} more, which --json explains`);
  return `${style.strong('In words')}\n${lines.join('\n')}`;
}

function leadingRows({ outcome, rows, otherStore }: DiagnoseReport): DiagnoseRow[] {
  return (outcome === 'other-store' ? otherStore : rows).filter((row) => row.leading);
}

function nextStep(report: DiagnoseReport, style: Style): string {
  const { experiment, lookAt, outcome } = report;
  if (outcome === null || outcome === 'decided' || outcome === 'none') return '';
  const parts: string[] = [];
  if (experiment === null) {
    parts.push(paragraph('Next: no traffic that was tried tells the leading mechanisms apart.'));
  } else {
    const { text, requests, apart, pairs, power, remaining } = experiment;
    const all =
      apart === pairs ? 'tells all of them apart' : `tells ${apart} of ${pairs} pairs apart`;
    const cases =
      power === 1 ? 'every simulated case' : `at least ${percent(power)} of the simulated cases`;
    parts.push(
      paragraph(
        `Next, the cheapest experiment: ${text}. It takes ${count(requests)} requests and ${all}, each in ${cases}.`,
      ),
      ...remaining.map((names) => paragraph(`Alike even then: ${list(names)}.`)),
    );
  }
  if (lookAt.length > 0) {
    parts.push(
      'What tells these, on the proxy itself:',
      ...lookAt.map((one) => item(one.mechanism, one.text)),
    );
  }
  const [first = '', ...others] = parts;
  return [style.strong(first), ...others].join('\n');
}
