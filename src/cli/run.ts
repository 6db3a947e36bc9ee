import { type Command, Option } from 'commander';
import type { AtomicFile } from '../files/atomic-file.js';
import { type ExperimentQuestion, ExperimentRequest } from '../files/experiment-request.js';
import { type Ran, ran } from '../files/experiments.js';
import { optional, refuseSamePlace } from '../files/places.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { json } from '../report/kit/json.js';
import type { Style } from '../report/kit/style.js';
import { type ExpectationResult, needsExploration } from '../report/run/expectations.js';
import { described } from '../report/run/heading.js';
import { markdownRun } from '../report/run/markdown.js';
import type { RunReport } from '../report/run/report.js';
import { svgRun } from '../report/run/svg.js';
import { textRun } from '../report/run/text.js';
import type { RunFound } from '../studies/growing-run.js';
import type { EventsFile } from '../studies/job.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import {
  examples,
  experimentOptions,
  GROUPS,
  given,
  grouped,
  loggerOption,
  precisionOptions,
  scenarioArgument,
  strategyOption,
  threadsOption,
  verboseOption,
} from './arguments.js';
import { type FormOptions, formOf, formOptions, instead, requireForm } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { complain, INTERRUPTED, notice, warn } from './notices.js';
import { imprecise, openEnd } from './open-end.js';
import { deliver, Output } from './output.js';
import { PiecemealOutput } from './piecemeal.js';
import { type QueueOptions, queueAsked, queueOptions } from './queue-option.js';

const FORMATS = ['text', 'markdown', 'svg', 'html', 'json', 'perfetto'] as const;
type ReportForm = Exclude<(typeof FORMATS)[number], 'perfetto'>;

interface RunArguments extends ExperimentQuestion, FormOptions, QueueOptions {
  readonly logger?: string;
  readonly by?: 'deployment';
  readonly events?: string;
  readonly strict?: true;
  readonly verbose?: true;
  readonly color?: boolean;
}

export function configure(command: Command, invocation: Invocation): void {
  scenarioArgument(command);
  loggerOption(command, 'use this logger: a shipped one, or ./file.mjs');
  strategyOption(command);
  command.addOption(
    new Option('--by <what>', 'add a table by this, and how uneven each replication was').choices([
      'deployment',
    ]),
  );
  precisionOptions(
    experimentOptions(command),
    ', or an expectation is undecided, and nothing fails',
  );
  formOptions(
    threadsOption(verboseOption(command)),
    FORMATS,
    'form of the report (perfetto: a trace for Perfetto)',
  );
  grouped(command, GROUPS.advanced, [
    new Option('--events <file>', 'write every event to this file, as JSON Lines'),
  ]);
  queueOptions(command);
  examples(command, [
    'latsim run 16x4',
    'latsim run 16x4 --logger locked --precision 1',
    'latsim run 16x4 --set router.ttl=60s --output shares.svg',
  ]).action((file: string) => invocation.end(run(invocation, file, given<RunArguments>(command))));
}

/** Runs a scenario with one logger, and reports. */
async function run(invocation: Invocation, file: string, options: RunArguments): Promise<number> {
  const { io } = invocation;
  checkEvents(options);
  const form = formOf(options, FORMATS);
  checkTable(options, form);
  checkTrace(options, form);
  const request = new ExperimentRequest(io.cwd, file, options);
  warn(io.stderr, request.loaded.warnings);
  const logger = request.logger(options.logger);
  refuseSamePlace(
    io.cwd,
    [...optional('--output', options.output), ...optional('--events', options.events)],
    [],
  );
  const output =
    form === 'perfetto'
      ? tracedTo(io, request, logger, options)
      : reportedTo(io, request, logger, options, form);
  const report = await ran(
    request,
    logger,
    {
      events: options.events,
      trace: output.trace,
      followed: form === 'html' || isVerboseText(form, options),
    },
    (study, replay) =>
      answered(io, study, { threads: options.threads, replay, ...queueAsked(options) }),
    async (one, events) => {
      await output.deliver(one, events);
      return one.report;
    },
  ).finally(() => output.discard());
  const { partial, expectations } = report;
  if (partial) {
    const unwritten = options.events === undefined ? '' : `; ${options.events} was not written`;
    notice(io.stderr, `${output.interrupted}${unwritten}`);
    return EXIT.interrupted;
  }
  if (expectations.some(({ passed }) => passed === false)) {
    complain(invocation, 'an expectation of the scenario does not hold', options.color);
    return EXIT.notHeld;
  }
  return openEnd(invocation, openIn(report), options);
}

