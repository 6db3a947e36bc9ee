import { type Command, Option } from 'commander';
import { optional, refuseSamePlace } from '../files/places.js';
import { isOfShard, type ShardNumber } from '../files/shards.js';
import { SweepJournal } from '../files/sweep-journal.js';
import { DEFAULT_MAX_CELLS, type SweepOptions, setUpSweep } from '../files/sweep-setup.js';
import { writeSweepShard } from '../files/sweep-shard.js';
import { tool } from '../files/tool.js';
import { SWEEP_FORMS } from '../report/sweep/render.js';
import { sweepReport } from '../report/sweep/report.js';
import { gridSize } from '../studies/sweep/grid.js';
import { sweeping } from '../studies/sweep/sweep.js';
import { EXIT, usageError } from '../text/failure.js';
import { count, counted } from '../text/figures.js';
import { commandLine } from '../text/shell.js';
import { answered } from './answered.js';
import {
  collect,
  examples,
  GROUPS,
  given,
  grouped,
  loggersOption,
  scenarioArgument,
  scenarioOptions,
  strategiesOption,
  threadsOption,
  verboseOption,
  whole,
} from './arguments.js';
import { unattended } from './attended.js';
import { type FormOptions, formOf, formOptions } from './form.js';
import type { Invocation } from './invocation.js';
import { notice, warn } from './notices.js';
import { Output } from './output.js';
import { type QueueOptions, queueAsked, queueOptions } from './queue-option.js';
import { shardOption } from './shard-option.js';
import { swept } from './swept.js';

interface SweepArguments extends SweepOptions, FormOptions, QueueOptions {
  readonly journal?: string;
  readonly shard?: ShardNumber;
  readonly threads?: number;
  readonly verbose?: true;
  readonly color?: boolean;
}

export function configure(command: Command, invocation: Invocation): void {
  scenarioArgument(command);
  command.option(
    '--vary <path=values>',
    'vary a field: path=from..to[:steps][:log], five steps unless said, or path=a,b,c; may be repeated',
    collect,
  );
  loggersOption(command, 'at each setting use this logger, or ./file.mjs; may be repeated');
  strategiesOption(
    command,
    'at each setting route by this strategy, or ./file.mjs; may be repeated',
  );
  command.option(
    '--measure <expression>',
    'measure this: what expect: is about, such as p95(latency); may be repeated (default: the share of the fastest group)',
    collect,
  );
  command.option(
    '--journal <file>',
    'keep each finished cell in this file; the same command goes on where it was',
  );
  verboseOption(formOptions(threadsOption(scenarioOptions(command)), SWEEP_FORMS));
  command.option(
    '--refine [predicate]',
    "add settings where corners differ: by the verdict, or by 'locked > 10%'",
  );
  grouped(command, GROUPS.limits, [
    new Option('--rounds <k>', 'halve cells so often under --refine (default: 2)').argParser(
      whole(1, 10),
    ),
    new Option('--max-cells <n>', `allow more than ${count(DEFAULT_MAX_CELLS)} cells`).argParser(
      whole(1),
    ),
  ]);
  grouped(command, GROUPS.advanced, [
    shardOption(invocation.io, 'compute this part only, for latsim merge; --output is its file'),
  ]);
  queueOptions(command);
  examples(command, [
    'latsim sweep 16x4 --vary dispatch.every=1s..6s:6',
    'latsim sweep 16x4 --vary router.ttl=60s..600s -l unlocked -l locked',
    'latsim sweep 16x4 --vary seed=1..20:20 --journal seeds.jsonl -o seeds.svg',
  ]).action((file: string) =>
    invocation.end(sweep(invocation, file, given<SweepArguments>(command))),
  );
}

/** Runs a scenario at every setting, or computes a shard of that. */
async function sweep(
  invocation: Invocation,
  file: string,
  options: SweepArguments,
): Promise<number> {
  const { io, args } = invocation;
  refuseContradictions(options);
  const { shard } = options;
  const form = shard === undefined ? formOf(options, SWEEP_FORMS) : 'jsonl';
  const setup = unattended(io, 'checking the cells', (told) =>
    setUpSweep(io.cwd, file, options, told),
  );
  warn(io.stderr, setup.warnings);
  const { plan, question } = setup;
  refuseSamePlace(io.cwd, optional('--journal', options.journal), setup.inputs);
  const output = new Output(io, options.output, [
    ...setup.inputs,
    ...optional('the journal', options.journal),
  ]);
  let journal: SweepJournal | undefined;
  try {
    journal =
      options.journal === undefined
        ? undefined
        : new SweepJournal(options.journal, io.cwd, tool(), plan);
    for (const repair of journal?.repairs ?? []) notice(io.stderr, `warning: ${repair}`);
    let cells = 0;
    const study = sweeping({
      ...question,
      ...(shard !== undefined && { isMine: isOfShard(shard) }),
      known: (key) => {
        const found = journal?.get(key);
        if (found !== undefined) cells++;
        return found;
      },
      finished: (found) => {
        journal?.add(found);
        cells++;
      },
    });
    const all = Math.ceil((gridSize(plan.axes) * plan.variants.length) / (shard?.of ?? 1));
    const found = await answered(io, study, {
      threads: options.threads,
      ...queueAsked(options),
      replay: setup.replayOf,
      told: ({ label }) => ({
        part: Math.min(cells / all, 1),
        label: `${count(cells)} of ${count(Math.max(all, cells))} cells: ${label}`,
      }),
    });
    if (shard !== undefined && found.partial) {
      notice(io.stderr, `interrupted, so the shard was not written${goingOn(options, args)}`);
      return EXIT.interrupted;
    }
    const report = () => sweepReport(tool(), plan, found);
    await output.deliver(
      shard === undefined
        ? swept(form, report(), output.style(options.color), options.verbose === true)
        : writeSweepShard(tool(), shard, plan, found),
    );
    if (!found.partial) return EXIT.done;
    const finished = counted(found.cells.length, 'cell');
    notice(io.stderr, `interrupted after ${finished}${goingOn(options, args)}`);
    return EXIT.interrupted;
  } finally {
    journal?.close();
    output.discard();
  }
}

/** What to do about what was not finished. */
function goingOn({ journal }: SweepArguments, args: readonly string[]): string {
  return journal === undefined
    ? '; with --journal FILE the same command would go on from there'
    : `; to go on:\n    ${commandLine(args)}`;
}

function refuseContradictions({
  shard,
  format,
  json,
  refine,
  rounds,
  verbose,
  journal,
}: SweepArguments): void {
  if (journal === '-' || journal === '') {
    throw usageError('--journal needs a file: reports go to stdout', 'name one');
  }
  if (rounds !== undefined && refine === undefined) {
    throw usageError(
      '--rounds says how often --refine halves cells',
      'add --refine, or leave it out',
    );
  }
  if (shard === undefined) return;
  if (refine !== undefined) {
    throw usageError(
      '--refine looks at all cells, which a shard does not have',
      'refine without --shard, or name more steps',
    );
  }
  const reporting = [
    ['--format', format],
    ['--json', json],
    ['--verbose', verbose],
  ] as const;
  const [flag] = reporting.find(([, value]) => value !== undefined) ?? [];
  if (flag !== undefined) {
    throw usageError(`a shard reports nothing, so ${flag} has no use`, 'give it to latsim merge');
  }
}
