import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const installed = dirname(createRequire(import.meta.url).resolve('latsim/package.json'));
const logger = fileURLToPath(new URL('./per-deployment-lock.mjs', import.meta.url));

it('my logger keeps the fast group preferred', { timeout: 60_000 }, () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(installed, 'bin/latsim.js'),
      ...['gate', '16x4', '--logger', logger, '--json'],
      ...['--expect', 'share(gpt-4.1) >= 85%', '--expect', 'lost == 0'],
    ],
    { encoding: 'utf8' },
  );
  // Wrong usage has nothing on stdout; what is wrong stands on stderr.
  expect(stdout, stderr).not.toBe('');
  const notPassed = JSON.parse(stdout)
    .runs.flatMap(({ expectations }) => expectations)
    .filter(({ passed }) => passed !== true);
  expect(notPassed).toEqual([]);
});
