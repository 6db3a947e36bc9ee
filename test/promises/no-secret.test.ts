import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latsim } from '../cli/in-process.js';
import { lookForSecrets } from './planted.js';
import { writtenIn } from './written.js';

test('a command that shows a line of its input is found out', async () => {
  const shows: typeof latsim = async (args, { cwd = '' } = {}) => {
    const config = join(cwd, 'c.yaml');
    const [, line = ''] = existsSync(config)
      ? (readFileSync(config, 'utf8').match(/: sk-(.*)/) ?? [])
      : [];
    return { code: 2, stdout: '', stderr: line.length.toString() + line.slice(0, 4) };
  };
  await expect(lookForSecrets(0, 20, shows, writtenIn)).rejects.toThrow(
    'other secrets give other bytes',
  );
});

test('other secrets change no byte of what comes out, and none does', async () => {
  const { looked, named } = await lookForSecrets(0, 150, latsim, writtenIn);
  expect(looked).toBeGreaterThan(5 * named);
});
