import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ReporterChoice, Reporters, reporter } from '../../src/cli/reporters.js';
import { placeAll } from '../../src/files/atomic-file.js';
import { MIXED } from '../report/gate/sample.js';
import { surrounded } from './in-process.js';
import { workFolder } from './latsim.js';

const folder = workFolder();

/** What goes to stdout and stderr when these reporters report. */
async function reported(choices: readonly ReporterChoice[], env: Record<string, string> = {}) {
  const { io, written } = surrounded({ env });
  const reporters = new Reporters(io, choices, false);
  await reporters.write(MIXED);
  placeAll(reporters.outcomes);
  reporters.close();
  return written();
}

describe('a reporter', () => {
  it('is a name, or a name and a file', () => {
    expect(reporter('junit')).toEqual([{ name: 'junit', file: undefined }]);
    expect(reporter('junit=a=b.xml', reporter('json'))).toEqual([
      { name: 'json', file: undefined },
      { name: 'junit', file: 'a=b.xml' },
    ]);
  });

  it.each([
    ['jnit', 'Did you mean "junit"'],
    ['', 'Use one of'],
    ['json=', 'Write a file'],
  ])('refuses %j', (given, said) => {
    expect(() => reporter(given)).toThrow(said);
  });
});

describe('reporters', () => {
  const json = { name: 'json', file: undefined } as const;

  it('give text where nothing else goes to standard output', async () => {
    expect((await reported([])).stdout).toContain('The gate fails');
    const file = join(folder, 'gate.xml');
    expect((await reported([{ name: 'junit', file }])).stdout).toContain('The gate fails');
    expect(readFileSync(file, 'utf8')).toContain('<testsuites>');
  });

  it('leave JSON pure, with annotations on stderr', async () => {
    const { stdout, stderr } = await reported([json], { GITHUB_ACTIONS: 'true' });
    expect(JSON.parse(stdout)).toMatchObject({ passed: false });
    expect(stderr).toMatch(/^::error /);
  });

  it('annotate after the text where GITHUB_ACTIONS is set, and append to the summary', async () => {
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'from another step\n');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { stdout } = await reported([], env);
    expect(stdout.indexOf('The gate fails')).toBeLessThan(stdout.indexOf('::error '));
    expect(readFileSync(summary, 'utf8')).toMatch(/^from another step\n### The gate fails: /);
  });

  it('annotate alone where only that is asked for', async () => {
    const { stdout } = await reported([{ name: 'github', file: undefined }]);
    expect(stdout).toMatch(/^::error .*\n::warning .*\n$/);
  });

  it('refuse two on standard output', async () => {
    const markdown = { name: 'markdown', file: undefined } as const;
    await expect(reported([json, markdown])).rejects.toThrow('json and markdown would both go');
  });

  it('say that a file cannot be written before anything is, and leave nothing behind', async () => {
    const before = readdirSync(folder);
    const choices = [
      { name: 'json', file: join(folder, 'new.json') },
      { name: 'junit', file: join(folder, 'missing', 'x.xml') },
    ] as const;
    expect(() => new Reporters(surrounded().io, choices, false)).toThrow('no such folder');
    expect(readdirSync(folder)).toEqual(before);
  });
});
