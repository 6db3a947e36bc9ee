import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, latsim, SMALL, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { HAS_REDIS, Server } from './server.js';

/** Commands whose work is done by workers, as they are started. */

const PASSWORD = 'hidden-pass/word';
const folder = workFolder({
  ...USER_LOGGERS,
  'small.yaml': SMALL,
  'measured.yaml': SMALL.replace(
    '{ distribution: lognormal, p50: 2s, p95: 3s }',
    '{ distribution: empirical, file: times.txt }',
  ),
  'times.txt': Array.from({ length: 500 }, (_, i) => `${1 + i / 250}s`).join('\n'),
});

const COMMANDS = [
  ['sweep', 'small.yaml', '--vary', 'router.ttl=20s..60s:3', '--logger', './good.mjs'],
  ['sweep', 'measured.yaml', '--vary', 'router.ttl=20s..60s:3', '--measure', 'p95(latency)'],
  ['gate', 'small.yaml', '--expect', 'share(fast) >= 10%'],
  ['compare', 'small.yaml', '-n', '3'],
  ['run', 'small.yaml', '-n', '3', '--json'],
];

describe.skipIf(!HAS_REDIS)('over a queue', () => {
  let server: Server;
  let address: string;
  let worker: Promise<Ended>;
  let interrupt: () => void;

  beforeAll(async () => {
    server = await Server.started({ requirepass: PASSWORD });
    address = server.address.replace('//', `//:${encodeURIComponent(PASSWORD)}@`);
    await new Promise<void>((begun) => {
      worker = latsim(['worker', '--queue', address, '--threads', '2'], {
        cwd: folder,
        started: (child) => {
          interrupt = () => child.kill('SIGINT');
          child.stderr?.once('data', () => {
            expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain('hidden');
            begun();
          });
        },
      });
    });
  });

  afterAll(async () => {
    interrupt();
    const { code, stdout, stderr } = await worker;
    await server.kill();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^latsim: waiting for jobs at redis:\/\/127[^@]*\nlatsim: ending .*\n/);
    expect(stderr).toMatch(/latsim: \d+ jobs finished\n$/);
  });

  it.each(COMMANDS)('%s prints the same bytes, and leaves no key behind', async (...words) => {
    const queued = await latsim([...words, '--queue', address], { cwd: folder });
    const { code, stdout } = await latsim(words, { cwd: folder });
    expect(queued).toMatchObject({ code, stdout });
    expect(await server.keys()).toEqual([]);
  });

  it('a password is taken from the surroundings, too', async () => {
    const env = { REDISCLI_AUTH: PASSWORD };
    const { code, stderr } = await latsim(['run', 'small.yaml', '--queue', server.address], {
      cwd: folder,
      env,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('a password that is wrong is shown nowhere', async () => {
    const { code, stdout, stderr } = await latsim(
      ['run', 'small.yaml', `--queue=${address.replace('@', 'x@')}`],
      { cwd: folder },
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('wants another user or password');
    expect(stderr).toContain(`replay: latsim run small.yaml --queue=${server.address}\n`);
    expect(stderr).not.toContain('hidden');
  });

  it('a logger that the worker does not have is refused', async () => {
    const own = workFolder({ 'own.mjs': USER_LOGGERS['good.mjs'] as string, 'small.yaml': SMALL });
    const { code, stderr } = await latsim(
      ['run', 'small.yaml', '--logger', './own.mjs', '--queue', address],
      { cwd: own },
    );
    expect(code).toBe(2);
    expect(stderr).toContain('does not have the file of own (./own.mjs)');
  });

  async function interruptedOnceItAsks(child: ChildProcess): Promise<void> {
    while ((await server.keys()).length === 0) await setTimeout(50);
    child.kill('SIGINT');
  }

  it('an interrupt leaves no key behind', async () => {
    const { code, stderr } = await latsim(
      [
        'sweep',
        'small.yaml',
        '--vary',
        'seed=1..20:20',
        '--set',
        'duration=20h',
        '--queue',
        address,
      ],
      { cwd: folder, started: (child) => void interruptedOnceItAsks(child) },
    );
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted after');
    expect(await server.keys()).toEqual([]);
  });
});

describe('without a queue', () => {
  it('a worker ends with what to add', async () => {
    const { code, stderr } = await latsim(['worker']);
    expect(code).toBe(2);
    expect(stderr).toContain('a worker needs a queue\n  = add --queue redis://HOST');
  });

  it('whoever names one that cannot be reached is told', async () => {
    for (const words of [['worker'], ['run', '16x4']]) {
      const { code, stdout, stderr } = await latsim([
        ...words,
        '--queue',
        'redis://:a@127.0.0.1:1',
      ]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(
        'the queue at redis://127.0.0.1:1 cannot be reached: nobody listens',
      );
    }
  });

  it('one on another machine has to be meant', async () => {
    const { code, stderr } = await latsim(['run', '16x4', '--queue', 'redis://:a@redis.invalid']);
    expect(code).toBe(2);
    expect(stderr).toContain('is not on this machine');
    expect(stderr).toContain('add --allow-remote');
  });
});
