import { type Command, Option } from 'commander';
import { AtomicFile } from '../files/atomic-file.js';
import { json } from '../report/kit/json.js';
import { type ExpectationResult, expectationResult } from '../report/run/expectations.js';
import { type RunReport, runReport } from '../report/run/report.js';
import { textRun } from '../report/run/text.js';
import { EXIT } from '../text/failure.js';
import { type ExperimentOptions, experimentOptions } from './arguments.js';
import { carryOut } from './carry-out.js';
import { complain } from './complain.js';
import type { Outcome } from './execution.js';
import { Interrupt } from './interrupt.js';
import type { LoggerChoice } from './loggers.js';
import { Progress } from './progress.js';
import { Request } from './request.js';
import { styleFor } from './terminal.js';

interface RunOptions extends ExperimentOptions {
  readonly logger?: string;
  readonly by?: 'deployment';
  readonly events?: string;
  readonly json?: true;
  readonly color?: boolean;
}

export function configure(command: Command): void {
  command
    .argument('<scenario>', 'file, or name of a shipped scenario (see latsim list)')
    .option('--logger <name|file>', 'use this logger: a shipped one, or ./file.mjs');
  experimentOptions(command)
    .addOption(new Option('--by <what>', 'add a table per deployment').choices(['deployment']))
    .option('--events <file>', 'write every event to this file, as JSON Lines')
    .option('--json', 'give the report as JSON')
    .action((file: string) => run(file, command.optsWithGlobals<RunOptions>()));
}

/** Runs a scenario with one logger, and reports. */
async function run(file: string, options: RunOptions): Promise<void> {
  const request = new Request(file, options);
  const logger = request.logger(options.logger);
  const outcome = await simulated(request, logger, options.events);
  const { summary, partial } = outcome;
  const expectations = outcome.judgements.map(expectationResult);
  const report = runReport(request.setup(outcome), summary, partial, expectations);
  process.stdout.write(options.json ? json(report) : text(request, outcome, report, options));
  if (partial) {
    process.exitCode = EXIT.interrupted;
    if (options.events !== undefined) {
      process.stderr.write(`latsim: interrupted, so ${options.events} was not written\n`);
    }
  } else if (expectations.some(({ passed }) => passed === false)) {
    process.exitCode = EXIT.notHeld;
    complain('an expectation of the scenario does not hold', request.replay(logger));
  } else warnOfOpen(expectations, request.replay(logger));
}

/** Says what this run has left undecided; explorations are left to the gate. */
function warnOfOpen(expectations: readonly ExpectationResult[], replay: string): void {
  const open = expectations.filter(({ passed, unit }) => passed === null && unit !== 'explore');
  if (open.length === 0) return;
  const texts = open.map(({ expectation }) => expectation).join('; ');
  complain(`warning: inconclusive: ${texts}`, replay);
}

async function simulated(
  request: Request,
  logger: LoggerChoice,
  eventsFile: string | undefined,
): Promise<Outcome> {
  const interrupt = new Interrupt();
  const progress = new Progress();
  const events = eventsFile === undefined ? undefined : new AtomicFile(eventsFile);
  try {
    const expectations = request.expectsOther ? [] : request.expectations(logger);
    const job = request.job(logger, expectations, events?.descriptor);
    const outcome = await carryOut(request, job, interrupt, (part) =>
      progress.update(part, logger.name),
    );
    if (!outcome.partial) events?.commit();
    return outcome;
  } finally {
    events?.discard();
    progress.end();
    interrupt.dispose();
  }
}

function text(request: Request, { logger }: Outcome, report: RunReport, options: RunOptions) {
  const heading = request.heading([['logger', described(logger)]], request.logger(options.logger));
  const style = styleFor(process.stdout, options.color);
  return textRun(report, heading, { byDeployment: options.by === 'deployment' }, style);
}

/** A logger's name and what it does. */
export function described({ name, summary }: Outcome['logger']): string {
  return summary === '' ? name : `${name}: ${summary}`;
}
