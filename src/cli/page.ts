import type { Command } from 'commander';
import { type ExperimentQuestion, ExperimentRequest } from '../files/experiment-request.js';
import { comparedOn } from '../files/experiments.js';
import { groundOf, isExplorable } from '../files/exploration-ground.js';
import { tool } from '../files/tool.js';
import { variantsOf } from '../files/variants.js';
import type { LoggerChoice } from '../loggers/choice.js';
import type { ToldExploration } from '../report/page/exploration.js';
import { described } from '../report/run/heading.js';
import { goesByLatencies } from '../report/run/tested.js';
import { choosingAsked } from '../studies/explore/choices.js';
import { exploringAsked } from '../studies/explore/explore.js';
import { DEFAULT_LIMITS } from '../studies/explore/question.js';
import { exploreCommand } from '../studies/explore/replay-command.js';
import { DEFAULT_COMPARED } from '../studies/run.js';
import { EXIT, usageError } from '../text/failure.js';
import { commandLine, withOptions } from '../text/shell.js';
import { answered } from './answered.js';
import {
  collect,
  examples,
  experimentOptions,
  given,
  optionalScenario,
  strategyOption,
  threadsOption,
} from './arguments.js';
import { requireForm } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { INTERRUPTED, notice, warn } from './notices.js';
import { Output } from './output.js';
import { pageOfScenario } from './page-of.js';

interface PageArguments extends ExperimentQuestion {
  readonly lesson?: true;
  readonly logger?: readonly string[];
  readonly strategy?: string;
  readonly output?: string;
}

export function configure(command: Command, { io, end }: Invocation): void {
  optionalScenario(command).option(
    '-l, --logger <name|file>',
    `the page is about this logger (default: the scenario’s); may be repeated: the others stand beside it (default: ${DEFAULT_COMPARED.join(', ')})`,
    collect,
  );
  strategyOption(command);
  threadsOption(experimentOptions(command))
    .option('--lesson', 'write a page that teaches, in five steps, instead of one about a scenario')
    .option('-o, --output <file>', 'write the page to this file instead; - is stdout');
  examples(command, [
    'latsim page 16x4 --output page.html',
    'latsim page 16x4 --logger unlocked --logger ./mine.mjs -o page.html',
    'latsim page 16x4 --set router.ttl=60s -o page.html',
    'latsim page --lesson -o lesson.html',
  ]).action((file: string | undefined) => end(asked(io, file, command)));
}

function asked(io: Io, file: string | undefined, command: Command): Promise<number> {
  const options = given<PageArguments>(command);
  if (options.output !== undefined) requireForm('--output', options.output, ['html']);
  // What all commands take goes with it.
  if (options.lesson) return lesson(io, file, command.opts());
  if (file !== undefined) return page(io, file, options);
  throw usageError(
    'there is nothing to make a page of',
    'name a scenario: 16x4; or ask for the page that teaches: --lesson',
  );
}

/** Writes the page that teaches. @throws CommandError where something is asked of it beside where it goes */
async function lesson(io: Io, file: string | undefined, options: PageArguments): Promise<number> {
  const { lesson: _, output: path, threads, ...more } = options;
  const [other] = [...(file === undefined ? [] : [file]), ...Object.keys(more).map(flagOf)];
  if (other !== undefined) {
    throw usageError(
      `--lesson has scenarios of its own, and does not go with ${other}`,
      `leave ${other} out, or --lesson`,
    );
  }
  const { pageOfLesson } = await import('./lesson.js');
  const output = new Output(io, path, []);
  try {
    const text = await pageOfLesson(io, { threads });
    if (text === undefined) {
      notice(io.stderr, 'interrupted before the lesson was finished');
      return EXIT.interrupted;
    }
    await output.deliver(text);
    return EXIT.done;
  } finally {
    output.discard();
  }
}

/** An option as it is written: `maxEvents` is `--max-events`. */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

/** Runs a scenario with its logger and others, traces and explores it, and puts it all on a page. */
async function page(io: Io, file: string, options: PageArguments): Promise<number> {
  const { logger: named = [], strategy, output: path, ...question } = options;
  const request = new ExperimentRequest(io.cwd, file, {
    ...question,
    ...(strategy && { strategy }),
  });
  warn(io.stderr, request.loaded.warnings);
  const loggers = loggersOf(request, named);
  const [own] = loggers;
  const asked = variantsOf(io.cwd, file, question, {
    loggers,
    strategies: strategy === undefined ? [] : [strategy],
  });
  const inputs = asked.variants.flatMap((one) => one.request.inputs(one.logger));
  const output = new Output(io, path, inputs);
  try {
    const { begun, report, partial, variants } = await comparedOn(asked, true, (study, replay) =>
      answered(io, study, { threads: options.threads, replay }),
    );
    if (report === null) {
      notice(io.stderr, 'interrupted before the first replication was finished');
      return EXIT.interrupted;
    }
    const heading = request.heading(
      begun.map(({ logger }, i) => [i === 0 ? 'loggers' : '', described(logger)]),
      own,
    );
    const again = commandLine([
      'page',
      heading.where.scenario,
      ...withOptions(
        heading.where.options,
        named.map((name) => ['--logger', name] as const),
      ).flat(),
      ...(options.replication === undefined ? [] : ['--replication', String(options.replication)]),
      '--output',
      'page.html',
    ]);
    const exploration = partial ? undefined : await explored(io, request, own, file, options);
    const told = { begun, variants, report, heading, again };
    await output.deliver(await pageOfScenario(io, told, exploration, options));
    if (partial) notice(io.stderr, INTERRUPTED);
    return partial ? EXIT.interrupted : EXIT.done;
  } finally {
    output.discard();
  }
}

/** The one that the page is about, and those beside it, where the strategy goes by what they record. */
function loggersOf(
  request: ExperimentRequest,
  named: readonly string[],
): [LoggerChoice, ...LoggerChoice[]] {
  const [first, ...others] = named;
  const own = request.logger(first);
  if (named.length > 1) return [own, ...others.map((name) => request.logger(name))];
  if (!goesByLatencies(request.scenario.router)) return [own];
  const beside = DEFAULT_COMPARED.filter((name) => name !== own.name);
  return [own, ...beside.map((name) => request.logger(name))];
}

/** Whether the logger can go wrong at all; undefined where there is none to explore. */
async function explored(
  io: Io,
  request: ExperimentRequest,
  logger: LoggerChoice,
  scenario: string,
  { threads }: PageArguments,
): Promise<ToldExploration | undefined> {
  if (!isExplorable(request)) return undefined;
  const on = groundOf(request);
  const found = await answered(io, exploringAsked(logger, { on }), { threads });
  if (found === null) return undefined;
  const asked = {
    tool: tool(),
    logger,
    scenario: on.scenario,
    limits: DEFAULT_LIMITS,
    verbose: false,
  };
  const choices = await answered(io, choosingAsked(logger, found), { threads });
  return { found, asked, choices, again: exploreCommand(logger, scenario, found) };
}
