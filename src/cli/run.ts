import { type Command, Option } from 'commander';
import { type ExperimentQuestion, ExperimentRequest } from '../files/experiment-request.js';
import { ran } from '../files/experiments.js';
import { json } from '../report/kit/json.js';
import { type ExpectationResult, needsExploration } from '../report/run/expectations.js';
import type { RunReport } from '../report/run/report.js';
import { textRun } from '../report/run/text.js';
import type { RunFound } from '../studies/run.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import { experimentOptions, oneLogger, threadsOption } from './arguments.js';
import { requireForm } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { complain, INTERRUPTED, notice, warn } from './notices.js';
import { deliver } from './output.js';
import { styleFor } from './terminal.js';

interface RunArguments extends ExperimentQuestion {
  readonly logger?: string;
  readonly by?: 'deployment';
  readonly events?: string;
  readonly json?: true;
  readonly color?: boolean;
}

export function configure(command: Command, invocation: Invocation): void {
  command
    .argument('<scenario>', 'file, or name of a shipped scenario (see latsim list)')
    .option('--logger <name|file>', 'use this logger: a shipped one, or ./file.mjs', oneLogger);
  threadsOption(experimentOptions(command))
    .addOption(
      new Option(
        '--by <what>',
        'add a table per deployment, and how uneven each replication was',
      ).choices(['deployment']),
    )
    .option('--events <file>', 'write every event to this file, as JSON Lines')
    .option('--json', 'give the report as JSON')
    .action((file: string) =>
      invocation.end(run(invocation, file, command.optsWithGlobals<RunArguments>())),
    );
}

/** Runs a scenario with one logger, and reports. */
async function run(invocation: Invocation, file: string, options: RunArguments): Promise<number> {
  const { io } = invocation;
  checkEvents(options);
  const request = new ExperimentRequest(io.cwd, file, options);
  warn(io.stderr, request.loaded.warnings);
  const logger = request.logger(options.logger);
  const { partial, expectations } = await ran(
    request,
    logger,
    options.events,
    (study, replay) => answered(io, study, { threads: options.threads, replay }),
    async ({ found, report }, events) => {
      io.stdout.write(options.json ? json(report) : text(io, request, found, report, options));
      await deliver(io, events);
      return report;
    },
  );
  if (partial) {
    const unwritten = options.events === undefined ? '' : `; ${options.events} was not written`;
    notice(io.stderr, `${INTERRUPTED}${unwritten}`);
    return EXIT.interrupted;
  }
  if (expectations.some(({ passed }) => passed === false)) {
    complain(invocation, 'an expectation of the scenario does not hold', options.color);
    return EXIT.notHeld;
  }
  warnOfOpen(invocation, expectations, options.color);
  return EXIT.done;
}

function checkEvents({ events }: RunArguments): void {
  if (events === undefined) return;
  if (events === '-') {
    throw usageError('--events - would be mixed with the report on stdout', 'name a file');
  }
  requireForm('--events', events, ['jsonl', 'json', 'text']);
}

/** Says what this run has left undecided; explorations are left to the gate. */
function warnOfOpen(
  invocation: Invocation,
  expectations: readonly ExpectationResult[],
  color: boolean | undefined,
): void {
  const open = expectations.filter((one) => one.passed === null && !needsExploration(one));
  if (open.length === 0) return;
  const texts = open.map(({ expectation }) => expectation).join('; ');
  complain(invocation, `warning: inconclusive: ${texts}`, color);
}

function text(
  io: Io,
  request: ExperimentRequest,
  { logger }: RunFound,
  report: RunReport,
  options: RunArguments,
): string {
  const heading = request.heading([['logger', described(logger)]], request.logger(options.logger));
  const style = styleFor(io, io.stdout, options.color);
  return textRun(report, heading, { byDeployment: options.by === 'deployment' }, style);
}

/** A logger's name and what it does. */
export function described({ name, summary }: RunFound['logger']): string {
  return summary === '' ? name : `${name}: ${summary}`;
}
