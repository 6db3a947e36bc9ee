import type { GateTerms } from '../../studies/gate/plan.js';
import type { Advice } from '../../text/advice.js';
import { count, counted, replicationsText } from '../../text/figures.js';
import { adviceText } from '../kit/next.js';
import { sourceText } from '../kit/source.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { clipName, list, paragraph, WIDTH, wrap } from '../kit/words.js';
import { baselineCells, baselineTitles } from './baseline.js';
import { conclusion } from './conclusion.js';
import { figures } from './figures.js';
import {
  type BaselineReport,
  decisionOver,
  type GateReport,
  type GateRun,
  type JudgedExpectation,
  runName,
  unevennessOf,
} from './report.js';
import type { Reporter } from './reporter.js';
import { exploredText, termsText } from './terms.js';

export const text: Reporter = {
  name: 'text',
  says: 'for people, 80 columns',
  report: textGate,
};

const LABELS = { pass: 'pass', fail: 'FAIL', inconclusive: 'undecided' } as const;
const MARKS = { pass: '✓', fail: '✗', inconclusive: '?' } as const;
const TONES = { pass: 'good', fail: 'bad', inconclusive: 'unsure' } as const;

/** How far a line per run is indented, and what belongs to it. */
const INDENT = 4;

/**
 * A gate's report as text, 80 columns wide: what it came to, then a line per scenario and logger, with
 * all that fails or is undecided told in full.
 * @param verbose whether what passes is told in full, too, and how it was judged
 */
export function textGate(report: GateReport, style: Style, verbose = false): string {
  const { runs, baseline, terms, decision } = report;
  const sections: string[] = [];
  if (runs.length > 0) {
    sections.push(style[TONES[decision]](style.strong(paragraph(conclusion(report)))));
  }
  if (report.partial) sections.push(style.unsure(paragraph(interrupted(report))));
  if (verbose) sections.push(...runs.map((run) => runInFull(run, style)));
  else if (runs.length > 0) sections.push(runs.map((run) => runInShort(run, style)).join('\n'));
  if (baseline !== null) sections.push(baselineText(baseline, terms, style, verbose));
  const all = verbose || decision !== 'pass';
  const lines = (all ? termsText : exploredText)(report).map((line) =>
    style.faint(paragraph(line)),
  );
  if (lines.length > 0) sections.push(lines.join('\n'));
  sections.push(source(report, verbose, style));
  return `${sections.join('\n\n')}\n`;
}

/** A line for a run that passes; what does not pass is told below it. */
function runInShort(run: GateRun, style: Style): string {
  const { expectations, replications } = run;
  const decision = decisionOver(expectations.map((one) => one.decision));
  const open = expectations.filter((one) => one.decision !== 'pass');
  const mark = style[TONES[decision]](MARKS[decision]);
  const name = clipName(runName(run), NAME_WIDTH);
  const number = `(${count(expectations.length)})`;
  const remark = unevenIn(run);
  const fits = name.length + number.length + remark.length + 8 <= WIDTH;
  const line = `  ${mark} ${name} ${style.faint(number)}`;
  return [
    remark === '' || !fits ? line : `${line}  ${style.faint(remark)}`,
    ...(remark === '' || fits ? [] : [style.faint(paragraph(remark, INDENT + 2))]),
    ...open.map((one) => expectationText(one, replications, style, INDENT)),
    ...(open.length === 0 ? [] : unevennessOf(run).map((text) => paragraph(text, INDENT))),
  ].join('\n');
}

/** Longer names of scenario and logger are clipped in a line. */
const NAME_WIDTH = 68;

/** What shares that pass do not show: that one deployment takes most of a replication. */
function unevenIn({ busiest }: GateRun): string {
  const groups = busiest.filter(({ uneven }) => uneven).map(({ group }) => clipName(group, 24));
  return groups.length === 0 ? '' : `uneven within ${list(groups)}`;
}

function runInFull(run: GateRun, style: Style): string {
  const { seed, replications, expectations } = run;
  const setting = `${replicationsText(replications)}, seed ${seed}`;
  const name = runName(run);
  const fits = name.length + 2 + setting.length <= WIDTH;
  return [
    `${style.strong(clipName(name, WIDTH))}${fits ? '' : '\n'}  ${style.faint(setting)}`,
    ...expectations.map((one) => expectationText(one, replications, style, 2)),
    ...unevennessOf(run).map((text) => paragraph(text, 2)),
  ].join('\n');
}

/** @param indent of its decision; its texts start further right */
function expectationText(
  one: JudgedExpectation,
  replications: number,
  style: Style,
  indent: number,
): string {
  const { decision, expectation, meaning, replay, note } = one;
  const earlier = one.interval !== null && one.replications < replications;
  const when = earlier ? `, at ${replicationsText(one.replications)}` : '';
  const label = LABELS[decision];
  const inner = indent + 6;
  const [first = '', ...rest] = wrap(expectation, WIDTH - indent - 2 - label.length);
  const head = [
    `${' '.repeat(indent)}${style[TONES[decision]](label)}  ${first}`,
    ...rest.map((line) => ' '.repeat(inner) + line),
  ];
  const said = style.faint(paragraph(`${figures(one)}${when}`, inner));
  if (decision === 'pass') return [...head, said].join('\n');
  const told: Advice[] = [
    { says: `${meaning} Rerun:`, command: replay },
    ...(note === undefined ? [] : [{ says: note.text, command: note.command }]),
  ];
  return [...head, said, ...told.map((advice) => adviceText(advice, style, inner))].join('\n');
}

function interrupted({ unfinished, runs }: GateReport): string {
  const rest = unfinished.join(', ');
  return runs.length === 0
    ? `Interrupted before the first scenario was finished. Not judged: ${rest}.`
    : `Interrupted: only what stands here was finished. Not judged: ${rest}.`;
}

/** @param verbose whether figures that cannot be told apart are shown, too */
function baselineText(
  { file, version, runs, notes }: BaselineReport,
  { confidence }: GateTerms,
  style: Style,
  verbose: boolean,
): string {
  const columns = baselineTitles(confidence).map((title, i) => ({
    title,
    align: i === 0 ? ('left' as const) : ('right' as const),
  }));
  const all = runs.flatMap((run) => run.figures);
  const changed = all.filter(({ distinguishable }) => distinguishable).length;
  const shown = verbose
    ? runs
    : runs
        .map((run) => ({ ...run, figures: run.figures.filter((one) => one.distinguishable) }))
        .filter((run) => run.figures.length > 0);
  return [
    `${style.strong(`Against the baseline ${file}`)}  ${style.faint(`latsim ${version}`)}`,
    ...notes.map((note) => style.unsure(paragraph(note, 2))),
    paragraph(
      `${changed === 0 ? 'None' : count(changed)} of ${counted(all.length, 'figure')} ${changed > 1 ? 'differ' : 'differs'} by more than chance.`,
      2,
    ),
    ...shown.flatMap(({ scenario, logger, figures: changes }) => [
      paragraph(`${scenario} under ${logger}`, 2),
      table(columns, changes.map(baselineCells), style.faint),
    ]),
  ].join('\n');
}

/** Version, and what all runs have in common. */
function source({ tool, scenarios, runs }: GateReport, verbose: boolean, style: Style): string {
  const only = <Value>(values: readonly Value[]) =>
    new Set(values).size === 1 ? values[0] : undefined;
  return sourceText(
    {
      tool,
      scenario: scenarios.length === 1 ? scenarios[0] : undefined,
      profile: only(runs.map(({ profile }) => profile)),
      seed: only(runs.map(({ seed }) => seed)),
    },
    verbose,
    style,
  );
}
