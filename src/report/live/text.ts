import { nextStep } from '../kit/next.js';
import { sourceText } from '../kit/source.js';
import type { Style } from '../kit/style.js';
import { type Column, table } from '../kit/table.js';
import { clip, clipName, labelled, paragraph } from '../kit/words.js';
import { advice } from './advice.js';
import { labelOf, liveSentences } from './answer.js';
import { mapSentence, mapTable } from './maps.js';
import { agreeing, type LiveReport } from './report.js';
import { type LiveTable, lossTable, repeatsTable, sharesTable } from './rows.js';
import { graveNotes, notesOf, overheadText, targetText } from './setting.js';

/** What a text has beside its answer. */
export interface LiveDetails {
  /** All that was assumed, and each deployment. */
  readonly verbose: boolean;
}

/** What was measured as text, 80 columns wide: whether it agrees, the shares, what was lost. */
export function textLive(report: LiveReport, { verbose }: LiveDetails, style: Style): string {
  const { scenario, partial, runs } = report;
  const lost = lossTable(report);
  const sections = [
    heading(report, style),
    ...(partial === null ? [] : [style.unsure(paragraph(`Ended early: ${partial}.`, 2))]),
    answer(report, style),
    ...warnings(report, style),
    drawn(sharesTable(report), style),
    drawn(repeatsTable(report), style),
    ...(lost === null || runs.length === 1 ? [] : [drawn(lost, style)]),
    ...(verbose ? deployments(report, style) : []),
    ...maps(report, style),
    ...notes(report, style),
    ...nextStep(advice(report), style),
    sourceText(
      { tool: report.tool, scenario, seed: report.seed, profile: onlyProfile(report) },
      verbose,
      style,
    ),
  ];
  return `${sections.filter((one) => one !== '').join('\n\n')}\n`;
}

function heading(report: LiveReport, style: Style): string {
  const { scenario, changed } = report;
  const name = clipName(scenario.name, NAME_WIDTH);
  const line = paragraph(`${name}: ${targetText(report).join(' · ')}`);
  const changes = changed
    .filter((one) => !/^expect\b/.test(one))
    .map((one) => clip(one, NAME_WIDTH));
  return [
    `${style.strong(name)}${line.slice(name.length)}`,
    ...(changes.length === 0 ? [] : [paragraph(`changed: ${changes.join(', ')}`, 2)]),
  ].join('\n');
}

/** Longer names are clipped. */
const NAME_WIDTH = 40;
/** In a table there is less room. */
const CELL_WIDTH = 16;

function answer(report: LiveReport, style: Style): string {
  const [first = '', ...more] = liveSentences(report);
  const agree = agreeing(report);
  const paint = agree === null ? style.unsure : agree ? style.good : style.bad;
  return [
    style.strong(paint(paragraph(first, 2))),
    ...more.map((sentence) => paragraph(sentence, 2)),
  ].join('\n');
}

function warnings(report: LiveReport, style: Style): string[] {
  const lines = graveNotes(report).map((note) => style.unsure(paragraph(note, 2)));
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function drawn({ columns, rows }: LiveTable, style: Style): string {
  const fitting = columns.map(
    ({ title, align }): Column => ({ title: clipName(title, CELL_WIDTH), align }),
  );
  return table(
    fitting,
    rows.map((cells) => cells.map((cell) => clipName(cell, CELL_WIDTH))),
    style.faint,
  );
}

/** What each got, all times together. */
function deployments({ runs }: LiveReport, style: Style): string[] {
  return runs.map((run) => {
    const ids = run.repeats[0]?.deployments.map(({ id }) => id) ?? [];
    return table(
      [{ title: 'deployment' }, { title: 'requests', align: 'right' }],
      ids.map((id, i) => [
        clipName(id, NAME_WIDTH),
        String(run.repeats.reduce((sum, one) => sum + (one.deployments[i]?.requests ?? 0), 0)),
      ]),
      style.faint,
    );
  });
}

function notes(report: LiveReport, style: Style): string[] {
  const overheads = report.runs.flatMap((run): [string, string][] => {
    const text = overheadText(run);
    const of = report.runs.length === 1 ? '' : `${labelOf(run, report.runs)}: `;
    return text === null ? [] : [['own time', of + text]];
  });
  const lines = [
    ...overheads,
    ...notesOf(report).map((note): [string, string] => ['assumed', note]),
    ...(report.notScaled.length === 0
      ? []
      : [['not scaled', report.notScaled.join('; ')] as [string, string]]),
  ];
  return lines.length === 0 ? [] : [labelled(onceLabelled(lines), style.faint)];
}

/** What the Redis of each proxy held at the end. */
function maps({ runs }: LiveReport, style: Style): string[] {
  return runs.flatMap((run) =>
    (run.maps ?? []).map((map) => {
      const of = runs.length === 1 ? '' : `${labelOf(run, runs)}: `;
      const entries = mapTable(map);
      const says = paragraph(of + mapSentence(map), 2);
      return entries === null ? says : `${says}\n${drawn(entries, style)}`;
    }),
  );
}

/** A label stands before the first of what it names. */
function onceLabelled(lines: readonly [string, string][]): [string, string][] {
  return lines.map(([label, text], i) => [lines[i - 1]?.[0] === label ? '' : label, text]);
}

function onlyProfile({ runs }: LiveReport): string | undefined {
  const profiles = new Set(runs.map(({ profile }) => profile));
  return profiles.size === 1 ? runs[0]?.profile : undefined;
}
