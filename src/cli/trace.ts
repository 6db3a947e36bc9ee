import { type Command, Option } from 'commander';
import { json } from '../report/kit/json.js';
import { sequenceMermaid } from '../report/sequence/mermaid.js';
import { svgSequence } from '../report/sequence/svg.js';
import { effectLines, sequenceOfLoss } from '../report/trace/sequence.js';
import { textNoLoss, textTrace } from '../report/trace/text.js';
import { CommandError, EXIT, failureOf, usageError } from '../text/failure.js';
import { type ExperimentOptions, experimentOptions, whole } from './arguments.js';
import { attended } from './attended.js';
import type { Context } from './context.js';
import { FORMATS } from './explore-options.js';
import { inGuardedThread, PROGRESS_SCALE } from './guarded.js';
import type { Io } from './io.js';
import { notice } from './notices.js';
import { Output } from './output.js';
import { Request } from './request.js';
import { shellWord } from './shell.js';
import { tool } from './tool.js';
import { carryOutTrace, type TraceJob, type TraceOutcome } from './trace-job.js';

interface TraceOptions extends ExperimentOptions {
  readonly logger?: string;
  readonly nth: number;
  readonly format: (typeof FORMATS)[number];
  readonly json?: true;
  readonly output?: string;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Context): void {
  command
    .argument('<scenario>', 'file, or name of a shipped scenario (see latsim list)')
    .option('--nth <n>', 'which lost update, from 1', whole(1), 1)
    .option('--logger <name|file>', 'use this logger: a shipped one, or ./file.mjs');
  experimentOptions(command)
    .addOption(
      new Option('--format <format>', 'svg and mermaid: the diagram alone')
        .choices(FORMATS)
        .default('text'),
    )
    .option('--json', 'give the report as JSON')
    .option('--output <file>', 'write the report to this file instead')
    .action((file: string) => end(trace(io, file, command.optsWithGlobals<TraceOptions>())));
}

/** Tells one lost update of a run: who overwrote whom, and what it cost. */
async function trace(io: Io, file: string, options: TraceOptions): Promise<number> {
  const request = new Request(io.cwd, file, options);
  const { eventsDescriptor: _, ...job } = request.job(request.logger(options.logger));
  const output = new Output(io, options.output);
  try {
    const outcome = await carriedOut(io, { ...job, nth: options.nth });
    if (outcome.partial) {
      const seen = `${outcome.seen} lost updates were seen`;
      notice(io.stderr, `interrupted before lost update ${options.nth}; ${seen}`);
      return EXIT.interrupted;
    }
    output.write(rendered(request, file, outcome, options, output));
    return EXIT.done;
  } finally {
    output.discard();
  }
}

/** Carries out a job where it belongs: a shipped logger here, a user's own in a guarded thread. */
async function carriedOut(io: Io, job: TraceJob): Promise<TraceOutcome> {
  return attended(io, async (attendance) => {
    const sliced = (part: number): void => attendance.progress.update(part, job.logger.name);
    try {
      if (job.logger.kind === 'shipped') {
        return await carryOutTrace(job, { ...attendance, sliced });
      }
      return await inGuardedThread<TraceOutcome>('./trace-worker.js', job, {
        ...attendance,
        sliced: (progress) => sliced(progress / PROGRESS_SCALE),
      });
    } catch (error) {
      throw new CommandError(failureOf(error));
    }
  });
}

function rendered(
  request: Request,
  file: string,
  { loss, seen, logger }: TraceOutcome,
  options: TraceOptions,
  output: Output,
): string {
  const { name: scenario, seed } = request.scenario;
  if (options.json === true) {
    const effect = loss === null ? null : effectLines(loss);
    const lostUpdate = loss === null ? null : { ...loss, effect };
    return json({ schemaVersion: 1, tool: tool(), scenario, logger, seed, seen, lostUpdate });
  }
  if (options.format === 'text') {
    return loss === null
      ? textNoLoss(options.nth, seen, shellWord(file))
      : textTrace(loss, { scenario, logger, seed }, output.style(options.color));
  }
  if (loss === null) {
    throw usageError('no update is lost, so there is no diagram', 'ask for --format text');
  }
  const sequence = sequenceOfLoss(loss);
  return options.format === 'mermaid'
    ? sequenceMermaid(sequence)
    : svgSequence(sequence, 'latsim-trace');
}
