import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/commands.js';
import { words } from '../docs/commands.js';
import { ROOT } from '../docs/page.js';
import { built, latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';

/* The examples at the end of each command's help, and a folder in which they work. */

/**
 * The words after `latsim` of each example; what a shell does with the rest is left out, and so is
 * what needs a Redis (see test/redis) or a proxy (see test/live).
 */
export async function helpExamples(): Promise<Map<string, string[][]>> {
  const found = new Map<string, string[][]>();
  for (const { name } of COMMANDS) {
    const { stdout } = await latsim([name, '--help']);
    const [, listed = ''] = stdout.split('\nExamples:\n');
    const lines = listed
      .split('\n')
      .filter((line) => line.includes('latsim ') && !NOT_HERE.test(line));
    found.set(
      name,
      lines.map((line) => words(/latsim ([^>")]*)/.exec(line)?.[1]?.trim() ?? '')),
    );
  }
  return found;
}

const NOT_HERE = /--queue|latsim (live|probe)/;

/** Takes seconds: all of a diagnosis, and the start of a thread for a logger of one's own. */
export function takesSeconds([command, ...rest]: readonly string[]): boolean {
  return command === 'diagnose' || rest.some((word) => word.endsWith('.mjs') && command !== 'init');
}

/** The same of a smaller scenario, and with fewer replications. */
export function shortened(args: readonly string[]): string[] {
  const [command = ''] = args;
  if (!['run', 'compare', 'trace', 'gate', 'sweep'].includes(command)) return [...args];
  const small = args.map((word) => (word === '16x4' ? 'mine.yaml' : word));
  return [...small, '-n', '2', '--threads', '1', ...(command === 'gate' ? ['--fixed'] : [])];
}

const CONFIG = `model_list:
  - { model_name: assistant, litellm_params: { model: anthropic/claude-sonnet-4-6 } }
  - { model_name: assistant, litellm_params: { model: openai/gpt-4.1 } }
router_settings: { routing_strategy: latency-based-routing }
`;

/** Configuration, log, scenario, logger, recording and shards, by the names that the examples have. */
export async function exampleFolder(): Promise<string> {
  const log = readFileSync(join(ROOT, 'docs/examples/spend-log.csv'), 'utf8');
  const folder = workFolder({
    'config.yaml': CONFIG,
    'spend.csv': log.replaceAll(',medium,', ',assistant,'),
    'mine.yaml': `${SMALL}expect: [rejected == 0]\n`,
  });
  const recordings = join(ROOT, 'test/fixtures/golden/v1.76.1');
  const [recording = ''] = readdirSync(recordings).filter((name) => name.endsWith('.jsonl.gz'));
  copyFileSync(join(recordings, recording), join(folder, 'recording.jsonl.gz'));
  const { stdout: logger } = await latsim(['init', 'logger', '-'], { cwd: folder });
  writeFileSync(join(folder, 'mine.mjs'), logger);
  const shard = ['--fixed', '-n', '1', '--shard', '1/1', '--output', 'shard-1.jsonl'];
  await built(['gate', 'mine.yaml', '--threads', '1', ...shard], { cwd: folder });
  return folder;
}

/** Runs an example in that folder; what it writes may be there already. */
export async function runExample(args: readonly string[], cwd: string): Promise<string> {
  const [command = ''] = args;
  const whole = args.map((word) => (word === 'shard-*.jsonl' ? 'shard-1.jsonl' : word));
  const over = ['import', 'init'].includes(command) ? ['--force'] : [];
  const { code, stderr } = await built([...whole, ...over], { cwd });
  // What an exploration or a lost update shows is no failure of the example.
  const fine = code === 0 || (code === 1 && ['explore', 'trace'].includes(command));
  return fine ? '' : `latsim ${whole.join(' ')} ends with ${code}: ${stderr}`;
}
