import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formOf } from '../../src/cli/form.js';
import { latsim } from './in-process.js';
import { HELP, SMALL, workFolder } from './latsim.js';

const cwd = workFolder({ 'small.yaml': SMALL });
const run = (...args: string[]) => latsim(args, { cwd });
const quick = ['--seeds', '1', '--threads', '1'];
const observed = ['--observed', 'slow=9,fast=1'];

it('an option says the form of a report, or else the name of its file', () => {
  const forms = ['text', 'markdown', 'svg', 'json'] as const;
  const named = (output: string) => formOf({ output }, forms);
  expect(formOf({}, forms)).toBe('text');
  expect(formOf({ json: true }, forms)).toBe('json');
  expect(formOf({ format: 'svg' }, forms)).toBe('svg');
  expect(formOf({ format: 'json', json: true, output: 'x.JSON' }, forms)).toBe('json');
  expect(formOf({ format: 'svg', output: 'picture' }, forms)).toBe('svg');
  expect(['a.svg', 'a.MD', 'a.json', 'a.txt', 'a', 'a.svg.gz', '-', 'a.b/c'].map(named)).toEqual([
    'svg',
    'markdown',
    'json',
    'text',
    'text',
    'text',
    'text',
    'text',
  ]);
});

describe('a file has in it what its name says', () => {
  it.each<[string[], string, RegExp]>([
    [['compare', 'small.yaml', ...quick], 'a.svg', /^<svg /],
    [['compare', 'small.yaml', ...quick], 'a.md', /^### small/],
    [['compare', 'small.yaml', ...quick], 'a.json', /^\{\n/],
    [['trace', 'small.yaml', ...quick], 'b.mmd', /^sequenceDiagram/],
    [['trace', 'small.yaml', ...quick], 'b.json', /^\{\n/],
    [['explore', '--logger', 'unlocked'], 'c.svg', /^<svg /],
    [['explore', '--logger', 'unlocked'], 'c.txt', /^unlocked loses an update in 4 of 6 orders/],
  ])('%j --output %s', async (args, file, content) => {
    const { code, stdout } = await run(...args, '--output', file);
    expect([0, 1]).toContain(code);
    expect(stdout).toBe('');
    expect(readFileSync(join(cwd, file), 'utf8')).toMatch(content);
  });

  it('- is standard output', async () => {
    const { stdout } = await run('trace', 'small.yaml', ...quick, '--output', '-');
    expect(stdout).toContain('Lost update 1');
    expect(existsSync(join(cwd, '-'))).toBe(false);
  });
});

describe('what contradicts itself is refused, and nothing is written', () => {
  it.each([
    [['compare', 'small.yaml', '--format', 'svg', '--output', 'x.md'], 'in .svg'],
    [['run', 'small.yaml', '--by', 'deployment', '-o', 'x.svg'], 'markdown (.md) or json (.json)'],
    [['compare', 'small.yaml', '--format', 'svg', '--json'], 'give one of them'],
    [['compare', 'small.yaml', '--json', '--output', 'x.svg'], 'leave --json out'],
    [['compare', 'small.yaml', '--output', 'x.xml'], 'text (.txt), markdown (.md), svg'],
    [['trace', 'small.yaml', '--output', 'x.csv'], 'mermaid (.mmd)'],
    [['explore', '--logger', 'unlocked', '--output', 'x.csv'], 'json (.json)'],
    [['explore', '--all', '--format', 'svg'], 'text (.txt), markdown (.md) or json (.json)'],
    [['explore', '--all', '--output', 'x.svg'], 'text (.txt), markdown (.md) or json (.json)'],
    [['diagnose', 'small.yaml', ...observed, '--output', 'x.svg'], 'markdown (.md) or json'],
    [['diagnose', 'small.yaml', ...observed, '--json', '--output', 'x.txt'], 'in .json'],
    [['gate', 'small.yaml', '--expect', 'lost == 0', '--reporter', 'junit=x.md'], 'junit (.xml)'],
    [['gate', 'small.yaml', '--threads', '1', '--workers', '2'], 'give --threads alone'],
    [['gate', 'small.yaml', '--save-baseline', '-', '--expect', 'lost == 0'], 'name one'],
    [['run', 'small.yaml', '--events', '-'], 'name a file'],
    [['run', 'small.yaml', '--events', 'x.csv'], 'jsonl (.jsonl)'],
    [['import', 'small.yaml', '--output', 'x.svg'], 'yaml (.yaml)'],
    [['gate', 'small.yaml', '--expect', 'lost == 0', '--save-baseline', 'x.xml'], 'json (.json)'],
    [['compare', 'small.yaml', '--output', 'x.png'], 'there is svg (.svg)\n'],
    [['compare', 'small.yaml', '--output', 'x.xml'], 'does not write JUnit (.xml) there'],
    [['explore', '--logger', 'locked', '--logger', 'atomic'], 'give it once'],
  ])('%j', async (args, remedy) => {
    const before = readdirSync(cwd);
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(remedy);
    expect(stderr).toMatch(HELP);
    expect(readdirSync(cwd)).toEqual(before);
  });
});
