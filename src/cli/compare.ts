import { type Command, Option } from 'commander';
import { AtomicFile } from '../files/atomic-file.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { markdown } from '../report/compare/markdown.js';
import { type CompareReport, compareReport } from '../report/compare/report.js';
import { svg } from '../report/compare/svg.js';
import { textCompare } from '../report/compare/text.js';
import { json } from '../report/kit/json.js';
import { runReport } from '../report/run/report.js';
import { comparing, type RunFound } from '../studies/run.js';
import { EXIT, usageError } from '../text/failure.js';
import { type ExperimentOptions, experimentOptions, threadsOption } from './arguments.js';
import { Request } from './request.js';
import { described } from './run.js';
import { styleFor } from './terminal.js';

const FORMATS = ['text', 'markdown', 'svg', 'json'] as const;

interface CompareOptions extends ExperimentOptions {
  readonly loggers: string;
  readonly format: (typeof FORMATS)[number];
  readonly json?: true;
  readonly output?: string;
  readonly color?: boolean;
}

export function configure(command: Command): void {
  command
    .argument('<scenario>', 'file, or name of a shipped scenario (see latsim list)')
    .option(
      '--loggers <a,b,...>',
      'loggers to compare: shipped ones, or ./file.mjs; the first is the baseline',
      'unlocked,locked,atomic',
    );
  threadsOption(experimentOptions(command))
    .addOption(
      new Option('--format <format>', 'form of the report').choices(FORMATS).default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--output <file>', 'write the report to this file instead')
    .action((file: string) => compare(file, command.optsWithGlobals<CompareOptions>()));
}

/** Runs a scenario with several loggers, on the same arrivals and luck, side by side. */
async function compare(file: string, options: CompareOptions): Promise<void> {
  const request = new Request(file, options);
  const loggers = choices(request, options.loggers);
  const output = options.output === undefined ? undefined : new AtomicFile(options.output);
  const questions = loggers.map((logger) => request.question(logger));
  const all = await request.answered(comparing(questions), options.threads);
  const partial = all.some((one) => one.partial);
  if (partial) process.exitCode = EXIT.interrupted;
  const outcomes = all.filter(({ summary }) => summary.replications.length > 0);
  const [first, ...others] = outcomes.map((outcome) =>
    runReport(request.setup(outcome), outcome.summary, outcome.partial, []),
  );
  if (first === undefined) {
    process.stderr.write('latsim: interrupted before the first replication was finished\n');
    return;
  }
  const open = request.scenario.modelGroups.every(({ load }) => load.kind !== 'closed');
  const report = compareReport([first, ...others], open, partial);
  const text = rendered(request, outcomes, report, options);
  if (output === undefined) {
    process.stdout.write(text);
  } else {
    output.write(text);
    output.commit();
  }
}

function choices(request: Request, given: string): LoggerChoice[] {
  const names = given.split(',').map((name) => name.trim());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw usageError(`logger '${twice}' is named twice`, 'name it once');
  return names.map((name) => request.logger(name));
}

function rendered(
  request: Request,
  outcomes: readonly RunFound[],
  report: CompareReport,
  options: CompareOptions,
): string {
  const heading = request.heading(
    outcomes.map(({ logger }, i) => [i === 0 ? 'loggers' : '', described(logger)]),
  );
  switch (options.json ? 'json' : options.format) {
    case 'json':
      return json(report);
    case 'markdown':
      return markdown(report, heading);
    case 'svg':
      return svg(report);
    case 'text': {
      const toFile = options.output !== undefined;
      return textCompare(report, heading, styleFor(toFile ? {} : process.stdout, options.color));
    }
  }
}
