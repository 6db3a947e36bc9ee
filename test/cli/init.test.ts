import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readText } from '../../src/files/read.js';
import { STORE_NAMES } from '../../src/model/stores/index.js';
import { built, latsim } from './in-process.js';
import { workFolder } from './latsim.js';

const quick = ['--threads', '1', '--set', 'duration=120s'];

describe('what init writes works at once', () => {
  it.each(STORE_NAMES)('a scenario and a gate on %s', async (store) => {
    const cwd = workFolder();
    const run = (...args: string[]) => latsim(args, { cwd });
    expect((await run('init', 'scenario', 's.yaml', '--store', store)).code).toBe(0);
    expect((await run('run', 's.yaml', '-n', '1', ...quick)).code).toBe(0);
    expect(await run('init', 'gate', '--store', store)).toMatchObject({
      stdout: 'Next: Check it:\n    latsim gate gate.yaml\n',
      stderr: 'latsim: wrote gate.yaml\n',
    });
    const { code, stdout: said } = await run('gate', 'gate.yaml', '-n', '10', ...quick);
    expect([code, said]).toEqual([0, expect.stringContaining('The gate passes')]);
  });

  it('a logger', async () => {
    const cwd = workFolder();
    const { stdout } = await built(['init', 'logger', 'mine.mjs'], { cwd });
    expect(stdout).toContain('\n    latsim explore --logger ./mine.mjs\n');
    const explored = await built(['explore', '--logger', './mine.mjs', '--tasks', '2'], { cwd });
    expect([explored.code, explored.stdout]).toEqual([
      0,
      expect.stringMatching(/No violation found|no violation/),
    ]);
  });

  it('a scenario in another folder with a logger beside it', async () => {
    const cwd = workFolder();
    await latsim(['init', 'logger', 'mine.mjs'], { cwd });
    await latsim(['init', 'scenario', 'a/b/s.yaml', '-l', './mine.mjs'], { cwd });
    expect(readFileSync(join(cwd, 'a/b/s.yaml'), 'utf8')).toContain('logger: "../../mine.mjs"\n');
    expect((await latsim(['validate', 'a/b/s.yaml'], { cwd })).code).toBe(0);
  });

  it('a workflow beside a gate', async () => {
    const cwd = workFolder();
    await latsim(['init', 'gate', 'g.yml', '--workflow'], { cwd });
    const workflow = readFileSync(join(cwd, '.github/workflows/latsim.yml'), 'utf8');
    expect(workflow).toContain('npx latsim gate g.yml --strict\n');
  });

  it('- is standard output', async () => {
    const { stdout } = await latsim(['init', 'scenario', '-']);
    expect(stdout).toMatch(/^# A scenario/);
  });
});

it('nothing is written over without --force', async () => {
  const cwd = workFolder({ 's.yaml': 'mine' });
  const refused = await latsim(['init', 'scenario', 's.yaml'], { cwd });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('there already') });
  expect(readFileSync(join(cwd, 's.yaml'), 'utf8')).toBe('mine');
  expect((await latsim(['init', 'scenario', 's.yaml', '--force'], { cwd })).code).toBe(0);
  // All or nothing.
  writeFileSync(join(cwd, '.github'), '');
  const gate = await latsim(['init', 'gate', '--workflow'], { cwd });
  expect(gate.code).toBe(2);
  expect(existsSync(join(cwd, 'gate.yaml'))).toBe(false);
});

it.each([
  [['logger', 'x.yaml'], 'ends as logger.mjs does'],
  [['scenario', 'x.mjs'], 'ends as scenario.yaml does'],
  [['logger', '--store', 'remote'], '--store has no use for a logger'],
  [['scenario', '--workflow'], '--workflow has no use for a scenario'],
  [['scenario', '-l', 'lokced'], 'did you mean "locked"'],
  [['scenaro'], 'did you mean "scenario"?'],
  [[], 'name one of scenario, logger, strategy, gate'],
])('init %j is refused', async (args, said) => {
  const { code, stderr } = await latsim(['init', ...args], { cwd: workFolder() });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

it('asks on a terminal', async () => {
  const cwd = workFolder();
  const answers = ['scnario', 'scenario', 'mine.yaml', '', 'tiered'];
  const stdin = Object.assign(Readable.from([Buffer.from(`${answers.join('\n')}\n`)]), {
    isTTY: true,
  });
  const { code, stderr } = await latsim(['init'], { cwd, tty: true, stdin });
  expect([code, stderr]).toEqual([0, expect.stringContaining('did you mean "scenario"?')]);
  const written = readFileSync(join(cwd, 'mine.yaml'), 'utf8');
  expect(written).toContain('kind: tiered');
  expect(written).toContain('logger: unlocked');
});

describe('show', () => {
  it('prints a shipped scenario as it is', async () => {
    const { code, stdout } = await latsim(['show', '16x4']);
    expect(code).toBe(0);
    expect(stdout).toBe(readText('scenarios/16x4.yaml', { shown: '', of: 'scenario' }));
  });

  it.each([
    ['16x5', 'did you mean "16x4"?'],
    ['scenarios/tiered-redi.yaml', 'did you mean "tiered-redis"?'],
    ['nothing-like-it-at-all', 'use one of'],
  ])('%s is told the nearest', async (name, said) => {
    const { code, stderr } = await latsim(['show', name]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
