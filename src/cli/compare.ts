import { type Command, Option } from 'commander';
import type { ExperimentQuestion } from '../files/experiment-request.js';
import { comparedOn } from '../files/experiments.js';
import { type ComparedVariant, type Variants, variantsOf } from '../files/variants.js';
import { againCommand } from '../report/compare/advice.js';
import { knownPanels } from '../report/compare/known.js';
import { markdown } from '../report/compare/markdown.js';
import type { CompareReport } from '../report/compare/report.js';
import { svg } from '../report/compare/svg.js';
import { type CompareDetails, textCompare } from '../report/compare/text.js';
import { json } from '../report/kit/json.js';
import type { Style } from '../report/kit/style.js';
import { described, type Heading } from '../report/run/heading.js';
import type { RunFound } from '../studies/growing-run.js';
import { DEFAULT_COMPARED } from '../studies/run.js';
import { EXIT, usageError } from '../text/failure.js';
import type { CommandOption } from '../text/shell.js';
import { answered } from './answered.js';
import {
  collect,
  examples,
  experimentOptions,
  given,
  precisionOptions,
  renamed,
  scenarioArgument,
  strategiesOption,
  threadsOption,
  verboseOption,
} from './arguments.js';
import { type FormOptions, formOf, formOptions } from './form.js';
import type { Invocation } from './invocation.js';
import { INTERRUPTED, notice, warn } from './notices.js';
import { imprecise, openEnd } from './open-end.js';
import { Output } from './output.js';
import { type QueueOptions, queueAsked, queueOptions } from './queue-option.js';

const FORMATS = ['text', 'markdown', 'svg', 'html', 'json'] as const;

interface CompareArguments extends Omit<ExperimentQuestion, 'strategy'>, FormOptions, QueueOptions {
  readonly logger?: readonly string[];
  readonly strategy?: readonly string[];
  readonly strict?: true;
  readonly verbose?: true;
  readonly color?: boolean;
}

export function configure(command: Command, invocation: Invocation): void {
  scenarioArgument(command);
  renamed(
    command,
    new Option(
      '-l, --logger <name|file>',
      `compare these: shipped ones, or ./file.mjs; may be repeated, the first is the baseline (default: ${DEFAULT_COMPARED.join(', ')})`,
    ).argParser(collect),
    new Option('--loggers <a,b,...>').argParser(listed),
  );
  strategiesOption(
    command,
    'compare these instead, with the scenario’s logger: names, or ./file.mjs; may be repeated',
  );
  formOptions(threadsOption(verboseOption(precisionOptions(experimentOptions(command)))), FORMATS);
  queueOptions(command);
  examples(command, [
    'latsim compare 16x4 --logger unlocked --logger ./mine.mjs',
    'latsim compare 16x4 --strategy simple-shuffle --strategy least-busy',
    'latsim compare 16x4 --output comparison.svg',
  ]).action((file: string) =>
    invocation.end(compare(invocation, file, given<CompareArguments>(command))),
  );
}

function listed(given: string): string[] {
  return given.split(',').map((name) => name.trim());
}

/** Runs a scenario with several loggers or strategies, on the same random numbers, side by side. */
async function compare(
  invocation: Invocation,
  file: string,
  options: CompareArguments,
): Promise<number> {
  const { io } = invocation;
  if (options.strict === true && options.precision === undefined) {
    throw usageError(
      '--strict has no use without --precision: nothing else of a comparison is undecided',
      'add what is to be known how well, such as --precision 1',
    );
  }
  const form = formOf(options, FORMATS);
  const { logger: loggers, strategy: strategies, ...question } = options;
  const asked = variantsOf(io.cwd, file, question, { loggers, strategies });
  warn(io.stderr, asked.warnings);
  const inputs = asked.variants.flatMap(({ request, logger }) => request.inputs(logger));
  const output = new Output(io, options.output, inputs);
  try {
    const { begun, report, partial, variants } = await comparedOn(
      asked,
      form === 'svg' || form === 'html',
      (study, replay) =>
        answered(io, study, { threads: options.threads, replay, ...queueAsked(options) }),
    );
    if (report === null) {
      notice(io.stderr, 'interrupted before the first replication was finished');
      return partial ? EXIT.interrupted : EXIT.done;
    }
    const style = output.style(options.color);
    const details = {
      verbose: options.verbose === true,
      variants: variants.map(({ named }) => named),
    };
    const heading = headingOf(asked, variants, begun, options);
    if (form === 'html') {
      const { pageOfComparison } = await import('./page-of.js');
      const again = againCommand(report, heading.where, details.variants);
      const asked = { begun, variants, report, heading, again };
      await output.deliver(await pageOfComparison(io, asked, options));
    } else {
      await output.deliver(rendered(form, heading, begun, report, details, style));
    }
    if (!partial) return openEnd(invocation, imprecise(report.runs), options);
    notice(io.stderr, INTERRUPTED);
    return EXIT.interrupted;
  } finally {
    output.discard();
  }
}

/** What was run, and what all variants have in common. */
function headingOf(
  { compared, variants: [{ request, logger }] }: Variants,
  variants: readonly ComparedVariant[],
  begun: readonly RunFound[],
  options: CompareArguments,
): Heading {
  const took = begun[0]?.precision?.replications;
  if (compared === 'loggers') {
    return request.heading(
      begun.map((found, i) => [i === 0 ? 'loggers' : '', described(found.logger)]),
      undefined,
      took,
    );
  }
  const { setting, where, ...heading } = request.heading(
    [
      ['logger', begun[0] === undefined ? '' : described(begun[0].logger)],
      ...variants.map((one, i): Heading['setting'][number] => [
        i === 0 ? 'strategies' : '',
        one.request.router,
      ]),
    ],
    logger,
    took,
  );
  const own: CommandOption[] = options.logger?.map((name) => ['--logger', name]) ?? [];
  return {
    ...heading,
    setting: setting.filter(([name]) => name !== 'router'),
    where: {
      ...where,
      options: [...withoutStrategy(where.options), ...own],
      again: [...withoutStrategy(where.again ?? where.options), ...own],
    },
  };
}

function withoutStrategy(options: readonly CommandOption[]): CommandOption[] {
  return options.filter(([flag]) => flag !== '--strategy');
}

function rendered(
  form: Exclude<(typeof FORMATS)[number], 'html'>,
  heading: Heading,
  found: readonly RunFound[],
  report: CompareReport,
  details: CompareDetails,
  style: Style,
): string {
  switch (form) {
    case 'json':
      return json(report);
    case 'markdown':
      return markdown(report, heading, details.variants);
    case 'svg':
      return svg(report, knownPanels(found, report));
    case 'text':
      return textCompare(report, heading, details, style);
  }
}
