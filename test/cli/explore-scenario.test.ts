import { describe, expect, it } from 'vitest';
import { words } from '../docs/commands.js';
import { latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';

/* A scenario says where a logger is explored: its store, version, list size, and the logger itself. */

const scenario = (store: string, router: string, logger: string): string =>
  SMALL.replace(/^store: .*$/m, `store: ${store}`).replace(
    /^router: .*$/m,
    `router: ${router}\nlogger: ${logger}`,
  );
const cwd = workFolder({
  'small.yaml': SMALL,
  'tiered.yaml': scenario(
    '{ kind: tiered, rtt: 1ms }',
    '{ profile: v1.110.2, max_latency_list_size: 2 }',
    '{ name: compare-and-set, retries: 7 }',
  ),
  'shuffle.yaml': scenario('{ kind: in-process }', '{ strategy: simple-shuffle }', 'unlocked'),
});
const explored = async (...args: string[]) => {
  const { code, stdout, stderr } = await latsim(['explore', ...args], { cwd });
  return { code, stderr, stdout };
};
/** So many states of each program are enough to see which programs they are. */
const FEW = ['--max-states', '100'];
const json = async (...args: string[]) =>
  JSON.parse((await explored(...args, ...FEW, '--json')).stdout) as Record<string, unknown>;

it('tries the default matrix on it', async () => {
  const { programs } = await json('tiered.yaml');
  const all = programs as readonly Record<string, unknown>[];
  expect(all).toHaveLength(12);
  for (const program of all) {
    const { logger, store, profile, retries, tasks, deployments, listSize } = program;
    expect({ logger, store, profile, retries }).toEqual({
      logger: 'compare-and-set',
      store: 'tiered',
      profile: 'v1.110.2',
      retries: 7,
    });
    // As long as a list has room for all, more can be checked.
    expect([tasks, deployments, listSize]).toEqual([
      tasks,
      deployments,
      deployments === 'same' ? 2 : null,
    ]);
  }
});

it('is the same as with its logger alone where it says nothing else, but that it is named', async () => {
  const { stdout, ...ended } = await explored('small.yaml');
  expect(stdout).toMatch(/^latsim \S+ · small [0-9a-f]{12} · unlocked · profile \S+$/m);
  const alone = await explored('--logger', 'unlocked');
  expect({ ...ended, stdout: stdout.replace(/small [0-9a-f]{12} · /, '') }).toEqual(alone);
  expect(await json('small.yaml')).toMatchObject({ scenario: { name: 'small' } });
  expect(await json('--logger', 'unlocked')).toMatchObject({ scenario: null });
});

describe('options count before it', () => {
  it('the logger', async () => {
    expect(await json('tiered.yaml', '-l', 'locked')).toMatchObject({
      logger: 'locked',
      store: 'tiered',
    });
  });

  it('what describes a program means one program, on the rest of its ground', async () => {
    const found = await json('tiered.yaml', '-l', 'locked', '--store', 'remote', '--tasks', '2');
    expect(found).toMatchObject({ store: 'remote', profile: 'v1.110.2', listSize: 2, retries: 7 });
    expect(found).not.toHaveProperty('programs');
  });
});

it('what it suggests repeats it without the scenario', async () => {
  const { code, stdout } = await explored('tiered.yaml', '-l', 'unlocked', ...FEW, '--json');
  expect(code).toBe(1);
  const { violation } = JSON.parse(stdout);
  expect(violation.replay).toMatch(
    / --store tiered .*--list-size 2 --profile v1.110.2 --retries 7 --schedule /,
  );
  const again = await latsim([...words(violation.replay).slice(1), '--json'], { cwd });
  expect(JSON.parse(again.stdout).steps).toEqual(violation.steps);
  const harder = await explored('tiered.yaml', '-l', 'atomic', ...FEW);
  expect(harder.stdout).toMatch(
    /\n +latsim explore --logger atomic --tasks 2 --store tiered --samples distinct --list-size 2 --expiry 1 --crash process --profile v1.110.2 --retries 7\n/,
  );
  expect(harder.stdout).not.toContain('full lists');
});

it.each([
  [['small.yaml', '--all'], '--all tries every store, and small.yaml names one'],
  [['shuffle.yaml'], 'simple-shuffle does not go by what a logger records'],
  [['no.yaml'], 'there is no such file'],
  [[], 'there is nothing to explore'],
])('%j is refused', async (args, said) => {
  const { code, stderr } = await explored(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
