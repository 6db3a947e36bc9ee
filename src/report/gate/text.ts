import type { GateTerms } from '../../studies/gate/plan.js';
import { replicationsText } from '../../text/figures.js';
import { commandText } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { paragraph, WIDTH, wrap } from '../kit/words.js';
import { baselineCells, baselineTitles } from './baseline.js';
import { figures } from './figures.js';
import {
  type BaselineReport,
  type GateReport,
  type GateRun,
  type JudgedExpectation,
  tallyText,
  unevennessOf,
} from './report.js';
import type { Reporter } from './reporter.js';
import { termsText } from './terms.js';

export const text: Reporter = {
  name: 'text',
  says: 'for people, 80 columns',
  report: textGate,
};

const LABELS = { pass: 'pass', fail: 'FAIL', inconclusive: 'inconclusive' } as const;
const TONES = { pass: 'good', fail: 'bad', inconclusive: 'unsure' } as const;
const CONCLUSIONS = {
  pass: 'The gate passes',
  fail: 'The gate fails',
  inconclusive: 'The gate is inconclusive',
} as const;

/** Where the texts of an expectation start. */
const INDENT = 8;

/** A gate's report as text, 80 columns wide. */
export function textGate(report: GateReport, style: Style): string {
  const sections = report.runs.map((run) => runText(run, style));
  if (report.baseline !== null) sections.push(baselineText(report.baseline, report.terms, style));
  if (report.partial) sections.push(style.unsure(paragraph(interrupted(report))));
  const terms = termsText(report).map((line) => style.faint(paragraph(line)));
  if (terms.length > 0) sections.push(terms.join('\n'));
  if (report.runs.length > 0) {
    const { decision } = report;
    sections.push(style[TONES[decision]](`${CONCLUSIONS[decision]}: ${tallyText(report)}.`));
  }
  return `${sections.join('\n\n')}\n`;
}

function runText(run: GateRun, style: Style) {
  const { scenario, logger, seed, replications, expectations } = run;
  const setting = `${replicationsText(replications)} of seed ${seed}`;
  const name = `${scenario} under ${logger}`;
  const fits = name.length + 2 + setting.length <= WIDTH;
  return [
    `${style.strong(name)}${fits ? '' : '\n'}  ${style.faint(setting)}`,
    ...expectations.map((one) => expectationText(one, replications, style)),
    ...unevennessOf(run).map((text) => paragraph(text, 2)),
  ].join('\n');
}

function expectationText(one: JudgedExpectation, replications: number, style: Style): string {
  const { decision, expectation, meaning, replay, note } = one;
  const earlier = one.interval !== null && one.replications < replications;
  const when = earlier ? `, at ${replicationsText(one.replications)}` : '';
  const label = LABELS[decision];
  const [first = '', ...rest] = wrap(expectation, WIDTH - 4 - label.length);
  const head = [`  ${style[TONES[decision]](label)}  ${first}`, ...rest.map(indented)];
  const said = [style.faint(paragraph(`${figures(one)}${when}`, INDENT))];
  if (decision === 'pass') return [...head, ...said].join('\n');
  const beside =
    note === undefined
      ? []
      : [paragraph(note.text, INDENT), commandText(note.command, style, INDENT + 2)];
  const told = [
    paragraph(meaning, INDENT),
    indented(`replay: ${style.command(replay)}`),
    ...beside,
  ];
  return [...head, ...said, ...told].join('\n');
}

function indented(line: string): string {
  return ' '.repeat(INDENT) + line;
}

function interrupted({ unfinished, runs }: GateReport): string {
  const rest = unfinished.join(', ');
  return runs.length === 0
    ? `Interrupted before the first scenario was finished. Not judged: ${rest}.`
    : `Interrupted: only what stands here was finished. Not judged: ${rest}.`;
}

function baselineText(
  { file, version, runs, notes }: BaselineReport,
  { confidence }: GateTerms,
  style: Style,
): string {
  const columns = baselineTitles(confidence).map((title, i) => ({
    title,
    align: i === 0 ? ('left' as const) : ('right' as const),
  }));
  return [
    `${style.strong(`Against the baseline ${file}`)}  ${style.faint(`latsim ${version}`)}`,
    ...notes.map((note) => style.unsure(paragraph(note, 2))),
    ...runs.flatMap(({ scenario, logger, figures: changes }) => [
      `  ${scenario} under ${logger}`,
      table(columns, changes.map(baselineCells), style.faint),
    ]),
  ].join('\n');
}
