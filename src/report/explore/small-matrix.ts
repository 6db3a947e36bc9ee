import type { LoggerChoice } from '../../loggers/choice.js';
import type { ExploreReport } from '../../studies/explore/found.js';
import { harderCommand } from '../../studies/explore/replay-command.js';
import {
  acrossProcesses,
  inOneProcess,
  isViolated,
  leadingProgram,
  MATRIX,
  type MatrixReport,
} from '../../studies/explore/small-matrix.js';
import type { Limits } from '../../studies/job.js';
import { count } from '../../text/figures.js';
import { commandText } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { paragraph } from '../kit/words.js';
import { CELL_WORDS, verdictOf } from './matrix.js';
import { plural } from './numbers.js';
import {
  leaseUntried,
  number,
  ordersText,
  remarksText,
  scopeText,
  untriedByMatrix,
} from './scope.js';
import { boundText, kindsText, loggerText, textViolation, uncheckedText } from './text.js';

/** The report of the small matrix as text, 80 columns wide, without the command that replays it. */
export function textSmallMatrix(
  report: MatrixReport,
  logger: LoggerChoice,
  limits: Limits,
  style: Style,
): string {
  const { violation } = leadingProgram(report);
  const sections = [
    loggerText(leadingProgram(report), style),
    programsTable(report, style),
    [
      verdict(report, limits, style),
      across(report, limits, style),
      ...rest(report, logger, style),
    ].join('\n'),
  ];
  if (violation !== null) sections.push(textViolation(violation, style).trimEnd());
  return `${sections.join('\n\n')}\n`;
}

function programsTable({ programs }: MatrixReport, style: Style): string {
  const right = { align: 'right' as const };
  return table(
    [
      { title: 'tasks', ...right },
      { title: 'deployments' },
      { title: 'exception' },
      { title: 'processes', ...right },
      { title: 'orders', ...right },
      { title: 'states', ...right },
      { title: '' },
    ],
    programs.map((program) => [
      String(program.tasks),
      program.deployments,
      program.crash === 'task' ? 'at any step' : 'none',
      String(program.processes),
      program.schedules === null ? '-' : number(program.schedules),
      count(program.states),
      programVerdict(program, style),
    ]),
    style.faint,
  );
}

function programVerdict(program: ExploreReport, style: Style): string {
  const verdict = verdictOf(program);
  if (verdict === 'unknown') return style.unsure('not tried in full');
  return verdict === 'safe' ? CELL_WORDS.safe : style.bad(CELL_WORDS[verdict]);
}

/** What became of those in one process. */
function verdict(report: MatrixReport, limits: Limits, style: Style): string {
  const programs = inOneProcess(report);
  const violated = programs.filter(isViolated);
  if (violated.length > 0) {
    const leading = leadingProgram(report);
    const smallest =
      leading.violation?.minimal === true
        ? ' Below is the shortest schedule, with the fewest tasks, that shows the first of these.'
        : '';
    const where = `${violated.length} of ${plural(programs.length, 'program')}, the first with ${scopeText(leading)}`;
    return style.bad(
      paragraph(`Not safe: it ${kindsText(leading.kinds)}. In ${where}.${smallest}`),
    );
  }
  const planned = MATRIX.filter(({ processes }) => processes === 1).length;
  const all = programs.length === planned ? `${planned}` : `${programs.length} of ${planned}`;
  const tasks = Math.max(...programs.map((program) => program.tasks));
  const most = programs.every((program) => program.tasks === tasks) ? '' : 'up to ';
  const scope = `${all} programs, ${ordersText(programs)}, ${most}${plural(tasks, 'task')}, one process, ${programs[0]?.store} store.`;
  const unchecked = programs.map(uncheckedText).find((text) => text !== '') ?? '';
  const open = [...interrupted(report), ...notInFull(programs, limits)];
  if (open.length === 0) {
    return style.good(paragraph(`No violation found: ${scope}${unchecked}`));
  }
  const text = `No violation found so far: ${scope} That is no proof: ${open.join('; ')}.${unchecked}`;
  return style.unsure(paragraph(text));
}

function interrupted({ programs, partial }: MatrixReport): string[] {
  return partial ? [`interrupted, when ${programs.length} of ${MATRIX.length} were begun`] : [];
}

/** Which programs a bound has stopped, bound by bound. */
function notInFull(programs: readonly ExploreReport[], limits: Limits): string[] {
  const stopped = programs.filter(({ bound }) => bound !== null && bound !== 'interrupted');
  return [...new Set(stopped.map(({ bound }) => bound))].map((bound) => {
    const those = stopped.filter((program) => program.bound === bound);
    return `${those.length} of ${programs.length} programs stopped by ${boundText(those[0] as ExploreReport, limits)}`;
  });
}

/** What became of those across two processes: told, but no fault by itself. */
function across(report: MatrixReport, limits: Limits, style: Style): string {
  const programs = acrossProcesses(report);
  const worst = programs.find(isViolated);
  const said = (text: string) => paragraph(`Across two processes: ${text}.`);
  if (worst !== undefined) {
    const why = endsAtTheProcess(report) ? ' (its lock is one per process)' : '';
    return style.unsure(said(`${CELL_WORDS[verdictOf(worst)]}${why}`));
  }
  if (programs.length === 0) return style.unsure(said('not tried'));
  const scope = `${plural(programs.length, 'program')}, ${ordersText(programs)}`;
  const open = notInFull(programs, limits);
  return open.length === 0 && !report.partial
    ? said(`no violation found, ${scope}`)
    : style.unsure(said([`no violation found so far, ${scope}`, ...open].join('; ')));
}

/**
 * Whether locks are the reason for what goes wrong across processes. On a remote store nothing else
 * is of a process: where its programs in one were all tried in full and are right, it is they.
 */
function endsAtTheProcess(report: MatrixReport): boolean {
  const programs = inOneProcess(report);
  const right = programs.every((program) => program.exhaustive && !isViolated(program));
  const { guards, store } = leadingProgram(report);
  return right && store === 'remote' && guards.locks && !guards.leases;
}

/** What no program of the matrix tries, and the command that tries what an option can. */
function rest(report: MatrixReport, logger: LoggerChoice, style: Style): string[] {
  const leading = leadingProgram(report);
  if (isViolated(leading)) return [];
  const remarks = remarksText(leading).trimStart();
  return [
    ...(remarks === '' ? [] : [paragraph(remarks)]),
    paragraph(`Not tried: ${untriedByMatrix(report.programs).join(', ')}.`),
    commandText(harderCommand(logger, leading, leaseUntried(leading)), style, 2),
  ];
}
