import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench } from './bench.js';
import type { Case } from './case.js';

/*
 * A process that tries cases as `fuzz.mjs` asks for them, one at a time, and says what came of each.
 */

interface Asked {
  readonly kind: string;
  readonly seed: number;
  readonly number: number;
  /** Only writes it there. */
  readonly keepIn?: string;
}

const [folder = ''] = process.argv.slice(2);
const bench = new Bench(folder);

process.on('message', async ({ kind, seed, number, keepIn }: Asked) => {
  const one = await bench.draw(kind, seed, number);
  if (keepIn !== undefined) {
    keep(one, keepIn);
    process.send?.({ kept: true });
    return;
  }
  const before = process.cpuUsage();
  let answer: object;
  try {
    answer = await bench.try(one);
  } catch (error) {
    answer = {
      codes: [],
      fault: `it throws ${error instanceof Error ? error.stack : String(error)}`,
    };
  }
  const { user, system } = process.cpuUsage(before);
  const { rss } = process.memoryUsage();
  process.send?.({
    ...answer,
    cpu_s: (user + system) / 1e6,
    rss_MB: rss / 1e6,
    most_MB: process.resourceUsage().maxRSS / 1e3,
  });
});

function keep({ files, commands }: Case, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const lines = commands.map((words) => `latsim ${words.map(quoted).join(' ')}\n`);
  writeFileSync(join(folder, 'commands.txt'), lines.join(''));
}

function quoted(word: string): string {
  return /^[\w./=:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
