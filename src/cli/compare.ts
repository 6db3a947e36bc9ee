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
import { DEFAULT_COMPARED, type RunFound } from '../studies/run.js';
import { EXIT } from '../text/failure.js';
import { answered } from './answered.js';
import { experimentOptions, threadsOption, verboseOption } from './arguments.js';
import { formOf } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { INTERRUPTED, notice, warn } from './notices.js';
import { Output } from './output.js';
import { described } from './run.js';

const FORMATS = ['text', 'markdown', 'svg', 'json'] as const;

interface CompareArguments extends ExperimentQuestion {
  readonly loggers: string;
  readonly format?: (typeof FORMATS)[number];
  readonly json?: true;
  readonly verbose?: true;
  readonly output?: string;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Invocation): void {
  command
    .argument('<scenario>', 'file, or name of a shipped scenario (see latsim list)')
    .option(
      '--loggers <a,b,...>',
      'loggers to compare: shipped ones, or ./file.mjs; the first is the baseline',
      DEFAULT_COMPARED.join(','),
    );
  threadsOption(verboseOption(experimentOptions(command)))
    .addOption(
      new Option(
        '--format <format>',
        'form of the report (default: what --output ends in, or text)',
      ).choices(FORMATS),
    )
    .option('--json', 'the same as --format json')
    .option('--output <file>', 'write the report to this file instead')
    .action((file: string) => end(compare(io, file, command.optsWithGlobals<CompareArguments>())));
}

/** Runs a scenario with several loggers, on the same random numbers, side by side. */
async function compare(io: Io, file: string, options: CompareArguments): Promise<number> {
  const form = formOf(options, FORMATS);
  const request = new ExperimentRequest(io.cwd, file, options);
  warn(io.stderr, request.loaded.warnings);
  const loggers = request.loggers(options.loggers.split(',').map((name) => name.trim()));
  const inputs = loggers.flatMap((logger) => request.inputs(logger));
  const output = new Output(io, options.output, inputs);
  try {
    const { begun, report, partial, ...found } = await compared(request, loggers, (study, replay) =>
      answered(io, study, { threads: options.threads, replay }),
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
      return markdown(report, heading);
    case 'svg':
      return svg(report);
    case 'text':
      return textCompare(report, heading, details, style);
  }
}
