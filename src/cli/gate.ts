import { type Command, Option } from 'commander';
import { DEFAULT_CONFIDENCE } from '../expectation/spending.js';
import { type GateSetup, type SetupOptions, setUp } from '../files/gate-setup.js';
import type { ShardNumber } from '../files/shards.js';
import { tool } from '../files/tool.js';
import { looking } from '../studies/gate/looks.js';
import { gathering } from '../studies/gate/units.js';
import { MOST_REPLICATIONS } from '../studies/replication-limits.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import {
  collect,
  examples,
  GROUPS,
  given,
  grouped,
  loggersOption,
  percentage,
  renamed,
  scenarioOptions,
  threads,
  whole,
} from './arguments.js';
import { Conclusion, type ConclusionOptions, conclusionOptions } from './conclusion.js';
import { requireForm } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { notice, warn } from './notices.js';
import { Output } from './output.js';
import { type QueueOptions, queueOptions } from './queue-option.js';
import { unitsOfShard, writeShard } from './shard.js';
import { shardOption } from './shard-option.js';

interface GateArguments
  extends Omit<SetupOptions, 'fixed' | 'confidence' | 'maxSeeds'>,
    ConclusionOptions,
    QueueOptions {
  readonly fixed?: true;
  readonly confidence?: number;
  readonly maxReplications?: number;
  readonly shard?: ShardNumber;
}

export function configure(command: Command, invocation: Invocation): void {
  command.argument('<scenario...>', 'files, or names of shipped scenarios');
  loggersOption(command, 'check this logger only, or ./file.mjs; may be repeated');
  command.option('--expect <expectation>', 'expect this instead; may be repeated', collect);
  conclusionOptions(scenarioOptions(command));
  renamed(
    command,
    maxReplications(
      '--max-replications <k>',
      'extend undecided runs to this many (default: 200, or 5 times the first)',
    ),
    maxReplications('--max-seeds <k>', ''),
  );
  renamed(command, threads('--threads <n>').helpGroup(GROUPS.limits), threads('--workers <n>'));
  grouped(command, GROUPS.limits, [
    new Option('--fixed', 'run exactly --replications of them, and check once'),
  ]);
  grouped(command, GROUPS.advanced, [
    new Option(
      '--confidence <percent>',
      'one minus the error rate of the whole gate (default: 99%)',
    ).argParser(confidence),
    shardOption(invocation.io, 'compute this part only, for latsim merge; --output is its file'),
  ]);
  queueOptions(command);
  examples(command, [
    'latsim gate 16x4',
    "latsim gate 16x4 --logger ./mine.mjs --expect 'lost == 0'",
    'latsim gate 16x4 --output gate.xml',
  ]).action((files: string[]) =>
    invocation.end(gate(invocation, files, given<GateArguments>(command))),
  );
}

function maxReplications(flags: string, text: string): Option {
  return new Option(flags, text).helpGroup(GROUPS.limits).argParser(whole(1, MOST_REPLICATIONS));
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
  const { maxReplications: maxSeeds, ...others } = options;
  const asked = maxSeeds === undefined ? others : { ...others, maxSeeds };
  const setup = setUp(invocation.io.cwd, files, { ...asked, confidence, fixed });
  warn(invocation.io.stderr, setup.warnings);
  return options.shard === undefined
    ? judged(invocation, setup, options)
    : computed(invocation.io, setup, options.shard, options);
}

function refuseContradictions(options: GateArguments): void {
  const { shard, fixed, maxReplications } = options;
  if (shard !== undefined) {
    const judging = [
      ['--reporter', options.reporter],
      ['--format', options.format],
      ['--json', options.json],
      ['--baseline', options.baseline],
      ['--save-baseline', options.saveBaseline],
      ['--strict', options.strict],
    ] as const;
    const [flag] = judging.find(([, value]) => value !== undefined) ?? [];
    if (flag !== undefined) {
      throw usageError(`a shard judges nothing, so ${flag} has no use`, 'give it to latsim merge');
    }
  }
  if (maxReplications !== undefined && (fixed || shard !== undefined)) {
    const flag = fixed ? '--fixed' : '--shard';
    throw usageError(
      `--max-replications and ${flag} exclude one another: ${flag} runs exactly --replications of them`,
      'leave one of them out',
    );
  }
}

async function judged(
  invocation: Invocation,
  { plan, live, inputs }: GateSetup,
  options: GateArguments,
): Promise<number> {
  const conclusion = new Conclusion(invocation, plan, options, inputs, async (report) => {
    const { experimentOfGate } = await import('./page-of.js');
    return experimentOfGate(invocation.io, report, live, options);
  });
  try {
    const found = await answered(invocation.io, looking(plan, live), options);
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
  if (options.output !== undefined) {
    requireForm('--output', options.output, ['jsonl', 'json', 'text']);
  }
  const output = new Output(io, options.output, inputs);
  const units = unitsOfShard(plan, shard);
  try {
    const label = `shard ${shard.index}/${shard.of}`;
    const study = gathering(live, units, () => label);
    const findings = await answered(io, study, options);
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
