import type { LoggerChoice } from '../../loggers/choice.js';
import type { ExploreReport } from '../../studies/explore/found.js';
import { replayCommand } from '../../studies/explore/replay-command.js';
import {
  acrossProcesses,
  deciding,
  inOneProcess,
  isViolated,
  leadingProgram,
  MATRIX,
  type MatrixReport,
} from '../../studies/explore/small-matrix.js';
import type { Limits } from '../../studies/job.js';
import type { Advice } from '../../text/advice.js';
import type { Style } from '../kit/style.js';
import { paragraph } from '../kit/words.js';
import { CELL_WORDS, verdictOf } from './cell.js';
import { plural, spelled } from './numbers.js';
import { KIND_VERBS, named } from './program.js';
import { ordersText, remarksText, untriedByMatrix } from './scope.js';
import {
  alsoText,
  boundText,
  type ExploreAsked,
  harder,
  rerun,
  uncheckedText,
  violatedText,
} from './verdict.js';

/** What each of the columns tries. */
const COLUMNS = [
  { title: '1 process', processes: 1, crash: 'none' },
  { title: 'an exception', processes: 1, crash: 'task' },
  { title: '2 processes', processes: 2, crash: 'none' },
] as const;

export const OVERVIEW_TITLES = [
  'tasks',
  'deployments',
  ...COLUMNS.map(({ title }) => title),
] as const;

/** The cells of the overview. */
export function overviewRows({ programs }: MatrixReport, style: Style): string[][] {
  const rows = MATRIX.filter(({ processes, crash }) => processes === 1 && crash === 'none');
  return rows.map(({ tasks, deployments }) => [
    String(tasks),
    deployments,
    ...COLUMNS.map(({ processes, crash }) => {
      const program = programs.find(
        (one) =>
          one.tasks === tasks &&
          one.deployments === deployments &&
          one.processes === processes &&
          one.crash === crash,
      );
      return program === undefined ? style.faint('not tried') : programVerdict(program, style);
    }),
  ]);
}

export function programVerdict(program: ExploreReport, style: Style): string {
  const verdict = verdictOf(program);
  if (verdict === 'unknown') return style.unsure('not tried in full');
  return verdict === 'safe' ? CELL_WORDS.safe : style.bad(CELL_WORDS[verdict]);
}

/** What became of those that decide. */
export function matrixVerdict(report: MatrixReport, limits: Limits, style: Style): string {
  const programs = deciding(report);
  const violated = programs.filter(isViolated);
  const leading = leadingProgram(report);
  const several = report.sharing > 1;
  if (violated.length > 0) {
    const counted = `Violations show in ${violated.length} of ${plural(programs.length, 'program')}`;
    const inOne = inOneProcess(report).some(isViolated);
    const only = inOne ? '' : `, all of them across two processes${lockEnds(report)}`;
    const where = several
      ? ` The scenario has ${spelled(report.sharing)} processes that share its store. ${counted}${only}.`
      : ` ${counted} in one process.`;
    const open = interrupted(report).map((text) => ` It was ${text}.`);
    return style.bad(
      paragraph(`${violatedText(leading)}.${where}${alsoText(allOf(violated))}${open.join('')}`),
    );
  }
  const planned = MATRIX.filter(({ processes }) => several || processes === 1).length;
  const all = programs.length === planned ? `${planned}` : `${programs.length} of ${planned}`;
  const tasks = Math.max(...programs.map((program) => program.tasks));
  const most = programs.every((program) => program.tasks === tasks) ? '' : 'up to ';
  const tried = `${all} programs, ${ordersText(programs)}, ${most}${plural(tasks, 'task')}`;
  const unchecked = programs.map(uncheckedText).find((text) => text !== '') ?? '';
  const open = [...interrupted(report), ...notInFull(programs, limits)];
  const soFar = open.length === 0 ? '' : ' so far';
  const proof = open.length === 0 ? '' : ` That is no proof: ${open.join('; ')}.`;
  const store = `${programs[0]?.store} store`;
  const worst = worstAcross(report);
  if (worst !== undefined) {
    const fault = `${violatedAcross(worst)}${lockEnds(report)}.`;
    const inOne = `In one process no violation was found${soFar}: ${tried}, ${store}.`;
    return style.unsure(paragraph(`${fault} ${inOne}${proof}${unchecked}`));
  }
  const processes = several ? 'one and two processes' : 'one process';
  const scope = `${named(leading)}, ${tried}, ${processes}, ${store}.`;
  const text = `No violation found${soFar}: ${scope}${proof}${unchecked}`;
  return style[open.length === 0 ? 'good' : 'unsure'](paragraph(text));
}

/** What goes wrong across two processes alone, where that decides nothing; undefined: nothing does. */
function worstAcross(report: MatrixReport): ExploreReport | undefined {
  return isViolated(leadingProgram(report)) ? undefined : acrossProcesses(report).find(isViolated);
}

/** `locked loses an update across two processes`. */
function violatedAcross(report: ExploreReport): string {
  const [kind = 'lost-update'] = report.kinds;
  return `${named(report)} ${KIND_VERBS[kind]} across two processes`;
}

/** All that goes wrong in any of some programs, from the most telling. */
function allOf(programs: readonly ExploreReport[]): Pick<ExploreReport, 'kinds'> {
  return { kinds: [...new Set(programs.flatMap(({ kinds }) => kinds))] };
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

/** What became of those across two processes, where none of them is violated. */
function across(report: MatrixReport, limits: Limits, style: Style): string {
  const programs = acrossProcesses(report);
  const said = (text: string) => paragraph(`Across two processes: ${text}.`);
  if (programs.length === 0) return style.unsure(said('not tried'));
  const scope = `${plural(programs.length, 'program')}, ${ordersText(programs)}`;
  const open = notInFull(programs, limits);
  return open.length === 0 && !report.partial
    ? said(`no violation found, ${scope}`)
    : style.unsure(said([`no violation found so far, ${scope}`, ...open].join('; ')));
}

function lockEnds(report: MatrixReport): string {
  return endsAtTheProcess(report) ? ' (its lock is one per process)' : '';
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

/** How far the answer reaches: what two processes do, and what no program of the matrix tries. */
export function bounds(report: MatrixReport, limits: Limits, style: Style): string {
  const leading = leadingProgram(report);
  const remarks = remarksText(leading).trimStart();
  return [
    // Where they decide or are violated, the answer is about them, too.
    ...(report.sharing > 1 || worstAcross(report) !== undefined
      ? []
      : [across(report, limits, style)]),
    ...(remarks === '' ? [] : [paragraph(remarks)]),
    paragraph(`Not tried: ${untriedByMatrix(report.programs).join(', ')}.`),
  ].join('\n');
}

/** One thing to go on with. */
export function adviceAfterMatrix(report: MatrixReport, { logger }: ExploreAsked): Advice[] {
  const leading = leadingProgram(report);
  const { violation } = worstAcross(report) ?? leading;
  if (violation !== null) return [rerun(logger, violation)];
  if (isViolated(leading)) return [];
  return [leading.guards.compares ? moreTasks(report, logger) : harder(leading, logger)];
}

/** Attempts that are enough for three tasks need not be for more. */
function moreTasks(report: MatrixReport, logger: LoggerChoice): Advice {
  const tasks = Math.max(...report.programs.map((program) => program.tasks)) + 1;
  const program = { ...leadingProgram(report), tasks };
  return {
    says: `Try ${spelled(tasks)} tasks, which may use up more of its attempts:`,
    command: replayCommand(logger, program, null),
  };
}
