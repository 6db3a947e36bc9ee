import { groundOf, isExplorable, notExplorable } from '../files/exploration-ground.js';
import { tool } from '../files/tool.js';
import type { RedisAddress } from '../jobs/queued/address.js';
import { redirected } from '../jobs/redirected.js';
import type { Forced } from '../live/forced/forcing.js';
import { type LoggerChoice, namedInCommand } from '../loggers/choice.js';
import { sequenceOfReplay } from '../report/explore/sequence.js';
import { forcedFields } from '../report/forced/json.js';
import { markdownForced } from '../report/forced/markdown.js';
import { type ForcedReport, type ForcedRun, hasLoss } from '../report/forced/report.js';
import { textForced } from '../report/forced/text.js';
import { json, SCHEMA_VERSION } from '../report/kit/json.js';
import { svgSequence } from '../report/sequence/svg.js';
import { type ForcedSchedule, forcedSchedule } from '../studies/explore/forced.js';
import { replayReport } from '../studies/explore/found.js';
import { type CommandError, EXIT } from '../text/failure.js';
import { commandLine } from '../text/shell.js';
import { guardsOf } from '../worlds/explore/guards.js';
import { answered } from './answered.js';
import { attended } from './attended.js';
import { formOf } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { askedOf, type LiveAsked } from './live-asked.js';
import { DEFAULT_TRIES, FORMATS, type LiveArguments } from './live-options.js';
import { INTERRUPTED, notice } from './notices.js';
import { Output } from './output.js';
import { redisAt } from './redis-at.js';

/**
 * Carries out one order of effects on a real Redis, again and again, and reports.
 * @returns the exit code: as that of explore, 1 where an update was lost
 */
export async function forcedOnRedis(
  invocation: Pick<Invocation, 'io' | 'args'>,
  file: string,
  options: LiveArguments,
): Promise<number> {
  const { io } = invocation;
  const form = formOf(options, FORMATS);
  const asked = askedOf(invocation, file, options);
  const { request, loggers } = asked;
  if (!isExplorable(request)) throw notExplorable(request);
  const address = await redisAt(io, '--redis', options.redis ?? '', options.allowRemote === true);
  const on = groundOf(request);
  const output = new Output(
    io,
    options.output,
    loggers.flatMap((logger) => request.inputs(logger)),
  );
  try {
    const runs: ForcedRun[] = [];
    let version: string | null = null;
    let fault: CommandError | null = null;
    for (const logger of loggers) {
      const moves = options.forced === true ? undefined : options.forced;
      const schedule = await answered(io, forcedSchedule(logger, on, moves), options);
      if (schedule === null) break;
      const tried = await triedOn(io, address, logger, schedule, asked);
      if (tried === null) break;
      const { forced, run } = tried;
      version = forced.version;
      runs.push(run);
      fault = forced.fault;
      if (fault !== null || io.interrupt.signal.aborted) break;
    }
    if (runs.length === 0) {
      notice(io.stderr, 'interrupted before anything was tried');
      return EXIT.interrupted;
    }
    const isInterrupted = io.interrupt.signal.aborted;
    const report: ForcedReport = {
      schemaVersion: SCHEMA_VERSION,
      tool: tool(),
      scenario: on.scenario,
      version,
      at: address.shown,
      runs,
      partial: isInterrupted ? 'interrupted' : (fault?.message ?? null),
    };
    await output.deliver(rendered(form, report, options, output));
    if (isInterrupted) {
      notice(io.stderr, INTERRUPTED);
      return EXIT.interrupted;
    }
    if (fault !== null) throw fault;
    return hasLoss(report) ? EXIT.notHeld : EXIT.done;
  } finally {
    output.discard();
  }
}

/** Tries a schedule. @returns null where it was stopped before the first try */
function triedOn(
  io: Io,
  address: RedisAddress,
  logger: LoggerChoice,
  schedule: ForcedSchedule,
  asked: LiveAsked,
): Promise<{ readonly forced: Forced; readonly run: ForcedRun } | null> {
  const { program, moves } = schedule;
  const { tries = DEFAULT_TRIES } = asked.options;
  return attended(io, ({ signal, progress, printed }) =>
    redirected(printed, async () => {
      const { forcing } = await import('../live/forced/forcing.js');
      const told = (done: number) => progress.update(done / tries, logger.name);
      const given = { address, logger, program, moves, tries, signal, told, printed };
      const forced = await forcing(given);
      return forced && { forced, run: runOf(asked, address.shown, logger, schedule, forced) };
    }),
  );
}

function runOf(
  { file, options }: LiveAsked,
  at: string,
  logger: LoggerChoice,
  schedule: ForcedSchedule,
  forced: Forced,
): ForcedRun {
  const { program, moves, expected, version: _, fault: __, ...counts } = forced;
  const { set = [], processes, tries = DEFAULT_TRIES, allowRemote } = options;
  const order = schedule.moves.join(',');
  const fault = 'a recorded sample is lost';
  const violation = { kind: 'lost-update', fault, program, schedule: moves, cycle: [] } as const;
  return {
    logger: program.logger.name,
    profile: program.profile.name,
    store: program.store.kind,
    tasks: program.tasks,
    processes: program.processes,
    deployments: program.deployments,
    moves: order,
    movesOf: schedule.of,
    triesAsked: tries,
    ...counts,
    expected,
    lockPerProcess: guardsOf(program).locks,
    command: commandLine([
      'live',
      file,
      '--redis',
      at,
      '--logger',
      namedInCommand(logger),
      ...set.flatMap((one) => ['--set', one]),
      ...(processes === undefined ? [] : ['--processes', String(processes)]),
      ...(allowRemote === true ? ['--allow-remote'] : []),
      ...(tries === DEFAULT_TRIES ? [] : ['--tries', String(tries)]),
      '--forced',
      // Moves alone are of tasks for one deployment.
      ...(program.deployments === 'same' ? [order] : []),
    ]),
    told: replayReport({
      program,
      schedule: moves,
      violation: expected ? { ...violation, minimal: null } : null,
    }),
  };
}

function rendered(
  form: (typeof FORMATS)[number],
  report: ForcedReport,
  options: LiveArguments,
  output: Output,
): string {
  switch (form) {
    case 'json':
      return json(forcedFields(report));
    case 'markdown':
      return markdownForced(report);
    case 'svg': {
      const [first] = report.runs as readonly [ForcedRun, ...ForcedRun[]];
      return svgSequence(sequenceOfReplay(first.told, report.tool), 'latsim-schedule');
    }
    case 'text':
      return textForced(report, options.verbose === true, output.style(options.color));
  }
}
