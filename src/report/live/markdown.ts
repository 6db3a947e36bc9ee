import { fixed, percent } from '../../text/figures.js';
import { withoutUnseen } from '../../text/harmless.js';
import {
  boldMarkdown,
  escapedMarkdown,
  fenced,
  foldedMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import { footerOf } from '../kit/source.js';
import { capital, list } from '../kit/words.js';
import { labelOf, liveSentences } from './answer.js';
import { mapSentence } from './maps.js';
import type { LiveMeasurement, LiveReport } from './report.js';
import { type LiveTable, lossTable, repeatsTable, sharesTable } from './rows.js';
import { graveNotes, notesOf, overheadText, targetText } from './setting.js';

/**
 * The proof section of a pull request: whether it agrees, the commands and versions before and after, tables, a
 * picture, and the conclusion.
 */
export function markdownLive(report: LiveReport): string {
  const { scenario, seed, partial } = report;
  const [first = '', ...more] = liveSentences(report);
  const lost = lossTable(report);
  return markdownPage([
    `### ${escapedMarkdown(first.replace(/\.$/, ''))}`,
    ...(partial === null ? [] : [boldMarkdown(`Ended early: ${partial}.`)]),
    ...graveNotes(report).map((note) => boldMarkdown(`${capital(note)}.`)),
    ...more.map(escapedMarkdown),
    'To repeat it:',
    fenced(report.command, 'sh'),
    versions(report),
    drawn(sharesTable(report)),
    picture(report),
    'Each time that it was measured:',
    drawn(repeatsTable(report)),
    ...(lost === null ? [] : [drawn(lost)]),
    ...report.runs.flatMap(({ maps = [] }) => maps.map((map) => escapedMarkdown(mapSentence(map)))),
    conclusion(report),
    foldedMarkdown('What was assumed', assumed(report)),
    sourceMarkdown([...footerOf({ tool: report.tool, scenario, seed }), ...targetText(report)]),
  ]);
}

/** The releases before and after; of one Redis, its own. */
function versions({ tool, runs }: LiveReport): string {
  const rows = runs.map((run, i) => {
    const isRedis = run.at.kind === 'redis';
    const when = whenOf(i, runs);
    return [
      ...(runs.length > 1 ? [when] : []),
      escapedMarkdown(isRedis ? run.logger : labelOf(run, runs)),
      escapedMarkdown(`${isRedis ? 'Redis' : 'LiteLLM'} ${run.version ?? 'unknown'}`),
      escapedMarkdown(run.profile),
      escapedMarkdown(`${tool.name} ${tool.version}`),
    ];
  });
  return markdownTable(
    [
      ...(runs.length > 1 ? [{ title: '' }] : []),
      { title: 'what' },
      { title: 'version' },
      { title: 'predicted by the rules of' },
      { title: 'measured with' },
    ],
    rows,
  );
}

/** The first is what there was, the others what there is now. */
function whenOf(i: number, runs: readonly LiveMeasurement[]): string {
  if (runs.length === 1) return '';
  return i === 0 ? 'before' : 'after';
}

function drawn({ columns, rows }: LiveTable): string {
  return markdownTable(
    columns.map(({ title, align }) => ({ title: escapedMarkdown(title), align })),
    rows.map((cells) => cells.map(escapedMarkdown)),
  );
}

/** The share of the fast group, measured beside predicted, as GitHub draws it. */
function picture({ runs }: LiveReport): string {
  const bars = runs.flatMap((run) => {
    const g = run.measured.findIndex((group) => group.fastest);
    const [measured, predicted] = [run.measured[g], run.predicted[g]];
    if (measured === undefined || predicted === undefined) return [];
    const name = runs.length === 1 ? '' : `${labelOf(run, runs)} `;
    return [
      { label: `${name}measured`, share: measured.share },
      { label: `${name}predicted`, share: predicted.share },
    ];
  });
  const fast = runs[0]?.measured.find((group) => group.fastest)?.name ?? '';
  if (bars.length === 0) return '';
  return fenced(
    [
      'xychart-beta',
      `  title ${quoted(`Share of ${fast}, measured and predicted`)}`,
      `  x-axis [${bars.map(({ label }) => quoted(label)).join(', ')}]`,
      '  y-axis "per cent of requests" 0 --> 100',
      `  bar [${bars.map(({ share }) => fixed(share * 100, 1)).join(', ')}]`,
    ].join('\n'),
    'mermaid',
  );
}

/** As a text of Mermaid's, which has no escapes. */
function quoted(text: string): string {
  return `"${withoutUnseen(text, ' ').replaceAll(/["`;#<>&%]/g, ' ')}"`;
}

/** What a reader is to take along. */
function conclusion({ runs }: LiveReport): string {
  const [before, ...others] = runs;
  const after = others.at(-1);
  if (before === undefined) return '';
  const shares = (run: LiveMeasurement) => {
    const group = run.measured.find(({ fastest }) => fastest) ?? run.measured[0];
    return group === undefined
      ? ''
      : `${percent(group.share)} of the requests went to ${group.name}`;
  };
  const sentences =
    after === undefined
      ? [`${shares(before)}.`]
      : [
          `Before, with ${labelOf(before, runs)}, ${shares(before)}; after, with ${labelOf(after, runs)}, ${shares(after)}.`,
        ];
  const agree = runs.filter((run) => run.agree === true);
  const farthest = Math.max(0, ...agree.flatMap(({ z }) => z.map((one) => Math.abs(one ?? 0))));
  if (agree.length > 0) {
    const which =
      agree.length === runs.length
        ? 'That is'
        : `For ${list(agree.map((run) => labelOf(run, runs)))} that is`;
    sentences.push(
      `${which} what was predicted, within ${fixed(Math.max(farthest, 0.1), 1)} standard deviations.`,
    );
  }
  for (const run of runs.filter(({ agree }) => agree === false)) {
    const group = run.predicted.find(({ fastest }) => fastest) ?? run.predicted[0];
    const of = runs.length === 1 ? '' : ` of ${labelOf(run, runs)}`;
    sentences.push(
      `${percent(group?.share ?? 0)} were predicted${of}, which chance alone does not explain.`,
    );
  }
  return `**Conclusion.** ${escapedMarkdown(sentences.join(' '))}`;
}

function assumed(report: LiveReport): string {
  const overheads = report.runs.flatMap((run) => {
    const text = overheadText(run);
    return text === null ? [] : [`own time per request of ${labelOf(run, report.runs)}: ${text}`];
  });
  const lines = [
    ...overheads,
    ...notesOf(report),
    ...(report.notScaled.length === 0
      ? []
      : [`what the time scale leaves as it is: ${report.notScaled.join('; ')}`]),
  ];
  return lines.length === 0
    ? 'Nothing beside what the scenario says.'
    : lines.map((line) => `- ${escapedMarkdown(line)}`).join('\n');
}
