import { chooseLogger } from '../files/choices.js';
import { partFile } from '../files/places.js';
import { tool } from '../files/tool.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { LOGGERS } from '../loggers/index.js';
import { EXPLORED_STORES } from '../model/stores/index.js';
import { type Cell, verdictOf } from '../report/explore/cell.js';
import { programFields } from '../report/explore/json.js';
import { markdownAll } from '../report/explore-all/markdown.js';
import { textAll } from '../report/explore-all/text.js';
import { json } from '../report/kit/json.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { exploringAll } from '../studies/explore/explore.js';
import { programReport } from '../studies/explore/found.js';
import { limitsAsked, optionsAsked, programAsked } from '../studies/explore/question.js';
import { allCommand, replayCommand } from '../studies/explore/replay-command.js';
import { type ProgramSettings, programOf } from '../studies/explore/settings.js';
import { describing } from '../studies/explore/small-matrix.js';
import type { ExplorationJob, ExplorationResult, ExplorationsJob } from '../studies/job.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import type { ExploreArguments } from './explore-options.js';
import type { Io } from './io.js';
import { notice } from './notices.js';
import { Output } from './output.js';

/** Three tasks show what two do, and who is overwritten twice. */
const DEFAULT_TASKS = 3;

/**
 * Explores every shipped logger, and one that is given, on every store, with one and with two
 * processes.
 */
export async function exploreAll(io: Io, given: ExploreArguments): Promise<number> {
  refuseOtherPrograms(given);
  const { tasks = DEFAULT_TASKS } = given;
  const own = given.logger === undefined ? undefined : chooseLogger(given.logger, io.cwd);
  const output = new Output(io, given.output, own === undefined ? [] : partFile('logger', own));
  const ofOwn = own === undefined ? [] : ownRows(own, tasks);
  const shippedRows = [...plainRows(LOGGERS.map(shipped), tasks), ...strainedRows(tasks)];
  const rows = [...ofOwn, ...shippedRows];
  try {
    const study = exploringAll([
      ...(own === undefined ? [] : [jobOfAll(own, ofOwn, given)]),
      ...shippedRows.map((row) => jobOf(row, given)),
    ]);
    const results = await answered(io, study, given);
    const cells = withoutNeedOfACrash(
      rows.flatMap((row, i) => {
        const result = results[i];
        return result === undefined ? [] : [cellOf(row, given, result)];
      }),
    );
    const partial = cells.length < rows.length || interrupted(results);
    const first = own?.kind === 'file' ? cells[0]?.program.logger : undefined;
    const asked = { tasks, all: rows.length, first, tool: tool() };
    await output.deliver(
      given.format === 'json'
        ? json({ schemaVersion: 1, tool: tool(), tasks, partial, cells: cells.map(flat) })
        : given.format === 'markdown'
          ? markdownAll(cells, asked, allCommand(own, given))
          : textAll(cells, asked, output.style(given.color), given.verbose),
    );
    if (!partial) return EXIT.done;
    notice(io.stderr, `interrupted: ${cells.length} of ${rows.length} explorations were begun`);
    return EXIT.interrupted;
  } finally {
    output.discard();
  }
}

