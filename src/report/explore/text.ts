import type {
  ExploreReport,
  ProgramReport,
  ReplayReport,
  ViolationReport,
} from '../../studies/explore/found.js';
import type { Limits } from '../../studies/job.js';
import { count, percent } from '../../text/figures.js';
import type { Story } from '../../worlds/explore/story.js';
import type { Tool } from '../kit/json.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { capital, labelled, paragraph } from '../kit/words.js';
import type { Sequence } from '../sequence/sequence.js';
import { textSteps } from '../sequence/text.js';
import { listsText, plural } from './numbers.js';
import { scopeText, times } from './scope.js';
import { SAMPLE_VALUES, sequenceOfReplay, sequenceOfViolation } from './sequence.js';
import {
  adviceAfter,
  type ExploreAsked,
  replayAdvice,
  replayVerdict,
  subjectsOf,
  triedRows,
  verdict,
} from './verdict.js';

/** The report of an exploration of one program as text, 80 columns wide: the answer first. */
export function textExplore(report: ExploreReport, asked: ExploreAsked, style: Style): string {
  const { violation } = report;
  return pageOf([
    verdict(report, asked.limits, style),
    tried(report, asked.limits, style),
    ...(violation === null ? [] : [textViolation(violation, asked.tool, style)]),
    ...(asked.verbose ? [details(report, style)] : []),
    ...nextStep(adviceAfter(report, asked), style),
    programQuoted(report, asked, style),
  ]);
}

/** The story of a violation: the same bytes where it is found and where it is replayed. */
export function textViolation(violation: ViolationReport, tool: Tool, style: Style): string {
  const { kind, fault } = violation;
  return textStory(
    `${kind}: ${fault}`,
    violation.story,
    sequenceOfViolation(violation, tool),
    style,
  );
}

/** A schedule as numbered steps, each beside what is then stored. */
function textStory(
  title: string,
  { samples, ending }: Story,
  sequence: Sequence,
  style: Style,
): string {
  const values = SAMPLE_VALUES[samples];
  return [
    style.strong(paragraph(values === '' ? title : `${title} (${values})`)),
    textSteps(sequence, style),
    ...ending.map((line) => paragraph(`${capital(line)}.`, 2)),
  ].join('\n');
}

/** One schedule that was given, told. */
export function textReplay(report: ReplayReport, asked: ExploreAsked, style: Style): string {
  const { tool, logger, verbose } = asked;
  const { program, schedule, story, violation } = report;
  const paint = violation === null ? style.good : style.bad;
  return pageOf([
    paint(paragraph(replayVerdict(report))),
    violation === null
      ? textStory(`Schedule ${schedule}`, story, sequenceOfReplay(report, tool), style)
      : textViolation(violation, tool, style),
    ...(verbose
      ? [
          labelled(
            [
              ['program', scopeText(program)],
              ['schedule', schedule],
            ],
            style.faint,
          ),
        ]
      : []),
    ...nextStep(replayAdvice(report, logger), style),
    programQuoted(program, asked, style),
  ]);
}

/** Sections, with a line between them. */
export function pageOf(sections: readonly string[]): string {
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** The quiet last line. */
export function programQuoted(program: ProgramReport, asked: ExploreAsked, style: Style): string {
  return quotable(asked.tool, subjectsOf(program, asked), style);
}

/** What was tried, and in how many orders how many samples were kept. */
function tried(report: ExploreReport, limits: Limits, style: Style): string {
  const rows = triedRows(report, limits);
  // Where nothing is wrong, the sentence says in full what the program is.
  return labelled(report.kinds.length === 0 ? rows.slice(1) : rows, style.faint);
}

/** How it was set up, and every figure. */
function details(report: ExploreReport, style: Style): string {
  const { options, samples, kinds, exhaustive } = report;
  const search =
    options.strategy === 'exhaustive'
      ? 'exhaustive: every order of the steps'
      : options.strategy === 'pct'
        ? `pct of depth ${options.depth}, seed ${options.seed}`
        : `random walk, seed ${options.seed}`;
  const total = samples.reduce((sum, one) => sum + BigInt(one.schedules), 0n);
  return `${style.strong('Details')}\n${labelled(
    [
      ['logger', summaryText(report)],
      ['store', report.store],
      ['tasks', tasksText(report)],
      ...outside(report),
      ['search', search],
      ['coverage', exhaustive ? 'exhaustive' : 'not exhaustive'],
      ...samples.map((one, i): [string, string] => [
        i === 0 ? 'in the end' : '',
        `${plural(one.samples, 'sample')} in ${count(one.schedules)} (${percent(partOf(BigInt(one.schedules), total))})`,
      ]),
      ...(kinds.length === 0 ? [] : [['violations', kinds.join(', ')] as const]),
    ],
    style.faint,
  )}`;
}

/** What part one count is of another: of any size, to 15 digits. */
function partOf(count: bigint, total: bigint): number {
  return Number((count * 1_000_000_000_000_000n) / total) / 1e15;
}

/** A logger and what it does. */
export function summaryText({ logger, summary }: ExploreReport): string {
  return summary === '' ? logger : `${logger}: ${summary}`;
}

function tasksText(report: ExploreReport): string {
  const { tasks, processes, deployments, samplesPerTask, sampleValues, keepsAverages } = report;
  const each = samplesPerTask === 1 ? '' : `, ${samplesPerTask} samples each`;
  const where = deployments === 'same' ? 'all for one deployment' : 'each for its own deployment';
  const values = sampleValues === 'powers' ? SAMPLE_VALUES.powers : `${sampleValues} samples`;
  const why = keepsAverages ? ' (it keeps averages: of equal samples none would be missed)' : '';
  return `${plural(tasks, 'task')} in ${plural(processes, 'process')}, ${where}${each}, ${values}${why}`;
}

/** What may happen besides the steps of tasks. */
function outside(report: ExploreReport): [string, string][] {
  const { minutes, listSize, select, expiry, leaseExpiry, crash } = report;
  const also = [
    ...(minutes ? ['tasks and selects in different minutes'] : []),
    ...(listSize === null ? [] : [listsText(listSize)]),
    ...(select ? ['a concurrent select'] : []),
    ...(expiry > 0 ? [`what is stored may expire (${times(expiry)})`] : []),
    ...(leaseExpiry > 0 ? [`a lease may run out too early (${times(leaseExpiry)})`] : []),
    ...(crash === 'none' ? [] : [`a ${crash} may crash (once)`]),
  ];
  return also.length === 0 ? [] : [['also', also.join('; ')]];
}
