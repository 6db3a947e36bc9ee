import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  explore,
  type Logger,
  LoggerFault,
  loggers,
  ScenarioError,
  scheduleText,
  simulate,
} from '../../src/index.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { codeOf, pages, ROOT } from '../docs/page.js';

const GUIDE = 'docs/guide/check-your-own-logger.md';

describe('the example in the guide', () => {
  it('is the test file that stands beside it', () => {
    const guide = pages().find(({ path }) => path === GUIDE)!;
    const [block] = codeOf(guide, 'js').filter(({ file }) => file?.endsWith('.test.mjs'));
    const file = readFileSync(join(ROOT, block?.file as string), 'utf8');
    expect(`${block?.lines.join('\n')}\n`).toBe(file);
  });

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
    expect(result).toMatchObject({ success: true, numTotalTests: 6, numPassedTests: 6 });
  }, 30_000);
});

describe('explore', () => {
  it('needs a logger and nothing else', () => {
    const [unlocked] = loggers;
    const { schedules, lossless, states, violation } = explore({ logger: unlocked! });
    expect({ schedules, lossless, states }).toEqual({ schedules: 6n, lossless: 2n, states: 12 });
    expect(violation?.kind).toBe('lost-update');
    expect(scheduleText(violation?.schedule ?? [])).toBe('1,2,1,2');
  });

  it('names what a logger does wrong', () => {
    const logger: Logger = {
      ...loggers[0]!,
      name: 'wrong',
      *record() {
        yield 5 as never;
      },
    };
    expect(() => explore({ logger })).toThrow(LoggerFault);
    expect(() => explore({ logger })).toThrow(
      "logger 'wrong': in step 1 of record(), it yielded 5",
    );
  });
});

describe('simulate', () => {
  it('runs the text of a scenario', () => {
    const summary = simulate(SMALL, { set: ['seeds=2'] });
    expect(summary.replications).toHaveLength(2);
    expect(summary.samples.lost).toBeGreaterThan(0);
    const locked = loggers.find(({ name }) => name === 'locked')!;
    expect(simulate(SMALL, { logger: locked }).samples.lost).toBe(0);
  });

  it('names every problem of a scenario', () => {
    expect(() => simulate('duration: soon\nlogger: none\n')).toThrow(ScenarioError);
  });
});
