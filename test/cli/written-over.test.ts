import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latsim } from './in-process.js';
import { workFolder } from './latsim.js';

const SMALL = `fleet:
  groups:
    - { name: slow, deployments: 2, latency: { distribution: empirical, file: ./slow.txt } }
    - { name: fast, deployments: 2, latency: { distribution: constant, value: 1s } }
load: { kind: poisson, rate: 1/s }
duration: 60s
replications: 2
`;
const LOGGER = 'export default {};\n';
const FILES = { 'small.yaml': SMALL, 'slow.txt': '2\n3\n', 'mine.mjs': LOGGER };

const observed = ['--observed', 'slow=2,fast=1'];

/** Promise: no output takes the place of what is read for it. */
describe('what a command reads is not written over', () => {
  it.each([
    [['run', 'small.yaml', '--events', 'small.yaml'], 'small.yaml', 'a scenario'],
    [['run', 'small.yaml', '--events', './slow.txt'], './slow.txt', 'a file that a scenario names'],
    [
      ['run', 'small.yaml', '--logger', './mine.mjs', '--events', 'mine.mjs'],
      'mine.mjs',
      'a logger',
    ],
    [['compare', 'small.yaml', '--output', 'small.yaml'], 'small.yaml', 'a scenario'],
    [
      ['compare', 'small.yaml', '--loggers', 'locked,./mine.mjs', '--output', 'mine.mjs'],
      'mine.mjs',
      'a logger',
    ],
    [
      ['trace', 'small.yaml', '--logger', './mine.mjs', '--output', 'mine.mjs'],
      'mine.mjs',
      'a logger',
    ],
    [['explore', '--logger', './mine.mjs', '--output', 'mine.mjs'], 'mine.mjs', 'a logger'],
    [['diagnose', 'small.yaml', ...observed, '--output', 'small.yaml'], 'small.yaml', 'a scenario'],
  ])('latsim %j', async (args, path, what) => {
    const cwd = workFolder(FILES);
    const { code, stdout, stderr } = await latsim(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`would write to ${path}, which is also ${what}`);
    for (const [name, text] of Object.entries(FILES)) {
      expect(readFileSync(join(cwd, name), 'utf8')).toBe(text);
    }
  });

  it('a file of its own is written', async () => {
    const cwd = workFolder(FILES);
    const args = ['run', 'small.yaml', '--events', 'events.jsonl', '--threads', '1'];
    expect((await latsim(args, { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'events.jsonl'), 'utf8')).toContain('{');
  });
});
