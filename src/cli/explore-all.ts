import { Unsupported } from '../loggers/contract.js';
import { LOGGERS } from '../loggers/index.js';
import type { Logger } from '../model/logger.js';
import { programFields } from '../report/explore/json.js';
import { type Cell, textMatrix } from '../report/explore/matrix.js';
import { exploreReport, programReport } from '../report/explore/report.js';
import { json } from '../report/kit/json.js';
import { EXIT } from '../text/failure.js';
import { exploring } from '../worlds/explore/explore.js';
import { DEFAULT_EXPLORE_OPTIONS } from '../worlds/explore/options.js';
import { DEFAULT_PROGRAM, type Program } from '../worlds/explore/program.js';
import { type Attendance, attended } from './attended.js';
import { type ExploreControl, inSlices, STORES } from './explore-job.js';
import { type ExploreArguments, limitsOf, replayCommand } from './explore-options.js';
import type { Io } from './io.js';
import { Output } from './output.js';
import { tool } from './tool.js';

/** Three tasks show what two do, and who is overwritten twice. */
const DEFAULT_TASKS = 3;

/** Explores every shipped logger on every store, with one and with two processes. */
export async function exploreAll(io: Io, given: ExploreArguments): Promise<number> {
  const { tasks = DEFAULT_TASKS } = given;
  const output = new Output(io, given.output);
  try {
    const { cells, partial } = await attended(io, (attendance) =>
      exploredAll(given, tasks, attendance),
    );
    output.write(
      given.json === true
        ? json({ schemaVersion: 1, tool: tool(), tasks, cells: cells.map(flat) })
        : textMatrix(cells, tasks, output.style(given.color)),
    );
    return partial ? EXIT.interrupted : EXIT.done;
  } finally {
    output.discard();
  }
}

/** One program after the other, up to the end or to an interrupt. */
async function exploredAll(given: ExploreArguments, tasks: number, attendance: Attendance) {
  const { progress, stopRequested } = attendance;
  const programs = [...plainPrograms(tasks), ...strainedPrograms(tasks)];
  const cells: Cell[] = [];
  for (const { program, special } of programs) {
    if (stopRequested()) break;
    const sliced = (): void => progress.update(cells.length / programs.length, program.logger.name);
    sliced();
    cells.push(await explored(program, special, given, { ...attendance, sliced }));
  }
  return { cells, partial: stopRequested() };
}

interface Row {
  readonly program: Program;
  readonly special: string;
}

function plainPrograms(tasks: number): Row[] {
  return LOGGERS.flatMap((logger) =>
    Object.values(STORES).flatMap((store) =>
      [1, 2].map((processes) => ({
        program: { ...DEFAULT_PROGRAM, logger, store, tasks, processes },
        special: '',
      })),
    ),
  );
}

/** What the shipped loggers do at the limits that their own descriptions name. */
function strainedPrograms(tasks: number): Row[] {
  const shipped = (name: string): Logger => LOGGERS.find((one) => one.name === name) as Logger;
  return [
    {
      program: {
        ...DEFAULT_PROGRAM,
        logger: shipped('locked-distributed'),
        tasks: Math.min(tasks, 3),
        processes: 2,
        leaseRunOuts: 1,
      },
      special: 'a lease that may run out too early',
    },
    {
      program: {
        ...DEFAULT_PROGRAM,
        logger: shipped('compare-and-set'),
        tasks: 5,
        loggerOptions: { ...DEFAULT_PROGRAM.loggerOptions, retries: 3 },
      },
      special: 'at most 3 retries, 5 tasks',
    },
    {
      program: { ...DEFAULT_PROGRAM, logger: shipped('locked'), tasks: 2, expiries: 1 },
      special: 'an expiry between read and write',
    },
    {
      program: { ...DEFAULT_PROGRAM, logger: shipped('locked'), tasks, crash: 'task' },
      special: 'an exception at any step',
    },
    {
      program: {
        ...DEFAULT_PROGRAM,
        logger: shipped('locked-distributed'),
        tasks: 2,
        processes: 2,
        crash: 'process',
      },
      special: 'a process that crashes at any step',
    },
  ];
}

async function explored(
  program: Program,
  special: string,
  given: ExploreArguments,
  control: ExploreControl,
): Promise<Cell> {
  const base = { program: programReport(program), special };
  try {
    const options = { ...DEFAULT_EXPLORE_OPTIONS, maxStates: given.maxStates };
    const result = await inSlices(exploring(program, options), limitsOf(given), control);
    const report = exploreReport(result, options);
    const { violation, kinds, schedules, lossless, states, exhaustive } = report;
    const { name } = program.logger;
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
          : replayCommand({ kind: 'shipped', name }, violation.program, violation.schedule),
    };
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    const nothing = { kinds: [], schedules: null, lossless: null, states: 0, exhaustive: true };
    return { ...base, verdict: 'not supported', ...nothing, replay: null };
  }
}

function flat({ program, special, ...rest }: Cell) {
  return { ...programFields(program), special, ...rest };
}