function isVerboseText(form: (typeof FORMATS)[number], { verbose }: RunArguments): boolean {
  return form === 'text' && verbose === true;
}

/** Where a run is told. */
interface RunOutput {
  /** Gets a trace of it; absent: no trace is asked for. */
  readonly trace?: EventsFile;
  /** What is said of it where the run was interrupted. */
  readonly interrupted: string;
  /** Has it come out, together with the events of the run. */
  deliver(ran: Ran, events: readonly AtomicFile[]): Promise<void>;
  /** Leaves nothing behind of what was not delivered. */
  discard(): void;
}

/** The report on it, in a form. */
function reportedTo(
  io: Io,
  request: ExperimentRequest,
  logger: LoggerChoice,
  options: RunArguments,
  form: ReportForm,
): RunOutput {
  const output = new Output(io, options.output, request.inputs(logger));
  return {
    interrupted: INTERRUPTED,
    deliver: async ({ found, report }, events) => {
      const style = output.style(options.color);
      output.write(
        form === 'html'
          ? await (await import('./page-of.js')).pageOfRun(
              io,
              { request, logger, found, report },
              options,
            )
          : rendered(form, request, found, report, options, style),
      );
      await deliver(io, [...output.outcomes, ...events]);
    },
    discard: () => output.discard(),
  };
}

/** A trace of its replication. */
function tracedTo(
  io: Io,
  request: ExperimentRequest,
  logger: LoggerChoice,
  { output: path }: RunArguments,
): RunOutput {
  const output = new PiecemealOutput(io, path, request.inputs(logger));
  return {
    trace: output.events(request.origin(logger)),
    interrupted: 'interrupted: no trace was written',
    deliver: async ({ found }, events) => {
      if (!found.partial) await output.deliver(events);
    },
    discard: () => output.discard(),
  };
}

function checkTable({ by }: RunArguments, form: (typeof FORMATS)[number]): void {
  if (by === undefined || form === 'text' || form === 'markdown' || form === 'json') return;
  const others = FORMATS.filter((one) => one !== 'svg' && one !== 'html' && one !== 'perfetto');
  const what = { svg: 'picture', html: 'page', perfetto: 'trace' }[form];
  throw usageError(`--by ${by}: a ${what} has no such table`, instead(others));
}

function checkTrace({ replication }: RunArguments, form: (typeof FORMATS)[number]): void {
  if (form !== 'perfetto' || replication !== undefined) return;
  throw usageError('a trace is of one replication', 'say of which: --replication 0');
}

function checkEvents({ events }: RunArguments): void {
  if (events === undefined) return;
  if (events === '-') {
    throw usageError('--events - would be mixed with the report on stdout', 'name a file');
  }
  requireForm('--events', events, ['jsonl', 'json', 'text']);
}

/** What this run has left undecided; explorations are left to the gate. */
function openIn(report: RunReport): string[] {
  const open = report.expectations.filter(
    (one: ExpectationResult) => one.passed === null && !needsExploration(one),
  );
  return [...open.map(({ expectation }) => expectation), ...imprecise([report])];
}

function rendered(
  form: ReportForm,
  request: ExperimentRequest,
  { logger, known = [] }: RunFound,
  report: RunReport,
  options: RunArguments,
  style: Style,
): string {
  if (form === 'json') return json(report);
  if (form === 'svg') return svgRun(report);
  const heading = request.heading(
    [['logger', described(logger)]],
    request.logger(options.logger),
    report.precision?.replications,
  );
  const byDeployment = options.by === 'deployment';
  if (form === 'markdown') return markdownRun(report, heading, { byDeployment });
  const verbose = options.verbose === true;
  return textRun(report, heading, { byDeployment, verbose, known }, style);
}
