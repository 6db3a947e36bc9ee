import { count, replicationsText } from '../../text/figures.js';
import { logLines } from '../import/text.js';
import { commandText, nextStep } from '../kit/next.js';
import { sourceText } from '../kit/source.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { capital, fold, paragraph, WIDTH } from '../kit/words.js';
import { remediesText } from './remedies.js';
import type { DiagnoseReport, DiagnoseRow } from './report.js';
import {
  citationOf,
  experimentLines,
  leadingRows,
  mechanismText,
  nextAdvice,
  observedText,
  otherStoreTitle,
  plural,
  predictedTexts,
  small,
} from './words.js';

/** A diagnosis as text, 80 columns wide: the answer first, then what it rests on. */
export function textDiagnose(
  report: DiagnoseReport,
  { verbose }: { readonly verbose: boolean },
  style: Style,
): string {
  const { rows, otherStore, impossible, partial } = report;
  const tone = report.decided ? style.strong : style.unsure;
  const groups = Object.keys(report.observed);
  const sections = [
    [
      ...(partial ? [style.unsure('Interrupted: only what was finished is shown.')] : []),
      tone(paragraph(report.conclusion)),
      ...experimentLines(report).map((line) => paragraph(line)),
    ].join('\n'),
    heading(report, verbose, style),
    ...(rows.length > 0 ? [rowTable('Explanations, likeliest first', rows, groups, style)] : []),
    ...(otherStore.length > 0
      ? [rowTable(otherStoreTitle(otherStore), otherStore, groups, style)]
      : []),
    ...(impossible.length > 0 ? [ruledOut(report, verbose, style)] : []),
    inWords(report, verbose, style),
    lookAtText(report, style),
    remediesText(report, style),
    nextStep(nextAdvice(report), style).join(''),
    sourceText(citationOf(report), true, style),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function ruledOut({ impossible }: DiagnoseReport, verbose: boolean, style: Style): string {
  const lines = impossible.map(({ mechanism, reason, command }) =>
    command === null || !verbose
      ? item(mechanism, reason)
      : `${item(mechanism, `${reason}:`)}\n${commandText(command, style, 6)}`,
  );
  return `${style.strong('Ruled out here')}\n${lines.join('\n')}`;
}

function heading(report: DiagnoseReport, verbose: boolean, style: Style): string {
  const { scenario, requests, log, simulated, seed, seeds, store } = report;
  const each =
    simulated === requests
      ? 'as many requests each'
      : `${count(simulated)} requests each: the observed shares are judged as if of so many`;
  const lines: [string, string][] = [
    ['observed', `${plural(requests, 'request')}: ${observedText(report)}`],
    ...(log === null
      ? []
      : logLines(log).map((line, i): [string, string] => [i === 0 ? 'log' : '', line])),
    ['scenario', `${scenario.name}, ${store} store`],
    // Where they are fewer than were observed, that is part of the answer.
    ...(verbose || simulated !== requests
      ? [
          ['simulated', `${replicationsText(seeds)}, seed ${seed}, per mechanism, ${each}`] as [
            string,
            string,
          ],
        ]
      : []),
  ];
  return lines
    .flatMap(([name, text]) =>
      fold(text, WIDTH - 13).map(
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
    const mechanisms = row.mechanisms.flatMap((name) => mechanismLines(mechanismText(row, name)));
    const split = predictedTexts(row, groups).join(' : ');
    return [
      row.leading ? '>' : row.excluded ? 'x' : '',
      mechanisms.map((line) => paint(line)).join('\n'),
      fold(split, SPLIT_WIDTH)
        .map((line) => paint(line))
        .join('\n'),
      paint(small(row.p)),
      paint(small(row.likelihoodRatio)),
    ];
  });
  const marks = [
    ...(rows.some(({ leading }) => leading) ? ['> leads'] : []),
    ...(rows.some(({ leading, excluded }) => excluded && !leading) ? ['x is ruled out'] : []),
  ];
  const legend = marks.length === 0 ? '' : style.faint(` (${marks.join(', ')})`);
  return `${style.strong(title)}${legend}\n${table(columns, cells, style.faint)}`;
}

function mechanismLines(text: string): string[] {
  return fold(text, MECHANISM_WIDTH - 2).map((line, i) => (i === 0 ? line : `  ${line}`));
}

function item(name: string, text: string): string {
  return fold(`${name}: ${text}`, WIDTH - 4)
    .map((line, i) => `  ${i === 0 ? '- ' : '  '}${line}`)
    .join('\n');
}

/** More mechanisms than this are not explained at length. */
const EXPLAINED = 3;

/** Why: what the leading mechanisms are, and under --verbose the command that runs each. */
function inWords(report: DiagnoseReport, verbose: boolean, style: Style): string {
  // Where every choice was random, explaining every mechanism would explain none.
  if (report.outcome === 'uninformative') return '';
  const variants = leadingRows(report).flatMap((row) => row.variants);
  if (variants.length === 0) return '';
  const lines = variants
    .slice(0, EXPLAINED)
    .map(({ mechanism, explanation, run }) =>
      [item(capital(mechanism), explanation), ...(verbose ? [commandText(run, style)] : [])].join(
        '\n',
      ),
    );
  const more = variants.length - lines.length;
  if (more > 0) lines.push(`  - ... and ${more} more, which --json explains`);
  return `${style.strong('In words')}\n${lines.join('\n')}`;
}

function lookAtText({ lookAt }: DiagnoseReport, style: Style): string {
  if (lookAt.length === 0) return '';
  return [
    style.strong('What tells these apart, on the proxy itself'),
    ...lookAt.map((one) => item(one.mechanism, one.text)),
  ].join('\n');
}
