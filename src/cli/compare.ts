import { type Command, Option } from 'commander';
import { type ExperimentQuestion, ExperimentRequest } from '../files/experiment-request.js';
import { compared } from '../files/experiments.js';
import { namedInCommand } from '../loggers/choice.js';
import { markdown } from '../report/compare/markdown.js';
import type { CompareReport } from '../report/compare/report.js';
import { svg } from '../report/compare/svg.js';
import { type CompareDetails, textCompare } from '../report/compare/text.js';
import { json } from '../report/kit/json.js';
import type { Style } from '../report/kit/style.js';
import type { KnownPanel } from '../report/known/panel.js';
import { DEFAULT_COMPARED, type RunFound } from '../studies/run.js';
import { EXIT } from '../text/failure.js';
import { answered } from './answered.js';
import {
  collect,
  examples,
  experimentOptions,
  given,
  renamed,
  scenarioArgument,
  threadsOption,
  verboseOption,
} from './arguments.js';
import { type FormOptions, formOf, formOptions } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { INTERRUPTED, notice, warn } from './notices.js';
import { Output } from './output.js';
import { described } from './run.js';

const FORMATS = ['text', 'markdown', 'svg', 'json'] as const;

interface CompareArguments extends ExperimentQuestion, FormOptions {
  readonly logger?: readonly string[];
  readonly verbose?: true;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Invocation): void {
  scenarioArgument(command);
  renamed(
    command,
    new Option(
      '-l, --logger <name|file>',
      `compare these: shipped ones, or ./file.mjs; may be repeated, the first is the baseline (default: ${DEFAULT_COMPARED.join(', ')})`,
    ).argParser(collect),
    new Option('--loggers <a,b,...>').argParser(listed),
  );
  formOptions(threadsOption(verboseOption(experimentOptions(command))), FORMATS);
  examples(command, [
    'latsim compare 16x4',
    'latsim compare 16x4 --logger unlocked --logger ./mine.mjs',
    'latsim compare 16x4 --output comparison.svg',
  ]).action((file: string) => end(compare(io, file, given<CompareArguments>(command))));
}

function listed(given: string): string[] {
  return given.split(',').map((name) => name.trim());
}

/** Runs a scenario with several loggers, on the same random numbers, side by side. */
async function compare(io: Io, file: string, options: CompareArguments): Promise<number> {
  const form = formOf(options, FORMATS);
  const request = new ExperimentRequest(io.cwd, file, options);
  warn(io.stderr, request.loaded.warnings);
  const loggers = request.loggers(options.logger ?? DEFAULT_COMPARED);
  const inputs = loggers.flatMap((logger) => request.inputs(logger));
  const output = new Output(io, options.output, inputs);
  try {
    const { begun, report, partial, ...found } = await compared(
      request,
      loggers,
      form === 'svg',
      (study, replay) => answered(io, study, { threads: options.threads, replay }),
    );
    const code = partial ? EXIT.interrupted : EXIT.done;
    if (report === null) {
      notice(io.stderr, 'interrupted before the first replication was finished');
      return code;
    }
    const style = output.style(options.color);
    const details = {
      verbose: options.verbose === true,
      loggers: found.loggers.map(namedInCommand),
    };
    await output.deliver(rendered(form, request, begun, report, details, style));
    if (partial) notice(io.stderr, INTERRUPTED);
    return code;
  } finally {
    output.discard();
  }
}

/** What the router knows with each logger. */
function knownPanels(found: readonly RunFound[], { runs }: CompareReport): KnownPanel[] {
  return runs.map(({ logger, groups }, i) => ({ logger, groups, known: found[i]?.known ?? [] }));
}

function rendered(
  form: (typeof FORMATS)[number],
  request: ExperimentRequest,
  found: readonly RunFound[],
  report: CompareReport,
  details: CompareDetails,
  style: Style,
): string {
  const heading = request.heading(
    found.map(({ logger }, i) => [i === 0 ? 'loggers' : '', described(logger)]),
  );
  switch (form) {
    case 'json':
      return json(report);
    case 'markdown':
      return markdown(report, heading, details.loggers);
    case 'svg':
      return svg(report, knownPanels(found, report));
    case 'text':
      return textCompare(report, heading, details, style);
  }
}
