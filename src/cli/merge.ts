import type { Command } from 'commander';
import { tool } from '../files/tool.js';
import { judgeRun } from '../studies/gate/judge.js';
import { examples, given } from './arguments.js';
import { Conclusion, type ConclusionOptions, conclusionOptions } from './conclusion.js';
import type { Invocation } from './invocation.js';
import { mergeShards } from './shard.js';

export function configure(command: Command, invocation: Invocation): void {
  command.argument('<shard...>', 'files that latsim gate --shard has written');
  examples(conclusionOptions(command), [
    'latsim merge shard-1.jsonl',
    'latsim merge shard-*.jsonl --output gate.md',
    'latsim merge shard-*.jsonl --reporter text --reporter junit=gate.xml',
  ]).action((files: string[]) =>
    invocation.end(merge(invocation, files, given<ConclusionOptions>(command))),
  );
}

/** Judges what shards have computed: the same as the gate without shards, with --fixed. */
async function merge(
  invocation: Invocation,
  files: readonly string[],
  options: ConclusionOptions,
): Promise<number> {
  const { plan, evidence } = mergeShards(files, tool(), invocation.io.cwd);
  const conclusion = new Conclusion(
    invocation,
    plan,
    options,
    files.map((path) => ({ what: 'a shard', path })),
  );
  try {
    const runs = plan.runs.map((_, run) => judgeRun(plan, run, 0, evidence, undefined));
    return await conclusion.conclude({ runs, unfinished: [], evidence, partial: false });
  } finally {
    conclusion.close();
  }
}
