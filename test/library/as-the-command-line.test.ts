import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare, diagnose, explore, gate, simulate } from '../../src/index.js';
import { latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';

const cwd = workFolder({
  'small.yaml': `${SMALL}expect: { any: [lost >= 0], locked: [lost == 0] }\n`,
});
const scenario = join(cwd, 'small.yaml');

/** What a command prints as JSON. */
async function printed(...args: string[]): Promise<unknown> {
  const { stdout, stderr } = await latsim(args);
  expect(stderr).not.toContain('latsim: there is no');
  return JSON.parse(stdout);
}

describe('a program gets what --json prints', () => {
  it.each([
    { args: [], options: {} },
    {
      args: ['--logger', 'locked', '--seed', '7', '--seeds', '2', '--margin', '5'],
      options: { logger: 'locked', seed: 7, seeds: 2, margin: 5 },
    },
    {
      args: ['--profile', 'v1.110.2', '--set', 'router.ttl=30s', '--replication', '1'],
      options: { profile: 'v1.110.2', set: ['router.ttl=30s'], replication: 1 },
    },
  ])('simulate $options', async ({ args, options }) => {
    const report = await simulate({ scenario, ...options });
    expect(report).toEqual(await printed('run', scenario, ...args, '--json'));
    expect(report.replications[0]?.shares).toHaveLength(2);
  });

  it('compare', async () => {
    expect(await compare({ scenario })).toEqual(
      await printed('compare', scenario, '--format', 'json'),
    );
    expect(await compare({ scenario, loggers: ['locked', 'atomic'], seeds: 2 })).toEqual(
      await printed('compare', scenario, '--loggers', 'locked,atomic', '--seeds', '2', '--json'),
    );
  });

  it.each([
    { args: [], options: {} },
    { args: ['--tasks', '3', '--store', 'tiered'], options: { tasks: 3, store: 'tiered' } },
    {
      args: ['--expiry', '--crash', 'task', '--select', '--samples', 'distinct'],
      options: { expiry: true, crash: 'task', select: true, samples: 'distinct' } as const,
    },
    {
      args: ['--tasks', '10', '--strategy', 'pct', '--schedules', '20', '--seed', '3'],
      options: { tasks: 10, strategy: 'pct', schedules: 20, seed: 3 } as const,
    },
    {
      args: ['--samples-per-task', '4', '--max-states', '20'],
      options: { samplesPerTask: 4, maxStates: 20 },
    },
  ])('explore $options', async ({ args, options }) => {
    expect(await explore({ logger: 'unlocked', ...options })).toEqual(
      await printed('explore', '--logger', 'unlocked', ...args, '--json'),
    );
  });

  // test/promises/replay.test.ts has the same of the command.
  it('explore counts past 2^53 as there', async () => {
    const report = await explore({ logger: 'atomic', samplesPerTask: 13, tasks: 3 });
    const schedules = '84478098072866400'; // 39! / 13!^3
    expect(report).toMatchObject({ bound: null, schedules, lossless: schedules });
  });

  it('explore on a scenario', async () => {
    const options = {
      scenario: 'tiered-redis',
      logger: 'locked',
      tasks: 2,
      search: 'random',
    } as const;
    expect(await explore({ ...options, schedules: 5 })).toEqual(
      await printed(
        ...['explore', 'tiered-redis', '--logger', 'locked', '--tasks', '2', '--search', 'random'],
        ...['--schedules', '5', '--json'],
      ),
    );
  });

  it('explore of one schedule', async () => {
    const wanted = await printed(
      ...['explore', '--logger', 'unlocked', '--schedule', '1,2,1,2', '--json'],
    );
    expect(await explore({ logger: 'unlocked', schedule: '1,2,1,2' })).toEqual(wanted);
    expect(await explore({ logger: 'unlocked', schedule: ['1', '2', '1', '2'] })).toEqual(wanted);
  });

  it('gate', async () => {
    expect(await gate({ scenarios: [scenario] })).toEqual(
      await printed('gate', scenario, '--json'),
    );
    expect(
      await gate({
        scenarios: [scenario],
        logger: ['locked', 'atomic'],
        expect: ['share(fast) >= 20%', 'explore: no violation'],
        seeds: 10,
        maxSeeds: 20,
        confidence: 0.9,
      }),
    ).toEqual(
      await printed(
        ...['gate', scenario, '--logger', 'locked', '--logger', 'atomic', '--json'],
        ...['--expect', 'share(fast) >= 20%', '--expect', 'explore: no violation'],
        ...['--seeds', '10', '--max-seeds', '20', '--confidence', '90%'],
      ),
    );
  });

  it('what options were called at first is read, unless it contradicts', async () => {
    const asked = { scenario, replications: 2 };
    expect(await simulate({ scenario, seeds: 2 })).toEqual(await simulate(asked));
    await expect(simulate({ ...asked, seeds: 3 })).rejects.toThrow('contradict one another');
    const random = { logger: 'unlocked', schedules: 5 };
    expect(await explore({ ...random, strategy: 'random' })).toEqual(
      await explore({ ...random, search: 'random' }),
    );
    await expect(explore({ ...random, search: 'pct', strategy: 'random' })).rejects.toThrow(
      'contradict one another',
    );
  });

  it('diagnose', async () => {
    // With tokens that are known, and a split that says much, there is little to search.
    const set = ['fleet.groups[0].tokens=20'];
    const report = await diagnose({ scenario, set, observed: { slow: 13, fast: 2 }, seed: 5 });
    // In this process, as the files of threads are there only when built.
    const args = ['--observed', 'slow=13,fast=2', '--set', ...set, '--seed', '5'];
    expect(report).toEqual(
      await printed('diagnose', scenario, ...args, '--threads', '1', '--json'),
    );
  });
});
