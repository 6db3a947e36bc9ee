import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { explore, loggers } from '../../src/index.js';
import { workFolder } from '../cli/latsim.js';
import { codeOf, pages, ROOT } from '../docs/page.js';

/** Promise: what the command line answers a program can ask for; `test/library` has the rest. */

describe.each(['docs/guide/check-your-own-logger.md', 'docs/guide/gate-in-ci.md'])(
  'the example in %s',
  (path) => {
    it('is the test file that stands beside it', () => {
      const guide = pages().find((page) => page.path === path)!;
      const [block] = codeOf(guide, 'js').filter(({ file }) => file?.endsWith('.test.mjs'));
      const file = readFileSync(join(ROOT, block?.file as string), 'utf8');
      expect(`${block?.lines.join('\n')}\n`).toBe(file);
    });
  },
);

describe('the examples', () => {
  it('passes in the vitest suite of a project that has latsim installed', async () => {
    const folder = workFolder();
    cpSync(join(ROOT, 'docs/guide/examples'), folder, { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/latsim'), 'dir');
    symlinkSync(join(ROOT, 'node_modules/vitest'), join(folder, 'node_modules/vitest'), 'dir');
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const { VITEST, VITEST_MODE, VITEST_POOL_ID, VITEST_WORKER_ID, ...env } = process.env;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [vitest, 'run', '--root', folder, '--reporter', 'json'],
      { cwd: folder, env },
    );
    const result = JSON.parse(stdout.slice(stdout.indexOf('{')));
    expect(result).toMatchObject({ success: true, numTotalTests: 7, numPassedTests: 7 });
  }, 30_000);
});

describe('explore', () => {
  it('needs a logger and nothing else', async () => {
    const { schedules, lossless, states, violation } = await explore({ logger: loggers[0]! });
    expect({ schedules, lossless, states }).toEqual({ schedules: 6, lossless: 2, states: 12 });
    expect(violation).toMatchObject({ kind: 'lost-update', schedule: '1,2,1,2' });
  });
});
