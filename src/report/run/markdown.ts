import { count, percent, percentInterval, replicationsText } from '../../text/figures.js';
import { formatDuration } from '../../text/units.js';
import {
  adviceMarkdown,
  boldMarkdown,
  codeMarkdown,
  escapedMarkdown,
  labelledMarkdown,
  markdownPage,
  markdownTable,
} from '../kit/markdown.js';
import { footerOf } from '../kit/source.js';
import { sparkline } from '../kit/words.js';
import { advice, againCommand } from './advice.js';
import { answerSentences, answerTitle, interruption, nothingToJudge } from './answer.js';
import { endingMarkdown } from './ending.js';
import { needsExploration } from './expectations.js';
import { figures } from './figures.js';
import type { Heading } from './heading.js';
import { foundText, otherVerdicts } from './judged.js';
import { LEVEL } from './level.js';
import { precisionSentence } from './precision.js';
import { reasonsOf } from './reasons.js';
import type { RunReport } from './report.js';
import { unevenness } from './unevenness.js';
import { warningsOf } from './warnings.js';

/**
 * A run ready for a pull request or a postmortem: finding, tables, why, and the command that repeats it.
 * @param byDeployment whether it has a table by deployment, and how uneven each replication was
 */
export function markdownRun(
  report: RunReport,
  heading: Heading,
  { byDeployment = false }: { readonly byDeployment?: boolean } = {},
): string {
  const { partial, replications } = report;
  const { where } = heading;
  const [, ...sentences] = answerSentences(report);
  const isJudged = nothingToJudge(report) === undefined;
  return markdownPage([
    `### ${escapedMarkdown(answerTitle(report))}`,
    ...sentences.map(escapedMarkdown),
    ...precisionSentence([report]).map(escapedMarkdown),
    ...(partial ? [boldMarkdown(interruption(report))] : []),
    ...warningsOf(report.assumes).map(boldMarkdown),
    ...(isJudged
      ? [
          ...sharesTables(report),
          ...(byDeployment ? [deploymentsTable(report)] : []),
          ...unevenness(report, byDeployment).map(escapedMarkdown),
          ...why(report),
          labelledMarkdown(figures({ ...report, expectations: [] })),
        ]
      : []),
    ...(replications.length > 0 ? expected(report) : []),
    ...(isJudged ? adviceMarkdown(advice(report, where)) : []),
    ...endingMarkdown(
      againCommand(report, where),
      heading,
      footerOf({ ...report, runs: replicationsText(replications.length) }),
    ),
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

function deploymentsTable({ deployments }: RunReport): string {
  return markdownTable(
    [
      { title: 'deployment' },
      { title: 'requests', align: 'right' },
      { title: 'share', align: 'right' },
    ],
    deployments.map(({ id, requests, share }) => [
      escapedMarkdown(id),
      count(requests),
      percent(share),
    ]),
  );
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

function expected(report: RunReport): string[] {
  const { expectations, partial } = report;
  if (expectations.length === 0) return [];
  return [
    markdownTable(
      [{ title: 'expected' }, { title: '' }, { title: 'found' }],
      expectations.map((one) => [
        codeMarkdown(one.expectation),
        needsExploration(one) ? 'not explored' : DECISIONS[one.decision],
        escapedMarkdown(foundText(one, partial)),
      ]),
    ),
    ...otherVerdicts(report).map(escapedMarkdown),
  ];
}

const DECISIONS = { pass: 'holds', fail: '**does not hold**', inconclusive: 'undecided' } as const;
