import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type ReporterChoice, Reporters, reporter } from '../../src/cli/reporters.js';
import { MIXED } from '../report/gate/sample.js';
import { workFolder } from './latsim.js';

const folder = workFolder();

/** What goes to stdout and stderr when these reporters report. */
async function written(choices: readonly ReporterChoice[], env: Record<string, string> = {}) {
  const texts = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      texts[name] += String(text);
      return true;
    }),
  );
  try {
    const reporters = new Reporters(choices, { color: false, env });
    await reporters.write(MIXED);
    reporters.close();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return texts;
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
    expect((await written([])).stdout).toContain('The gate fails');
    const file = join(folder, 'gate.xml');
    expect((await written([{ name: 'junit', file }])).stdout).toContain('The gate fails');
    expect(readFileSync(file, 'utf8')).toContain('<testsuites>');
  });

  it('leave JSON pure, with annotations on stderr', async () => {
    const { stdout, stderr } = await written([json], { GITHUB_ACTIONS: 'true' });
    expect(JSON.parse(stdout)).toMatchObject({ passed: false });
    expect(stderr).toMatch(/^::error /);
  });

  it('annotate after the text where GITHUB_ACTIONS is set, and append to the summary', async () => {
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'from another step\n');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { stdout } = await written([], env);
    expect(stdout.indexOf('The gate fails')).toBeLessThan(stdout.indexOf('::error '));
    expect(readFileSync(summary, 'utf8')).toMatch(/^from another step\n### latsim gate: /);
  });

  it('annotate alone where only that is asked for', async () => {
    const { stdout } = await written([{ name: 'github', file: undefined }]);
    expect(stdout).toMatch(/^::error .*\n::warning .*\n$/);
  });

  it('refuse two on standard output', async () => {
    const markdown = { name: 'markdown', file: undefined } as const;
    await expect(written([json, markdown])).rejects.toThrow('json and markdown would both go');
  });

  it('say that a file cannot be written before anything is, and leave nothing behind', async () => {
    const before = readdirSync(folder);
    const choices = [
      { name: 'json', file: join(folder, 'new.json') },
      { name: 'junit', file: join(folder, 'missing', 'x.xml') },
    ] as const;
    expect(() => new Reporters(choices, { color: false, env: {} })).toThrow('no such folder');
    expect(readdirSync(folder)).toEqual(before);
  });
});
