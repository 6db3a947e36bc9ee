import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { explore, loggers } from '../../src/index.js';
import { workFolder } from '../cli/latsim.js';
import { codeOf, pageAt, ROOT } from '../docs/page.js';

/** Promise: what the command line answers a program can ask for; `test/library` has the rest. */

describe('the examples', () => {
  it('are shown where it is said how to test a logger', () => {
    const shown = codeOf(pageAt('docs/maintainer.md'), 'js').map(({ file }) => file);
    const tests = readdirSync(join(ROOT, 'docs/examples')).filter((name) => /\.test\./.test(name));
    expect(shown).toEqual(expect.arrayContaining(tests.map((name) => `docs/examples/${name}`)));
  });

  it('passes in the vitest suite of a project that has latsim installed', async () => {
    const folder = workFolder();
    cpSync(join(ROOT, 'docs/examples'), folder, { recursive: true });
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
