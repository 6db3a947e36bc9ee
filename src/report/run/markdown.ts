import { count, percent, percentInterval, replicationsText } from '../../text/figures.js';
import { formatDuration } from '../../text/units.js';
import {
  adviceMarkdown,
  codeMarkdown,
  escapedMarkdown,
  fenced,
  foldedMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import { footerOf } from '../kit/source.js';
import { sparkline } from '../kit/words.js';
import { advice, againCommand } from './advice.js';
import { answerSentences, answerTitle } from './answer.js';

import { findingText, needsExploration } from './expectations.js';
import { figures } from './figures.js';
import type { Heading } from './heading.js';
import { LEVEL } from './level.js';
import { reasonsOf } from './reasons.js';
import type { RunReport } from './report.js';

/** A run ready for a pull request or a postmortem: finding, tables, why, and the command that repeats it. */
export function markdownRun(report: RunReport, { title, setting, where }: Heading): string {
  const { partial, requests } = report;
  const [, ...sentences] = answerSentences(report);
  const told = requests === 0 ? [] : [...sharesTables(report), ...why(report), facts(report)];
  const next = requests === 0 ? [] : advice(report, where);
  return markdownPage([
    `### ${escapedMarkdown(answerTitle(report))}`,
    ...sentences.map(escapedMarkdown),
    partial ? '**Interrupted: only the finished replications count.**' : '',
    ...told,
    ...expected(report),
    ...adviceMarkdown(next),
    'To repeat it:',
    fenced(againCommand(report, where), 'sh'),
    foldedMarkdown(
      'What was run',
      markdownTable(
        [{ title: '' }, { title: '' }],
        [...(title === undefined ? [] : [['title', title] as const]), ...setting].map((cells) =>
          cells.map(escapedMarkdown),
        ),
      ),
    ),
    sourceMarkdown(footerOf({ ...report, runs: replicationsText(report.replications.length) })),
  ]);
}

/** One for each model group. */
function sharesTables({ verdicts, groups, duration_s }: RunReport): string[] {
  return verdicts.flatMap(({ modelGroup }) => {
    const own = groups.filter((group) => group.modelGroup === modelGroup);
    const intervals = own.some(({ ci95 }) => ci95 !== null);
    const table = markdownTable(
      [
        { title: 'group' },
        { title: 'of fleet', align: 'right' },
        { title: 'requests', align: 'right' },
        { title: 'share', align: 'right' },
        ...(intervals ? [{ title: `${LEVEL} interval` }] : []),
        { title: `over ${formatDuration(duration_s)}` },
      ],
      own.map((group) => [
        `${escapedMarkdown(group.name)}${group.fastest ? ' (fastest)' : ''}`,
        percent(group.deploymentShare),
        count(group.requests),
        percent(group.share),
        ...(intervals ? [percentInterval(group.ci95)] : []),
        codeMarkdown(sparkline(group.timeline)),
      ]),
    );
    return verdicts.length === 1 ? [table] : [`**${escapedMarkdown(modelGroup)}**`, table];
  });
}

/** Why slower groups were chosen; nothing where no choice has a cause. */
function why(report: RunReport): string[] {
  const reasons = [...reasonsOf(report)].sort((a, b) => b.choices - a.choices);
  const total = reasons.reduce((sum, { choices }) => sum + choices, 0);
  if (total === 0) return [];
  return [
    markdownTable(
      [
        { title: 'why slower groups were chosen' },
        { title: 'choices', align: 'right' },
        { title: '', align: 'right' },
      ],
      reasons.map(({ says, choices }) => [
        escapedMarkdown(says),
        count(choices),
        percent(choices / total),
      ]),
    ),
  ];
}

function facts(report: RunReport): string {
  return markdownTable(
    [{ title: '' }, { title: '' }],
    figures({ ...report, expectations: [] }).map((cells) => cells.map(escapedMarkdown)),
  );
}

function expected({ expectations }: RunReport): string[] {
  if (expectations.length === 0) return [];
  return [
    markdownTable(
      [{ title: 'expected' }, { title: '' }, { title: 'found' }],
      expectations.map((one) => [
        codeMarkdown(one.expectation),
        needsExploration(one) ? 'not explored' : DECISIONS[one.decision],
        escapedMarkdown(findingText(one)),
      ]),
    ),
  ];
}

const DECISIONS = { pass: 'holds', fail: '**does not hold**', inconclusive: 'undecided' } as const;
