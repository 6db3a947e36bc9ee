import { type Command, Option } from 'commander';
import { type ExperimentQuestion, ExperimentRequest } from '../files/experiment-request.js';
import { tool } from '../files/tool.js';
import { json } from '../report/kit/json.js';
import { sequenceMermaid } from '../report/sequence/mermaid.js';
import { svgSequence } from '../report/sequence/svg.js';
import { effectLines, sequenceOfLoss } from '../report/trace/sequence.js';
import { textNoLoss, textTrace } from '../report/trace/text.js';
import { NOTHING_UNSEEN } from '../studies/job.js';
import { type TraceFound, tracing } from '../studies/trace.js';
import { EXIT, usageError } from '../text/failure.js';
import { shellWord } from '../text/shell.js';
import { answered } from './answered.js';
import { experimentOptions, threadsOption, whole } from './arguments.js';
import { FORMATS } from './explore-options.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { notice, warn } from './notices.js';
import { Output } from './output.js';

interface TraceArguments extends ExperimentQuestion {
  readonly logger?: string;
  readonly nth: number;
  readonly format: (typeof FORMATS)[number];
  readonly json?: true;
  readonly output?: string;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Invocation): void {
  command
    .argument('<scenario>', 'file, or name of a shipped scenario (see latsim list)')
    .option('--nth <n>', 'which lost update, from 1', whole(1), 1)
    .option('--logger <name|file>', 'use this logger: a shipped one, or ./file.mjs');
  threadsOption(experimentOptions(command))
    .addOption(
      new Option('--format <format>', 'svg and mermaid: the diagram alone')
        .choices(FORMATS)
        .default('text'),
    )
    .option('--json', 'give the report as JSON')
    .option('--output <file>', 'write the report to this file instead')
    .action((file: string) => end(trace(io, file, command.optsWithGlobals<TraceArguments>())));
}

/** Tells one lost update of a run: who overwrote whom, and what it cost. */
async function trace(io: Io, file: string, options: TraceArguments): Promise<number> {
  const request = new ExperimentRequest(io.cwd, file, options);
  warn(io.stderr, request.loaded.warnings);
  const logger = request.logger(options.logger);
  const input = request.input(logger);
  const output = new Output(io, options.output, request.inputs(logger));
  try {
    const { replication, nth, threads } = options;
    const found = await answered(io, tracing({ input, only: replication, nth }), { threads });
    if (found.partial) {
      const seen = `${found.seen} lost updates were seen`;
      notice(io.stderr, `interrupted before lost update ${nth}; ${seen}`);
      return EXIT.interrupted;
    }
    output.write(rendered(request, file, found, options, output));
    return EXIT.done;
  } finally {
    output.discard();
  }
}

function rendered(
  request: ExperimentRequest,
  file: string,
  { loss, seen, logger, unseen = NOTHING_UNSEEN }: TraceFound,
  options: TraceArguments,
  output: Output,
): string {
  const { name: scenario, seed } = request.scenario;
  if (options.json === true) {
    const effect = loss === null ? null : effectLines(loss);
    const lostUpdate = loss === null ? null : { ...loss, effect };
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
  if (options.format === 'text') {
    return loss === null
      ? textNoLoss({
          nth: options.nth,
          seen,
          unseen,
          scenario: shellWord(file),
          replay: request.replay(request.logger(options.logger), {
            replication: unseen.staleIn ?? undefined,
          }),
        })
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
