import { tool } from '../files/tool.js';
import { LOGGERS, loggerNamed } from '../loggers/index.js';
import { STORE_NAMES } from '../model/stores/index.js';
import { programFields } from '../report/explore/json.js';
import { type Cell, textMatrix } from '../report/explore/matrix.js';
import { json } from '../report/kit/json.js';
import { exploringAll } from '../studies/explore/explore.js';
import { programReport } from '../studies/explore/found.js';
import { limitsAsked } from '../studies/explore/question.js';
import { replayCommand } from '../studies/explore/replay-command.js';
import { type ProgramSettings, programOf, programSettings } from '../studies/explore/settings.js';
import type { ExplorationJob, ExplorationResult } from '../studies/job.js';
import { EXIT } from '../text/failure.js';
import { DEFAULT_SEARCH_OPTIONS } from '../worlds/explore/options.js';
import { answered } from './answered.js';
import type { ExploreArguments } from './explore-options.js';
import type { Io } from './io.js';
import { notice } from './notices.js';
import { Output } from './output.js';

/** Three tasks show what two do, and who is overwritten twice. */
const DEFAULT_TASKS = 3;

/** Explores every shipped logger on every store, with one and with two processes. */
export async function exploreAll(io: Io, given: ExploreArguments): Promise<number> {
  const { tasks = DEFAULT_TASKS } = given;
  const output = new Output(io, given.output);
  const rows = [...plainRows(tasks), ...strainedRows(tasks)];
  try {
    const study = exploringAll(rows.map((row) => jobOf(row, given)));
    const results = await answered(io, study, given);
    const cells = rows.flatMap((row, i) => {
      const result = results[i];
      return result === undefined ? [] : [cellOf(row, result)];
    });
    const partial = cells.length < rows.length || interrupted(results);
    output.write(
      given.json === true
        ? json({ schemaVersion: 1, tool: tool(), tasks, partial, cells: cells.map(flat) })
        : textMatrix(cells, { tasks, all: rows.length }, output.style(given.color)),
    );
    if (!partial) return EXIT.done;
    notice(io.stderr, `interrupted: ${cells.length} of ${rows.length} explorations were begun`);
    return EXIT.interrupted;
  } finally {
    output.discard();
  }
}

function interrupted(results: readonly (ExplorationResult | undefined)[]): boolean {
  return results.some((result) => result?.report?.bound === 'interrupted');
}

interface MatrixRow {
  readonly logger: string;
  readonly program: ProgramSettings;
  readonly special: string;
}

function plainRows(tasks: number): MatrixRow[] {
  return LOGGERS.flatMap((logger) =>
    STORE_NAMES.flatMap((store) =>
      [1, 2].map((processes) => ({
        logger: logger.name,
        program: programSettings({ store, tasks, processes }),
        special: '',
      })),
    ),
  );
}

/** What the shipped loggers do at the limits that their own descriptions name. */
function strainedRows(tasks: number): MatrixRow[] {
  const row = (logger: string, changes: Partial<ProgramSettings>, special: string): MatrixRow => ({
    logger,
    program: programSettings(changes),
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

/** An exploration is about as long as so many occurrences. */
const SIZE = 200_000;

function jobOf({ logger, program }: MatrixRow, given: ExploreArguments): ExplorationJob {
  return {
    kind: 'exploration',
    logger: { kind: 'shipped', name: logger },
    program,
    options: { ...DEFAULT_SEARCH_OPTIONS, maxStates: given.maxStates },
    limits: limitsAsked(given),
    label: logger,
    size: SIZE,
  };
}

function cellOf(
  { logger, program: settings, special }: MatrixRow,
  result: ExplorationResult,
): Cell {
  const base = { program: programReport(programOf(settings, loggerNamed(logger))), special };
  if (result.report === null) {
    const nothing = { kinds: [], schedules: null, lossless: null, states: 0, exhaustive: true };
    return { ...base, verdict: 'not supported', ...nothing, replay: null };
  }
  const { violation, kinds, schedules, lossless, states, exhaustive } = result.report;
  return {
    ...base,
    verdict: kinds[0] ?? (exhaustive ? 'safe' : 'unknown'),
    kinds,
    schedules,
    lossless,
    states,
    exhaustive,
    replay:
      violation === null
        ? null
        : replayCommand({ kind: 'shipped', name: logger }, violation.program, violation.schedule),
  };
}

function flat({ program, special, ...rest }: Cell) {
  return { ...programFields(program), special, ...rest };
}
