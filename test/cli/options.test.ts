import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CLEAR } from '../../src/cli/harmless-io.js';
import { latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';

/* One vocabulary: the same option means the same everywhere, and what it was called is still read. */

const EXPECTS = `${SMALL}expect: [rejected == 0]\n`;
const CONFIG = `model_list:
  - { model_name: a, litellm_params: { model: openai/x } }
  - { model_name: a, litellm_params: { model: openai/y } }
  - { model_name: b, litellm_params: { model: openai/x } }
  - { model_name: b, litellm_params: { model: openai/y } }
`;
const cwd = workFolder({ 'small.yaml': SMALL, 'expects.yaml': EXPECTS, 'config.yaml': CONFIG });
const run = (...args: string[]) => latsim(args, { cwd });
const one = ['--threads', '1'];

describe('by the names that options had at first', () => {
  it.each([
    ['run', ['small.yaml', ...one, '-n', '2'], ['small.yaml', ...one, '--seeds', '2']],
    [
      'compare',
      ['small.yaml', ...one, '-n', '1', '-l', 'locked', '-l', 'unlocked'],
      ['small.yaml', ...one, '-n', '1', '--loggers', 'locked, unlocked'],
    ],
    [
      'gate',
      ['expects.yaml', '--fixed', '-n', '2', '--threads', '1'],
      ['expects.yaml', '--fixed', '--seeds', '2', '--workers', '1'],
    ],
    [
      'explore',
      ['-l', 'unlocked', '--search', 'random', '--schedules', '9'],
      ['-l', 'unlocked', '--strategy', 'random', '--schedules', '9'],
    ],
    [
      'import',
      ['config.yaml', '--model-group', 'a', '--processes', '3', '-o', '-'],
      ['config.yaml', '--model-name', 'a', '--workers', '3', '-o', '-'],
    ],
  ])('%s is the same', async (command, now, before) => {
    const ended = await run(command, ...now);
    expect(await run(command, ...before)).toEqual(ended);
    expect([0, 1]).toContain(ended.code);
    expect(ended.stdout).not.toBe('');
  });

  it('both are fine where they agree', async () => {
    const both = await run('run', 'small.yaml', '-n', '1', '--seeds', '1', ...one);
    expect(both.code).toBe(0);
  });

  it.each([
    [['run', 'small.yaml', '-n', '3', '--seeds', '2'], '--replications 3 and --seeds 2 contradict'],
    [
      ['compare', 'small.yaml', '-l', 'locked', '--loggers', 'unlocked'],
      '--logger locked and --loggers unlocked contradict',
    ],
    [
      ['explore', '-l', 'locked', '--search', 'pct', '--strategy', 'random'],
      '--search pct and --strategy random contradict',
    ],
    [['explore', '-l', 'locked', '--strategy', 'least-busy'], 'exhaustive, random, pct'],
  ])('%j is refused', async (args, said) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

describe('an option that is not known', () => {
  it.each([
    [['run', 'small.yaml', '--workers', '2'], '--threads'],
    [['run', 'small.yaml', '--replicatons', '2'], '--replications'],
    [['trace', 'small.yaml', '--loggers', 'a,b'], '--logger'],
    [['explore', '--strategi', 'random'], '--search'],
    [['diagnose', 'small.yaml', '--modelname=a'], '--model-group'],
  ])('%j is told the nearest one', async (args, meant) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(`  = did you mean ${meant}?\n`);
  });

  it('or none', async () => {
    const { stderr } = await run('run', 'small.yaml', '--nonsense');
    expect(stderr).not.toContain('did you mean');
  });
});

it.each(['run', 'trace', 'explore'])('%s takes one logger, and names compare', async (command) => {
  const { code, stderr } = await run(command, 'small.yaml', '-l', 'locked', '-l', 'atomic');
  expect(code).toBe(2);
  expect(stderr).toContain('latsim compare ... --logger a --logger b');
});

describe('a report goes where --output says, in the form of its ending', () => {
  it.each([
    [['run', 'small.yaml', '-n', '1', ...one], 'run.json', /^\{\n/],
    [['run', 'small.yaml', '-n', '1', ...one], 'run.txt', /\bslow\b/],
    [['gate', 'expects.yaml', '-n', '2', '--fixed', ...one], 'gate.xml', /^<\?xml/],
    [['gate', 'expects.yaml', '-n', '2', '--fixed', ...one], 'gate.md', /^### The gate passes/],
  ])('%j --output %s', async (args, file, content) => {
    const { code, stdout } = await run(...args, '-o', file);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(readFileSync(join(cwd, file), 'utf8')).toMatch(content);
  });

  it('of a gate beside others', async () => {
    const args = ['gate', 'expects.yaml', '-n', '2', '--fixed', ...one];
    const { stdout } = await run(...args, '-o', 'b.md', '--reporter', 'text');
    expect(stdout).toContain('The gate passes');
    expect(readFileSync(join(cwd, 'b.md'), 'utf8')).toContain('pass');
  });

  it('a shard has any ending but that of another form', async () => {
    const { code } = await run(
      'gate',
      'expects.yaml',
      '--shard',
      '1/1',
      ...one,
      '-o',
      'shard.part',
    );
    expect(code).toBe(0);
    const merged = await run('merge', 'shard.part', '-f', 'md');
    expect(merged.stdout).toMatch(/^### The gate passes/);
  });

  it.each([
    [['run', 'small.yaml', '-f', 'mermaid'], 'text, markdown, svg, html, json, perfetto'],
    [['run', 'small.yaml', '-f', 'json', '-o', 'x.txt'], 'contradict'],
    [['run', 'small.yaml', '-o', 'x.jsonl', '--events', 'x.jsonl'], 'does not write JSON Lines'],
    [['run', 'small.yaml', '-o', 'same', '--events', 'same'], 'which is also --output'],
    [['run', 'small.yaml', '-o', 'small.yaml'], 'which is also a scenario'],
    [['gate', 'expects.yaml', '-o', 'x.svg'], 'junit (.xml)'],
    [['gate', 'expects.yaml', '--shard', '1/2', '-f', 'json'], 'a shard judges nothing'],
    [['merge', 'expects.yaml', '-f', 'json', '--reporter', 'text'], 'this is not a shard'],
  ])('%j is refused', async (args, said) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

describe('-q', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('shows no progress', async () => {
    // A second passes whenever somebody looks at the clock: there is always progress to be shown.
    let now_ms = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => {
      now_ms += 1000;
      return now_ms;
    });
    const shown = async (...more: string[]) =>
      (await latsim(['run', 'small.yaml', ...one, ...more], { cwd, tty: true })).stderr;
    expect(await shown()).toContain(CLEAR);
    expect(await shown('-q')).toBe('');
    expect(await shown('--quiet')).toBe('');
  });
});
