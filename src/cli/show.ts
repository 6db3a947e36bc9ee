import type { Command } from 'commander';
import { listShipped, readText } from '../files/read.js';
import { usageError } from '../text/failure.js';
import { suggest } from '../text/problems.js';
import { examples } from './arguments.js';
import type { Invocation } from './invocation.js';

export function configure(command: Command, { io }: Invocation): void {
  command.argument('<name>', 'name of a shipped scenario (see latsim list)');
  examples(command, [
    'latsim show 16x4',
    'latsim show 16x4 > mine.yaml',
    'latsim show tiered-redis',
  ]).action((name: string) => {
    io.stdout.write(shipped(name));
  });
}

/**
 * A shipped scenario as it is written.
 * @throws CommandError where there is none of this name
 */
function shipped(name: string): string {
  const all = listShipped();
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return readText(found.path, { shown: found.path, of: 'scenario' });
  throw usageError(
    `there is no shipped scenario '${name}'`,
    suggest(
      name.replace(/^.*[/\\]|\.ya?ml$/g, ''),
      all.map((one) => one.name),
    ),
  );
}
