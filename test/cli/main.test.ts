import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { goldenText } from '../worlds/replay/recordings.js';
import { built, latsim, surrounded } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';
import { USER_LOGGERS } from './loggers-of-users.js';

const CONFIG = `
model_list:
  - { model_name: medium, litellm_params: { model: openai/slow } }
  - { model_name: medium, litellm_params: { model: openai/fast } }
`;

const LOG = [
  'startTime,endTime,model_group,model,call_type,cache_hit,status',
  ...['slow', 'fast'].map(
    (model, i) =>
      `2026-03-01T00:00:0${i}Z,2026-03-01T00:00:0${i + 2}Z,medium,${model},acompletion,false,success`,
  ),
].join('\n');

const RECORDING = goldenText('v1.76.1', '05_placeholders_healthy_subsets.jsonl.gz');

const cwd = workFolder({
  'small.yaml': SMALL,
  'expects.yaml': `${SMALL}expect: [lost == 0]\n`,
  'bad.yaml': 'duraton: 1s',
  'config.yaml': CONFIG,
  'spend.csv': LOG,
  'recording.jsonl': RECORDING,
});

describe('commands in one process', () => {
  const commands = [
    ['run', 'small.yaml', '--color'],
    ['run', 'expects.yaml'],
    ['run', 'bad.yaml'],
    ['compare', 'small.yaml', '--json'],
    ['explore', '--logger', 'unlocked'],
    ['trace', 'small.yaml'],
    ['replay', 'recording.jsonl'],
    ['list'],
    ['rnu'],
    ['run', '--help'],
  ];

  it('do at a time what each does alone', async () => {
    const alone = [];
    for (const args of commands) alone.push(await latsim(args, { cwd }));
    expect(alone.map(({ code }) => code)).toEqual([0, 1, 2, 0, 1, 0, 0, 0, 2, 0]);
    const together = await Promise.all(commands.map((args) => latsim(args, { cwd })));
    expect(together).toEqual(alone);
  });

  it('leave nothing behind: no listener, exit code or other working folder', async () => {
    const around = surrounded({ cwd });
    const ofProcess = () => [
      process.exitCode,
      process.cwd(),
      ...['SIGINT', 'SIGTERM'].map((name) => process.listenerCount(name)),
      process.stdout.listenerCount('error'),
    ];
    const before = ofProcess();
    for (const args of commands) await main(args, around.io);
    expect(around.io.interrupt.isAttended).toBe(false);
    expect(ofProcess()).toEqual(before);
  });
});

describe('a path that the user gives', () => {
  it.each([
    ['run', 'small.yaml', '--events', 'out'],
    ['compare', 'small.yaml', '--output', 'out'],
    ['explore', '--logger', 'locked', '--output', 'out'],
    ['trace', 'small.yaml', '--output', 'out'],
    ['import', 'config.yaml', '--logs', 'spend.csv', '--output', 'out'],
  ])('is looked up in the working folder: %s %s %s %s', async (...args) => {
    const folder = workFolder({ 'small.yaml': SMALL, 'config.yaml': CONFIG, 'spend.csv': LOG });
    const { code, stderr } = await latsim(args, { cwd: folder });
    expect(code, stderr).toBe(0);
    expect(existsSync(join(folder, 'out'))).toBe(true);
  });

  it.each([
    [['validate', 'bad.yaml'], 'bad.yaml:1:1: unknown key "duraton"'],
    [['gate', 'bad.yaml'], 'bad.yaml:1:1: unknown key "duraton"'],
    [
      ['gate', 'expects.yaml', '--baseline', 'config.yaml'],
      'config.yaml:1:1: this is not a baseline',
    ],
    [['gate', 'expects.yaml', '--save-baseline', 'expects.yaml'], 'is also a scenario'],
    [['gate', 'expects.yaml', '--reporter', 'json=no/json'], 'no/json cannot be written'],
    [['merge', 'config.yaml'], 'config.yaml:1:1: this is not a shard'],
    [['import', 'config.yaml', '--output', 'config.yaml'], 'config.yaml is what is imported'],
    [['import', 'config.yaml', '--output-dir', 'spend.csv'], 'spend.csv cannot be written to'],
  ])('%j finds it there', async (args, said) => {
    const { code, stderr } = await latsim(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it("finds a user's own logger there", async () => {
    const folder = workFolder({ 'small.yaml': SMALL, ...USER_LOGGERS });
    const args = ['run', 'small.yaml', '--logger', './no-view.mjs'];
    const { code, stderr } = await built(args, { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('has no method view');
  });

  it('makes a folder there', async () => {
    const folder = workFolder({ 'config.yaml': CONFIG });
    mkdirSync(join(folder, 'deep'));
    const args = ['import', 'config.yaml', '--output-dir', 'deep/new'];
    const { code, stdout } = await latsim(args, { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain('latsim run deep/new/medium.yaml');
    expect(readFileSync(join(folder, 'deep/new/medium.yaml'), 'utf8')).toContain('fleet:');
  });
});

describe('the surroundings', () => {
  it('have a terminal, which decides about the width of help', async () => {
    const widest = async (tty: boolean) => {
      const { stdout } = await latsim(['--help'], { tty, columns: 200 });
      return Math.max(...stdout.split('\n').map(({ length }) => length));
    };
    expect(await widest(true)).toBeGreaterThan(80);
    expect(await widest(false)).toBeLessThanOrEqual(80);
  });

  it('have a terminal, at whose edge messages are broken; in a pipe they are whole', async () => {
    const widest = async (tty: boolean) => {
      const args = ['explore', '--profile', 'head2026r', '--no-color'];
      const { stderr } = await latsim(args, { tty, columns: 60 });
      return Math.max(...stderr.split('\n').map(({ length }) => length));
    };
    expect(await widest(true)).toBeLessThanOrEqual(60);
    expect(await widest(false)).toBeGreaterThan(80);
  });

  it('have standard input', async () => {
    const { code, stdout } = await latsim(['replay', '-'], { stdin: gzipSync(RECORDING) });
    expect(code).toBe(0);
    expect(stdout).toContain('v1.76.1');
  });
});
