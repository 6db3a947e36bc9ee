import { type ChildProcess, execFileSync } from 'node:child_process';
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, latsim, workFolder } from '../cli/latsim.js';
import { USER_LOGGERS } from '../cli/loggers-of-users.js';
import { HAS_REDIS, Server } from './server.js';

/** A scenario that is carried out on a real Redis by processes of the operating system. */

const SHORT = ['--processes', '4', '--time-scale', '50'];
const LONG = ['--processes', '2', '--set', 'duration=30s'];

interface Told {
  readonly logger: string;
  readonly agree: boolean | null;
  readonly updatesLost: number;
  readonly recorded: number;
  readonly lockPerProcess: boolean;
  readonly measured: readonly { readonly requests: number }[];
  readonly repeats: readonly { readonly complete: boolean }[];
  readonly notes: readonly string[];
}

if (!HAS_REDIS) console.log('No redis-server was found: no scenario is carried out on one.');

describe.skipIf(!HAS_REDIS)('latsim live --redis', () => {
  let server: Server;
  const folder = workFolder(USER_LOGGERS);

  beforeAll(async () => {
    server = await Server.started();
  });
  afterEach(async () => {
    expect(await server.keys()).toEqual([]);
  });
  afterAll(() => server.kill());

  const live = (words: readonly string[], started?: (child: ChildProcess) => unknown) =>
    latsim(['live', '16x4', '--redis', server.address, ...words, '--json'], {
      cwd: folder,
      ...(started !== undefined && { started }),
    });

  const loggers = (...names: readonly string[]) => names.flatMap((name) => ['--logger', name]);

  it('loses updates with the loggers that exclude nobody else, and with no other', async () => {
    const { stdout, stderr } = await live([
      ...SHORT,
      ...['--set', 'duration=40s', '--set', 'logger={name: unlocked, lease: 600s}'],
      ...loggers('unlocked', 'locked', 'locked-distributed', 'atomic', 'compare-and-set'),
    ]);
    expect(stderr).toMatch(/^latsim: this takes 4\.00 s, 5 runs of 800 ms, in real time\n/);
    const { runs } = JSON.parse(stdout) as { runs: readonly Told[] };
    for (const { agree, recorded, notes, repeats } of runs) {
      // It is the pace of the machine that is predicted with: where that is slow, the report says so.
      expect(agree === true || notes.join().includes('the machine was too busy')).toBe(true);
      expect(recorded).toBeGreaterThan(20);
      expect(repeats).toMatchObject([{ complete: true }]);
      expect(notes.join()).not.toMatch(/please report|not known/);
    }
    const lost = Object.fromEntries(runs.map((one) => [one.logger, one.updatesLost]));
    const none = { 'locked-distributed': 0, atomic: 0, 'compare-and-set': 0 };
    expect(lost).toMatchObject(none);
    expect(lost.unlocked).toBeGreaterThan(50);
    expect(lost.locked).toBeGreaterThan(0);
    expect(runs[1]).toMatchObject({ logger: 'locked', lockPerProcess: true });
  });

  it('takes a logger of a user, and counters of any strategy in the store', async () => {
    const { stdout } = await live([
      ...SHORT,
      ...['--set', 'duration=30s', '--strategy', 'least-busy'],
      ...loggers('./good.mjs'),
    ]);
    const { notes, recorded } = JSON.parse(stdout) as Told;
    expect(recorded).toBeGreaterThan(50);
    expect(notes.join()).not.toContain('please report');
  });

  it.each([
    ['store={kind: in-process}', 'remote and tiered are'],
    ['store={kind: snapshot, rtt: 1ms}', 'remote and tiered are'],
    ['fleet.groups[0].capacity={slots: 4}', 'has a capacity'],
  ])('refuses --set %s', async (set, why) => {
    const { code, stdout, stderr } = await live(['--set', set]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(why);
  });

  it('a process that is killed ends it, with what there is', async () => {
    const { code, stdout, stderr } = await underWay(LONG, ([first]) => {
      process.kill(first as number, 'SIGKILL');
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/process \d of 2 was ended by SIGKILL/);
    expect(JSON.parse(stdout)).toMatchObject({ agree: null, repeats: [{ complete: false }] });
  });

  it('Ctrl-C ends it, with what there is', async () => {
    const { code, stdout } = await underWay(LONG, (_, child) => child.kill('SIGINT'));
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ agree: null, repeats: [{ complete: false }] });
  });

  it('processes whose command is no more end by themselves, and clear up', async () => {
    let children: readonly number[] = [];
    await underWay(LONG, (all, child) => {
      children = all;
      child.kill('SIGKILL');
    });
    for (let i = 0; i < 100 && children.some(isAlive); i++) await passed(50);
    expect(children.filter(isAlive)).toEqual([]);
  });

  it('a Redis that goes away ends it, with what there is', async () => {
    const { code, stdout, stderr } = await underWay(LONG, () => server.kill());
    await server.start();
    expect(code).toBe(2);
    expect(stderr).toMatch(/the Redis at redis:\/\/127\.0\.0\.1:\d+ has gone/);
    expect(JSON.parse(stdout)).toMatchObject({ agree: null, repeats: [{ complete: false }] });
  });

  /** Does something once a request has been routed. @returns how the command ends, with no process left */
  async function underWay(
    words: readonly string[],
    act: (processes: readonly number[], child: ChildProcess) => unknown,
  ): Promise<Ended> {
    let started: ChildProcess | undefined;
    const ending = live(words, (child) => {
      started = child;
    });
    const child = started as unknown as ChildProcess;
    while ((await server.keys()).length < 4) await passed(20);
    await passed(300);
    const processes = childrenOf(child.pid as number);
    expect(processes).toHaveLength(2);
    await act(processes, child);
    const ended = await ending;
    if (ended.code !== -1) expect(processes.filter(isAlive)).toEqual([]);
    return ended;
  }
});

function childrenOf(pid: number): number[] {
  return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
