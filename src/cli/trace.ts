import type { Command } from 'commander';
import { type ExperimentQuestion, ExperimentRequest } from '../files/experiment-request.js';
import { tool } from '../files/tool.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { json } from '../report/kit/json.js';
import { adviceText } from '../report/kit/next.js';
import { sequenceMermaid } from '../report/sequence/mermaid.js';
import { svgSequence } from '../report/sequence/svg.js';
import { markdownNoLoss, markdownTrace } from '../report/trace/markdown.js';
import { onlySo } from '../report/trace/no-loss.js';
import { effectLines, sequenceOfLoss } from '../report/trace/sequence.js';
import { textNoLoss, textTrace } from '../report/trace/text.js';
import { NOTHING_UNSEEN } from '../studies/job.js';
import { type TraceFound, tracing } from '../studies/trace.js';
import type { Advice } from '../text/advice.js';
import { EXIT, usageError } from '../text/failure.js';
import type { LostUpdate } from '../worlds/simulate/lost-update.js';
import { answered } from './answered.js';
import {
  examples,
  experimentOptions,
  given,
  loggerOption,
  scenarioArgument,
  strategyOption,
  threadsOption,
  verboseOption,
  whole,
} from './arguments.js';
import { FORMAT_HELP, FORMATS } from './explore-options.js';
import { type FormOptions, formOf, formOptions, textInstead } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { notice, warn } from './notices.js';
import { Output } from './output.js';
import { PiecemealOutput } from './piecemeal.js';
import { styleFor } from './terminal.js';

interface TraceArguments extends ExperimentQuestion, FormOptions {
  readonly logger?: string;
  readonly nth: number;
  readonly verbose?: true;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Invocation): void {
  scenarioArgument(command).option('--nth <n>', 'show this lost update, from 1', whole(1), 1);
  loggerOption(command, 'use this logger: a shipped one, or ./file.mjs');
  strategyOption(command);
  formOptions(threadsOption(experimentOptions(command)), FORMATS, FORMAT_HELP);
  verboseOption(command);
  examples(command, [
    'latsim trace 16x4',
    'latsim trace 16x4 --nth 12',
    'latsim trace 16x4 --output lost-update.svg',
  ]).action((file: string) => end(trace(io, file, given<TraceArguments>(command))));
}

/** Tells one lost update of a run: who overwrote whom, and what it cost. */
async function trace(io: Io, file: string, options: TraceArguments): Promise<number> {
  const form = formOf(options, FORMATS);
  const request = new ExperimentRequest(io.cwd, file, options);
  warn(io.stderr, request.loaded.warnings);
  const logger = request.logger(options.logger);
  const input = request.input(logger);
  const inputs = request.inputs(logger);
  const { replication, nth, threads } = options;
  const traced = form === 'perfetto' ? new PiecemealOutput(io, options.output, inputs) : undefined;
  const events = traced?.events({ ...request.origin(logger), 'lost update': nth });
  const output = new Output(io, traced === undefined ? options.output : undefined, inputs);
  try {
    const question = { input, only: replication, nth, events };
    const found = await answered(io, tracing(question), { threads });
    if (found.partial) {
      const seen = `${found.seen} lost updates were seen`;
      notice(io.stderr, `interrupted before lost update ${nth}; ${seen}`);
      return EXIT.interrupted;
    }
    const next = adviceOn(request, logger, found);
    if (found.loss === null && (form === 'svg' || form === 'mermaid' || form === 'perfetto')) {
      return undrawn(io, found, next, options);
    }
    if (form === 'html') {
      const { pageOfTrace } = await import('./page-of.js');
      await output.deliver(
        await pageOfTrace(io, request, logger, { found, nth, next }, { threads }),
      );
    } else if (form === 'perfetto') await traced?.deliver();
    else await output.deliver(rendered(form, request, logger, found, next, options, output));
    // A run that loses nothing is no failure; asking for more than it loses is.
    return found.loss === null && nth > 1 ? EXIT.notHeld : EXIT.done;
  } finally {
    output.discard();
    traced?.discard();
  }
}

/** There is no such lost update to draw: says so aside, and writes nothing. */
function undrawn(
  io: Io,
  { seen }: TraceFound,
  next: readonly Advice[],
  options: TraceArguments,
): number {
  if (seen === 0) {
    throw usageError(
      'no update is lost in this run, so there is none to show',
      textInstead(options),
    );
  }
  const style = styleFor(io, io.stderr, options.color);
  const told = next.map((one) => adviceText(one, style)).join('\n');
  notice(io.stderr, `${onlySo(seen, options.nth)}\n${told}`);
  return EXIT.notHeld;
}

/** What to go on with: what such updates cost, or what there is where there is no such update. */
function adviceOn(
  request: ExperimentRequest,
  logger: LoggerChoice,
  { loss, seen, unseen = NOTHING_UNSEEN }: TraceFound,
): readonly Advice[] {
  if (loss !== null) {
    return [{ says: 'What all lost updates cost together:', command: request.replay(logger) }];
  }
  if (seen > 0) {
    return [{ says: 'The last one:', command: request.replay(logger, { nth: seen }) }];
  }
  if (unseen.staleIn !== null) {
    const replay = request.replay(logger, { replication: unseen.staleIn });
    return [
      {
        says: 'Write down what each select saw ("seen"), and look for the cause "stale":',
        command: `${replay} --events events.jsonl`,
      },
    ];
  }
  return [{ says: 'What else keeps samples from the router:', command: request.replay(logger) }];
}

function rendered(
  form: Exclude<(typeof FORMATS)[number], 'html' | 'perfetto'>,
  request: ExperimentRequest,
  choice: LoggerChoice,
  { loss, seen, logger, unseen = NOTHING_UNSEEN }: TraceFound,
  next: readonly Advice[],
  options: TraceArguments,
  output: Output,
): string {
  const { name: scenario, seed } = request.scenario;
  if (form === 'json') {
    const effect = loss === null ? null : effectLines(loss);
    const lostUpdate = loss === null ? null : { ...withoutRows(loss), effect };
    const rest = loss === null ? { unseen } : {};
    return json({
      schemaVersion: 1,
      tool: tool(),
      scenario,
      logger,
      seed,
      seen,
      lostUpdate,
      ...rest,
    });
  }
  const run = request.traced(logger);
  if (form === 'markdown') {
    const { nth } = options;
    return loss === null
      ? markdownNoLoss({ nth, seen, unseen }, run, next)
      : markdownTrace(loss, run, request.replay(choice, { nth }));
  }
  if (form === 'text') {
    const { verbose = false } = options;
    const style = output.style(options.color);
    return loss === null
      ? textNoLoss({ nth: options.nth, seen, unseen }, run, next, style)
      : textTrace(loss, run, { next, verbose }, style);
  }
  const sequence = sequenceOfLoss(loss as LostUpdate, run);
  return form === 'mermaid' ? sequenceMermaid(sequence) : svgSequence(sequence, 'latsim-trace');
}

/** What is told in other forms alone. */
function withoutRows({ rows: _, ...fields }: LostUpdate): Omit<LostUpdate, 'rows'> {
  return fields;
}
