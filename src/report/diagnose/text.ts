import { count, replicationsText } from '../../text/figures.js';
import { logLines } from '../import/text.js';
import { commandText, nextStep } from '../kit/next.js';
import { sourceText } from '../kit/source.js';
import type { Style } from '../kit/style.js';
import { type Column, table } from '../kit/table.js';
import { capital, fold, paragraph, WIDTH } from '../kit/words.js';
import {
  bearingSentence,
  bearingText,
  deploymentsText,
  type EvidenceReport,
  evidenceTitle,
  logEvidenceText,
  mapText,
} from './evidence.js';
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
  routingOutcome,
  small,
  unsimulatedText,
} from './words.js';

/** A diagnosis as text, 80 columns wide: the answer first, then what it rests on. */
export function textDiagnose(
  report: DiagnoseReport,
  { verbose }: { readonly verbose: boolean },
  style: Style,
): string {
  const { rows, otherStore, impossible, partial } = report;
  const tone = report.decided ? style.strong : style.unsure;
  const sections = [
    [
      ...(partial ? [style.unsure('Interrupted: only what was finished is shown.')] : []),
      tone(paragraph(report.conclusion)),
      ...experimentLines(report).map((line) => paragraph(line)),
    ].join('\n'),
    heading(report, verbose, style),
    ...(rows.length > 0 ? [rowTable('Explanations, likeliest first', rows, report, style)] : []),
    ...(otherStore.length > 0
      ? [rowTable(otherStoreTitle(otherStore), otherStore, report, style)]
      : []),
    ...(impossible.length > 0 ? [ruledOut(report, verbose, style)] : []),
    inWords(report, verbose, style),
    lookAtText(report, style),
    remediesText(report, style),
    paragraph(unsimulatedText(report)),
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
    ...evidenceLines(report.evidence),
    ['scenario', `${scenario.name}, ${store} store`],
    // Where they are fewer than were observed, that is part of the answer.
    ...(simulated > 0 && (verbose || simulated !== requests)
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

function evidenceLines(evidence: EvidenceReport | null): [string, string][] {
  if (evidence === null) return [];
  const { log, map, notes } = evidence;
  return [
    ...(log === null
      ? []
      : ([
          ['answers', logEvidenceText(log)],
          ...(log.deployments.length > 1 ? [['each', deploymentsText(log)]] : []),
        ] as [string, string][])),
    ...(map === null ? [] : [['map', mapText(map)] as [string, string]]),
    ...notes.map((note): [string, string] => ['', note]),
  ];
}

/** Characters of the columns that are folded; beside what log and map say, less. */
const WIDTHS = { mechanism: 40, split: 15 };
const WIDTHS_BESIDE = { mechanism: 25, split: 13, bearing: 24 };

/** One line per mechanism; the figures of a row stand beside its first. */
function rowTable(
  title: string,
  rows: readonly DiagnoseRow[],
  { observed, evidence }: DiagnoseReport,
  style: Style,
): string {
  const widths = evidence === null ? WIDTHS : WIDTHS_BESIDE;
  const columns: readonly Column[] = [
    { title: '' },
    { title: 'mechanism' },
    { title: 'predicted %' },
    { title: 'p', align: 'right' },
    evidence === null
      ? { title: 'likelihood', align: 'right' }
      : { title: evidenceTitle(evidence) },
  ];
  const cells = rows.map((row) => {
    const paint = row.leading ? style.strong : row.excluded ? style.faint : (text: string) => text;
    const painted = (lines: readonly string[]) => lines.map((line) => paint(line)).join('\n');
    const mechanisms = row.variants.map(({ mechanism, bearing }) => {
      const name = hanging(mechanismText(row, mechanism), widths.mechanism);
      const said = evidence === null ? [] : fold(bearingText(bearing), WIDTHS_BESIDE.bearing);
      const lines = Math.max(name.length, said.length);
      return { name: padded(name, lines), said: padded(said, lines) };
    });
    const split = predictedTexts(row, Object.keys(observed)).join(' : ');
    return [
      row.leading ? '>' : row.excluded ? 'x' : '',
      painted(mechanisms.flatMap(({ name }) => name)),
      painted(fold(split, widths.split)),
      paint(small(row.p)),
      evidence === null
        ? paint(small(row.likelihoodRatio))
        : painted(mechanisms.flatMap(({ said }) => said)),
    ];
  });
  const marks = [
    ...(rows.some(({ leading }) => leading) ? ['> leads'] : []),
    ...(rows.some(({ leading, excluded }) => excluded && !leading) ? ['x is ruled out'] : []),
  ];
  const legend = marks.length === 0 ? '' : style.faint(` (${marks.join(', ')})`);
  return `${style.strong(title)}${legend}\n${table(columns, cells, style.faint)}`;
}

/** So many lines. */
function padded(lines: readonly string[], to: number): string[] {
  return Array.from({ length: to }, (_, i) => lines[i] ?? '');
}

function hanging(text: string, width: number): string[] {
  return fold(text, width).map((line, i) => (i === 0 ? line : `  ${line}`));
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
  if (routingOutcome(report) === 'uninformative') return '';
  const variants = leadingRows(report).flatMap((row) => row.variants);
  if (variants.length === 0) return '';
  const lines = variants
    .slice(0, EXPLAINED)
    .map(({ mechanism, explanation, bearing, run }) =>
      [
        item(capital(mechanism), `${explanation}${bearingSentence(bearing)}`),
        ...(verbose ? [commandText(run, style)] : []),
      ].join('\n'),
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
