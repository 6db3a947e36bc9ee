import type { Command } from 'commander';
import { pathIn } from '../files/paths.js';
import { beginningOf } from '../files/read.js';
import { isSweepShard, mergeSweepShards } from '../files/sweep-shard.js';
import { tool } from '../files/tool.js';
import { SWEEP_FORMS } from '../report/sweep/render.js';
import { sweepReport } from '../report/sweep/report.js';
import { judgeRun } from '../studies/gate/judge.js';
import { EXIT, usageError } from '../text/failure.js';
import { examples, given } from './arguments.js';
import { Conclusion, type ConclusionOptions, conclusionOptions } from './conclusion.js';
import { formOf } from './form.js';
import type { Invocation } from './invocation.js';
import { Output } from './output.js';
import { mergeShards } from './shard.js';
import { swept } from './swept.js';

export function configure(command: Command, invocation: Invocation): void {
  command.argument('<shard...>', 'files that latsim gate or latsim sweep has written with --shard');
  examples(conclusionOptions(command, ['svg', 'csv', 'jsonl']), [
    'latsim merge shard-1.jsonl',
    'latsim merge shard-*.jsonl --output gate.md',
    'latsim merge shard-*.jsonl --reporter text --reporter junit=gate.xml',
  ]).action((files: string[]) => {
    const options = given<ConclusionOptions>(command);
    const { cwd } = invocation.io;
    const ofSweep = files.some((file) => isSweepShard(beginningOf(pathIn(cwd, file))));
    return invocation.end((ofSweep ? mergeSweep : mergeGate)(invocation, files, options));
  });
}

/** Judges what shards have computed: the same as the gate without shards, with --fixed. */
async function mergeGate(
  invocation: Invocation,
  files: readonly string[],
  options: ConclusionOptions,
): Promise<number> {
  const { plan, evidence } = mergeShards(files, tool(), invocation.io.cwd);
  const conclusion = new Conclusion(invocation, plan, options, shardsIn(files));
  try {
    const runs = plan.runs.map((_, run) => judgeRun(plan, run, 0, evidence, undefined));
    return await conclusion.conclude({ runs, unfinished: [], evidence, partial: false });
  } finally {
    conclusion.close();
  }
}

/** Reports what shards have computed: the same as the sweep without shards. */
async function mergeSweep(
  { io }: Invocation,
  files: readonly string[],
  options: ConclusionOptions,
): Promise<number> {
  refuseJudging(options);
  const form = formOf(options, SWEEP_FORMS);
  const { plan, found } = mergeSweepShards(files, tool(), io.cwd);
  const output = new Output(io, options.output, shardsIn(files));
  try {
    const style = output.style(options.color);
    const report = sweepReport(tool(), plan, found);
    await output.deliver(swept(form, report, style, options.verbose === true));
    return EXIT.done;
  } finally {
    output.discard();
  }
}

function shardsIn(files: readonly string[]) {
  return files.map((path) => ({ what: 'a shard', path }));
}

function refuseJudging({
  reporter,
  baseline,
  saveBaseline,
  strict,
  allowChanged,
}: ConclusionOptions): void {
  const judging = [
    ['--reporter', reporter],
    ['--baseline', baseline],
    ['--save-baseline', saveBaseline],
    ['--strict', strict],
    ['--allow-changed', allowChanged],
  ] as const;
  const [flag] = judging.find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined) return;
  throw usageError(
    `these are shards of a sweep, which judges nothing: ${flag} has no use`,
    'leave it out',
  );
}
