import type { ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { latsim, SMALL, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { HAS_REDIS, Server } from './server.js';

/** `latsim live --forced`, as it is started. */

const PASSWORD = 'hidden-pass/word';
/** For ever, as far as a test goes. */
const LONG = '100000';
const LOGGERS = ['unlocked', 'locked', 'locked-distributed', 'atomic', 'compare-and-set'];
const folder = workFolder({ ...USER_LOGGERS, 'small.yaml': SMALL });

describe.skipIf(!HAS_REDIS)('a forced schedule', () => {
  let server: Server;

  beforeAll(async () => {
    server = await Server.started({ requirepass: PASSWORD });
  });
  afterEach(async () => expect(await server.keys()).toEqual([]));
  afterAll(() => server.kill());

  const forced = (words: readonly string[], started?: (child: ChildProcess) => void) =>
    latsim(['live', '16x4', '--redis', server.address, ...words], {
      cwd: folder,
      env: { REDISCLI_AUTH: PASSWORD },
      ...(started && { started }),
    });

  async function lossesOf(words: readonly string[]) {
    const { code, stdout } = await forced(['--forced', ...words, '--json']);
    const { runs, version, partial } = JSON.parse(stdout);
    expect({ code, partial }).toEqual({ code: 1, partial: null });
    expect(version).toMatch(/^\d+\.\d+/);
    return Object.fromEntries(
      runs.map((run: Record<string, unknown>) => [
        run.logger,
        [run.lost, run.tries, run.followed, run.expected, run.why],
      ]),
    );
  }

  const named = LOGGERS.flatMap((logger) => ['--logger', logger]);

  it('loses the update of unlocked each time, and of no fix; in two processes also of a lock in each', async () => {
    const common = {
      unlocked: [100, 100, 100, true, null],
      'locked-distributed': [
        0,
        100,
        0,
        false,
        "task 2 waits for lease 'map:lease', which task 1 holds",
      ],
      atomic: [0, 100, 0, false, 'task 1 has ended'],
      'compare-and-set': [0, 100, 100, false, null],
    };
    expect(await lossesOf([...named, '--processes', '1'])).toEqual({
      ...common,
      locked: [0, 100, 0, false, "task 2 waits for lock 'map', which task 1 holds"],
    });
    expect(await lossesOf([...named, '--processes', '2'])).toEqual({
      ...common,
      locked: [100, 100, 100, true, null],
    });
  });

  it.each([
    ['memories over the store', ['--set', 'store={kind: tiered, rtt: 1ms}', '--processes=2'], 1, 3],
    ['a lease that runs out', ['--logger=locked-distributed', '1,lease:map:lease,2,1,2,1,2'], 1, 3],
    ['a task that crashes', ['--logger=locked', '1,crash:1,2'], 0, 0],
    ['a process that crashes', ['--logger=locked', '--processes=2', '1,crash-process:1,2'], 0, 0],
    ['what expires, and so is not lost', ['1,1,expiry:0:map,2,2'], 0, 0],
    ["a logger of a user's, which prints", ['--logger=./good.mjs', '--processes=2'], 1, 3],
  ])('has %s', async (_, words, exit, lost) => {
    const moves = words.filter((word) => /^\d/.test(word));
    const others = words.filter((word) => !moves.includes(word));
    const { code, stdout } = await forced([...others, '--tries=3', '--json', '--forced', ...moves]);
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: exit,
      tries: 3,
      lost,
      expected: lost > 0,
    });
  });

  it('is told with its answer first, and with the command that does it again', async () => {
    const { code, stdout } = await forced(['--forced', '1,1,2,2', '--tries', '1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^unlocked loses the update in 0 of 1 try on Redis \d/);
    expect(stdout).toContain(
      `    latsim live 16x4 --redis ${server.address} --logger unlocked --tries 1 --forced 1,1,2,2\n`,
    );
    expect(stdout.split('\n').filter((line) => line.length > 80)).toHaveLength(1);
  });

  it.each([
    [['--forced', '1,x'], "move 2 of --forced, 'x', is not a move"],
    [['--forced', '--time-scale', '2'], '--time-scale has no use with --forced'],
    [['--forced', '--set', 'router.strategy=round-robin'], 'there is no logger to explore'],
  ])('refuses %s', async (words, fault) => {
    const { code, stdout, stderr } = await forced(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(fault);
  });

  it('that is interrupted tells what it has, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await forced(['--forced', '--tries', LONG], (child) => {
      void setTimeout(4000).then(() => child.kill('SIGINT'));
    });
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: 'latsim: interrupted: only what was finished is reported\n',
    });
    expect(stdout).toMatch(
      /^Incomplete: interrupted\.\n\nunlocked loses the update in (\d+) of \1 tries/,
    );
  });

  it('ends soon where Redis goes away', async () => {
    let killed = 0;
    const { code, stdout, stderr } = await forced(['--forced', '--tries', LONG], () => {
      void setTimeout(4000).then(() => {
        killed = Date.now();
        return server.kill();
      });
    });
    expect(Date.now() - killed).toBeLessThan(10_000);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Incomplete: the Redis at redis:\/\/127\S+ has gone/);
    expect(stderr).toContain('has gone: it ended the connection');
    await server.start();
  });
});