/** All has programs of its own: what describes another would be passed over in silence. */
function refuseOtherPrograms(given: ExploreArguments): void {
  const other = describing(given).find((name) => name !== 'tasks');
  if (other === undefined) return;
  const flag = `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw usageError(
    `--all has programs of its own, and ${flag} describes one`,
    `leave ${flag} out, or --all`,
  );
}

function interrupted(results: readonly (ExplorationResult | undefined)[]): boolean {
  return results.some((result) => result?.report?.bound === 'interrupted');
}

interface MatrixRow {
  readonly logger: LoggerChoice;
  /** How its program differs from the smallest race. */
  readonly changes: Partial<ProgramSettings>;
  readonly special: string;
}

function plainRows(loggers: readonly LoggerChoice[], tasks: number): MatrixRow[] {
  return loggers.flatMap((logger) =>
    EXPLORED_STORES.flatMap((store) =>
      [1, 2].map((processes) => ({ logger, changes: { store, tasks, processes }, special: '' })),
    ),
  );
}

function shipped({ name }: Pick<Logger, 'name'>): LoggerChoice {
  return { kind: 'shipped', name };
}

/** What the shipped loggers do at the limits that their own descriptions name. */
function strainedRows(tasks: number): MatrixRow[] {
  const row = (name: string, changes: Partial<ProgramSettings>, special: string): MatrixRow => ({
    logger: shipped({ name }),
    changes,
    special,
  });
  return [
    row(
      'locked-distributed',
      { tasks: Math.min(tasks, 3), processes: 2, leaseRunOuts: 1 },
      'a lease that may run out too early',
    ),
    row('compare-and-set', { tasks: 5, retries: 3 }, 'at most 3 retries, 5 tasks'),
    row('locked', { tasks: 2, expiries: 1 }, 'an expiry between read and write'),
    row('locked', { tasks, crash: 'task' }, 'an exception at any step'),
    row(
      'locked-distributed',
      { tasks: 2, processes: 2, crash: 'process' },
      'a process that crashes at any step',
    ),
  ];
}

const ONE_CRASHES = 'one of two processes crashes';

/** Says so where what two processes do with a crash is what they do without one. */
function withoutNeedOfACrash(cells: readonly Cell[]): Cell[] {
  return cells.map((cell) => {
    if (cell.special !== ONE_CRASHES || cell.kinds.length === 0) return cell;
    const { logger, store } = cell.program;
    const calm = cells.find(
      ({ program, special }) =>
        special === '' &&
        program.logger === logger &&
        program.store === store &&
        program.processes === 2,
    );
    const same = calm !== undefined && calm.verdict === cell.verdict;
    return same ? { ...cell, special: `${ONE_CRASHES} (and so without a crash)` } : cell;
  });
}

/** A logger that is given: beside the shipped ones, and with what the table does not show. */
function ownRows(logger: LoggerChoice, tasks: number): MatrixRow[] {
  const row = (changes: Partial<ProgramSettings>, special: string): MatrixRow => ({
    logger,
    changes,
    special,
  });
  return [
    ...(logger.kind === 'shipped' ? [] : plainRows([logger], tasks)),
    row({ tasks, deployments: 'distinct' }, 'a deployment for each task'),
    row({ tasks, crash: 'task' }, 'an exception at any step'),
    row({ tasks: 2, processes: 2, crash: 'process' }, ONE_CRASHES),
    row({ tasks: 2, expiries: 1 }, 'an expiry between any two steps'),
    row({ tasks: 2, select: true }, 'a concurrent select'),
  ];
}

/** An exploration is about as long as so many occurrences. */
const SIZE = 200_000;

function settingsOf({ changes }: MatrixRow, given: ExploreArguments): ProgramSettings {
  // Refused is what describes a program, but for the tasks, which each row has.
  return { ...programAsked(given), ...changes };
}

function jobOf(row: MatrixRow, given: ExploreArguments): ExplorationJob {
  const { logger } = row;
  return { kind: 'exploration', program: settingsOf(row, given), ...workOf(logger, given) };
}

/** All programs of one logger: a user's own takes a thread for each job. */
function jobOfAll(
  logger: LoggerChoice,
  rows: readonly MatrixRow[],
  given: ExploreArguments,
): ExplorationsJob {
  const programs = rows.map((row) => settingsOf(row, given));
  return { kind: 'explorations', programs, ...workOf(logger, given) };
}

function workOf(logger: LoggerChoice, given: ExploreArguments) {
  return {
    logger,
    options: optionsAsked(given),
    limits: limitsAsked(given),
    label: logger.name,
    size: SIZE,
  };
}

function cellOf(row: MatrixRow, given: ExploreArguments, { report }: ExplorationResult): Cell {
  const { logger, special } = row;
  if (report === null) {
    // The name is all that a program's report has of its logger.
    const named = { ...LOGGERS[0], name: logger.name } as Logger;
    return {
      program: programReport(programOf(settingsOf(row, given), named)),
      special,
      verdict: 'not supported',
      kinds: [],
      schedules: null,
      lossless: null,
      states: 0,
      exhaustive: true,
      replay: null,
    };
  }
  const { violation, kinds, schedules, lossless, states, exhaustive } = report;
  return {
    program: programFields(report),
    special,
    verdict: verdictOf(report),
    kinds,
    schedules,
    lossless,
    states,
    exhaustive,
    replay:
      violation === null ? null : replayCommand(logger, violation.program, violation.schedule),
  };
}

function flat({ program, special, ...rest }: Cell) {
  return { ...programFields(program), special, ...rest };
}
