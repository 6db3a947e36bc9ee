import { type Command, Option } from 'commander';
import { json } from '../report/kit/json.js';
import { sequenceMermaid } from '../report/sequence/mermaid.js';
import { svgSequence } from '../report/sequence/svg.js';
import { effectLines, sequenceOfLoss } from '../report/trace/sequence.js';
import { textNoLoss, textTrace } from '../report/trace/text.js';
import { type TraceFound, tracing } from '../studies/trace.js';
import { EXIT, usageError } from '../text/failure.js';
import { shellWord } from '../text/shell.js';
import { answered } from './answered.js';
import { type ExperimentOptions, experimentOptions, threadsOption, whole } from './arguments.js';
import { FORMATS } from './explore-options.js';
import { Output } from './output.js';
import { Request } from './request.js';
import { styleFor } from './terminal.js';
import { tool } from './tool.js';

interface TraceOptions extends ExperimentOptions {
  readonly logger?: string;
  readonly nth: number;
  readonly format: (typeof FORMATS)[number];
  readonly json?: true;
  readonly output?: string;
  readonly color?: boolean;
}

export function configure(command: Command): void {
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
    .action((file: string) => trace(file, command.optsWithGlobals<TraceOptions>()));
}

/** Tells one lost update of a run: who overwrote whom, and what it cost. */
async function trace(file: string, options: TraceOptions): Promise<void> {
  const request = new Request(file, options);
  const input = request.input(request.logger(options.logger));
  const output = new Output(options.output);
  try {
    const { replication, nth, threads } = options;
    const found = await answered(tracing({ input, only: replication, nth }), { threads });
    if (found.partial) {
      process.exitCode = EXIT.interrupted;
      const seen = `${found.seen} lost updates were seen`;
      process.stderr.write(`latsim: interrupted before lost update ${nth}; ${seen}\n`);
      return;
    }
    output.write(rendered(request, file, found, options, output));
  } finally {
    output.discard();
  }
}

function rendered(
  request: Request,
  file: string,
  { loss, seen, logger }: TraceFound,
  options: TraceOptions,
  output: Output,
): string {
  const { name: scenario, seed } = request.scenario;
  if (options.json === true) {
    const effect = loss === null ? null : effectLines(loss);
    const lostUpdate = loss === null ? null : { ...loss, effect };
    return json({ schemaVersion: 1, tool: tool(), scenario, logger, seed, seen, lostUpdate });
  }
  if (options.format === 'text') {
    return loss === null
      ? textNoLoss(options.nth, seen, shellWord(file))
      : textTrace(loss, { scenario, logger, seed }, styleFor(output.stream, options.color));
  }
  if (loss === null) {
    throw usageError('no update is lost, so there is no diagram', 'ask for --format text');
  }
  const sequence = sequenceOfLoss(loss);
  return options.format === 'mermaid'
    ? sequenceMermaid(sequence)
    : svgSequence(sequence, 'latsim-trace');
}
