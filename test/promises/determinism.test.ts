import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { listShipped } from '../../src/files/read.js';
import { latsim } from '../cli/in-process.js';
import { batch, type Ended, SMALL, workFolder } from '../cli/latsim.js';

/** Promise: same scenario, same seed, same version: the same bytes on stdout. */

const cwd = workFolder({ 'small.yaml': SMALL });

const ELSEWHERE = { LANG: 'tr_TR.UTF-8', LC_ALL: 'de_DE.UTF-8', TZ: 'Pacific/Chatham' };

const COMMANDS = [
  ...listShipped().map(({ name }) => ['run', name, '--seeds', '2']),
  ...['text', 'json', 'markdown', 'svg'].map((format) => [
    'compare',
    'small.yaml',
    '--format',
    format,
  ]),
];
const here: Ended[] = [];
let elsewhere: Ended[];
beforeAll(async () => {
  const other = batch(COMMANDS, { cwd, env: ELSEWHERE });
  for (const command of COMMANDS) here.push(await latsim(command, { cwd }));
  elsewhere = await other;
});

describe('the same bytes', () => {
  it.for(COMMANDS.map((command, i) => [command.join(' '), i] as const))(
    '%s: twice, in another process, locale and time zone',
    ([, i]) => {
      expect(here[i]?.code).toBe(0);
      expect(elsewhere[i]).toEqual(here[i]);
    },
  );

  it('of the events, and writing them changes no result', async () => {
    const plain = await latsim(['run', 'small.yaml', '--json'], { cwd });
    const written = [];
    for (const file of ['a.jsonl', 'b.jsonl']) {
      const ended = await latsim(['run', 'small.yaml', '--json', '--events', file], { cwd });
      expect(ended).toEqual({ ...plain, stderr: `latsim: wrote ${file}\n` });
      written.push(readFileSync(join(cwd, file), 'utf8'));
    }
    expect(written[1]).toBe(written[0]);
  });

  it('of a replication alone and inside its set', async () => {
    const all = JSON.parse((await latsim(['run', 'small.yaml', '--json'], { cwd })).stdout);
    for (const i of [0, 1, 2]) {
      const args = ['run', 'small.yaml', '--json', '--replication', String(i)];
      const alone = JSON.parse((await latsim(args, { cwd })).stdout);
      expect(alone.replications).toEqual([all.replications[i]]);
      expect(alone).toMatchObject({ replication: i, seeds: 10, partial: false });
    }
  });

  it('of a larger set and a smaller one, as far as both go', async () => {
    const run = async (seeds: string) =>
      JSON.parse((await latsim(['run', 'small.yaml', '--json', '--seeds', seeds], { cwd })).stdout);
    const [small, large] = await Promise.all([run('3'), run('5')]);
    expect(large.replications.slice(0, 3)).toEqual(small.replications);
  });
});

it('another seed is another run', async () => {
  const hash = async (seed: string) =>
    JSON.parse((await latsim(['run', 'small.yaml', '--json', '--seed', seed], { cwd })).stdout)
      .traceHash;
  expect(await hash('2')).not.toBe(await hash('1'));
});
