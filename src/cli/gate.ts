import { type Command, Option } from 'commander';
import { DEFAULT_CONFIDENCE } from '../expectation/spending.js';
import { type GateSetup, type SetupOptions, setUp } from '../files/gate-setup.js';
import { tool } from '../files/tool.js';
import { looking } from '../studies/gate/looks.js';
import { gathering } from '../studies/gate/units.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import { collect, percentage, scenarioOptions, threadsOption, whole } from './arguments.js';
import { Conclusion, type ConclusionOptions, conclusionOptions } from './conclusion.js';
import { requireForm } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { notice, warn } from './notices.js';
import { Output } from './output.js';
import { shardNumber, unitsOfShard, writeShard } from './shard.js';
import type { ShardNumber } from './shard-lines.js';

interface GateArguments extends Omit<SetupOptions, 'fixed' | 'confidence'>, ConclusionOptions {
  readonly fixed?: true;
  readonly confidence?: number;
  readonly shard?: ShardNumber;
  readonly output?: string;
  readonly workers?: number;
  readonly threads?: number;
}

export function configure(command: Command, invocation: Invocation): void {
  command
    .argument('<scenario...>', 'files, or names of shipped scenarios')
    .option(
      '--logger <name|file>',
      'judge this logger only, or ./file.mjs; may be repeated',
      collect,
    )
    .option('--expect <expectation>', 'expect this instead; may be repeated', collect)
    .option(
      '--max-seeds <k>',
      'extend inconclusive runs up to this (default: 200, or 5 times the seeds)',
      whole(1, 100_000),
    )
    .option('--fixed', 'exactly --seeds replications, found at once')
    .option(
      '--confidence <percent>',
      'one minus the error rate of the whole gate (default: 99%)',
      confidence,
    );
  threadsOption(scenarioOptions(conclusionOptions(command)))
    .option('--shard <i/n>', 'compute this part only, for latsim merge', shardNumber)
    .option('--output <file>', 'write the shard to this file')
    .addOption(new Option('--workers <n>').argParser(whole(1, 256)).hideHelp())
    .action((files: string[]) =>
      invocation.end(gate(invocation, files, command.optsWithGlobals<GateArguments>())),
    );
}

const confidence = percentage({
  from: 0.5,
  below: 1,
  remedy: 'Write a percentage from 50% to below 100%, such as 99%.',
});

/** Judges what is expected of scenarios, or computes a shard of what it takes to. */
async function gate(
  invocation: Invocation,
  files: readonly string[],
  options: GateArguments,
): Promise<number> {
  refuseContradictions(options);
  const { confidence = DEFAULT_CONFIDENCE } = options;
  const fixed = options.fixed === true || options.shard !== undefined;
  const setup = setUp(invocation.io.cwd, files, { ...options, confidence, fixed });
  warn(invocation.io.stderr, setup.warnings);
  return options.shard === undefined
    ? judged(invocation, setup, options)
    : computed(invocation.io, setup, options.shard, options);
}

function refuseContradictions(options: GateArguments): void {
  const { shard, output, fixed, maxSeeds, threads, workers } = options;
  if (threads !== undefined && workers !== undefined && threads !== workers) {
    throw usageError(
      `--threads ${threads} and --workers ${workers} contradict one another`,
      'give --threads alone: --workers is what it was called at first',
    );
  }
  if (shard !== undefined) {
    const judging = [
      ['--reporter', options.reporter],
      ['--json', options.json],
      ['--baseline', options.baseline],
      ['--save-baseline', options.saveBaseline],
      ['--strict', options.strict],
    ] as const;
    const [flag] = judging.find(([, value]) => value !== undefined) ?? [];
    if (flag !== undefined) {
      throw usageError(`a shard judges nothing, so ${flag} has no use`, 'give it to latsim merge');
    }
    if (output !== undefined) requireForm('--output', output, ['jsonl', 'json', 'text']);
  } else if (output !== undefined) {
    throw usageError('--output is for a shard', 'write reports with --reporter NAME=FILE');
  }
  if (maxSeeds !== undefined && (fixed || shard !== undefined)) {
    const flag = fixed ? '--fixed' : '--shard';
    throw usageError(
      `--max-seeds and ${flag} exclude one another: ${flag} runs exactly --seeds replications`,
      'leave one of them out',
    );
  }
}

async function judged(
  invocation: Invocation,
  { plan, live, inputs }: GateSetup,
  options: GateArguments,
): Promise<number> {
  const conclusion = new Conclusion(invocation, plan, options, inputs);
  try {
    const found = await answered(invocation.io, looking(plan, live), threadsOf(options));
    return await conclusion.conclude(found);
  } finally {
    conclusion.close();
  }
}

async function computed(
  io: Io,
  { plan, live, inputs }: GateSetup,
  shard: ShardNumber,
  options: GateArguments,
): Promise<number> {
  const output = new Output(io, options.output, inputs);
  const units = unitsOfShard(plan, shard);
  try {
    const label = `shard ${shard.index}/${shard.of}`;
    const study = gathering(live, units, () => label);
    const findings = await answered(io, study, threadsOf(options));
    if (findings.length < units.length) {
      notice(io.stderr, 'interrupted, so the shard was not written');
      return EXIT.interrupted;
    }
    await output.deliver(writeShard(tool(), shard, plan, findings));
    return EXIT.done;
  } finally {
    output.discard();
  }
}

/** `--workers` is what `--threads` was called at first. */
function threadsOf({ threads, workers }: GateArguments): { readonly threads: number | undefined } {
  return { threads: threads ?? workers };
}
