import { describe, expect, it } from 'vitest';
import { built, latsim } from '../cli/in-process.js';
import { workFolder } from '../cli/latsim.js';

/*
 * Of one logger, run, trace, explore and gate tell the same story.
 */

const LOGGER = (view: string) => `
  import { ABANDONED, compareAndSet, read, readVersion } from 'latsim';
  export default {
    *record(event, context) {
      for (let attempt = 0; attempt < 64; attempt++) {
        const { value, version } = yield readVersion(context.key);
        const map = value?.copy() ?? context.emptyMap();
        context.add(map, event);
        if (yield compareAndSet(context.key, version, map, context.ttl_s)) return;
      }
      return ABANDONED;
    },
    *view(context) { return yield ${view}; },
  };`;

/** On memories over one store; a lock loses there what expires while completions queue for it. */
const TIERED = `
fleet:
  groups:
    - { name: slow, deployments: 2, latency: { distribution: constant, value: 200ms } }
    - { name: fast, deployments: 2, latency: { distribution: constant, value: 100ms } }
load: { kind: uniform, rate: 10/s }
duration: 30s
replications: 1
store: { kind: tiered, rtt: 10ms }
dispatch: { kind: flushes, every: 1s }
router: { ttl: 5s }
logger: locked
`;

/** Reads through memory before it takes its lock: what is under way meanwhile is old. */
const READS_FIRST = `
  import { acquire, read, release, write } from 'latsim';
  export default {
    *record(event, context) {
      const map = (yield read(context.key)) ?? context.emptyMap();
      yield acquire('a');
      try {
        context.add(map, event);
        yield write(context.key, map, context.ttl_s);
      } finally {
        yield release('a');
      }
    },
    *view(context) { return yield read(context.key, 'shared'); },
  };`;

/** Several completions at once on a cold memory, and nothing that expires or fills. */
const COLD = `
fleet: { groups: [{ name: a, deployments: 1, latency: { law: exponential, mean: 20ms } }] }
load: { kind: bursts, size: 3, every: 60s }
duration: 600s
seeds: 1
store: { kind: tiered, rtt: { law: exponential, mean: 10ms } }
processes: { count: 1, assign: round-robin }
router: { ttl: 1d, max_latency_list_size: 100 }
`;

const cwd = workFolder({
  'reads-first.mjs': READS_FIRST,
  'cold.yaml': COLD,
  'looks-into-memory.mjs': LOGGER('read(context.key)'),
  'looks-at-the-shared-copy.mjs': LOGGER("read(context.key, 'shared')"),
  'tiered.yaml': TIERED,
});

const NO_VIOLATION = 'explore: no violation with 3 tasks on tiered';

async function json(...args: string[]) {
  const { stdout } = await built([...args, '--json'], { cwd });
  return JSON.parse(stdout);
}

const RUN = ['run', 'tiered.yaml', '--verbose'];

describe('a view that reads the memory of its process', () => {
  const own = ['--logger', './looks-into-memory.mjs'];
  let ran: { samples: object; causes: Record<string, number> };

  it('run calls it stale, and says which copy to read', async () => {
    ran = await json('run', 'tiered.yaml', ...own);
    const { samples, causes } = ran;
    expect(samples).toMatchObject({ lost: 0, abandoned: 0 });
    expect(causes).toMatchObject({ lost: 0, abandoned: 0 });
    const rest = Object.entries(causes).filter(([cause]) => cause !== 'stale');
    for (const [, choices] of rest) expect(causes.stale).toBeGreaterThan(choices);
    const { stdout } = await built([...RUN, ...own, '--seeds', '3'], { cwd });
    expect(stdout).toContain('> stale');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain("read(context.key, 'shared')");
  });

  it('trace says that nothing is lost, and what is wrong all the same', async () => {
    const { stale } = ran.causes;
    const { stdout } = await built(['trace', 'tiered.yaml', ...own], { cwd });
    expect(stdout).toContain('No update is lost');
    expect(stdout).toMatch(new RegExp(`${stale} choices of slower groups .* old copy`));
    const { lostUpdate, unseen } = await json('trace', 'tiered.yaml', ...own);
    expect(lostUpdate).toBeNull();
    expect(unseen).toEqual({ lost: 0, abandoned: 0, stale, staleIn: 0 });
  });

  it('explore finds it, and replays it', async () => {
    const args = ['explore', ...own, '--store', 'tiered'];
    const { schedules, lossless, kinds, violation } = await json(...args);
    expect({ schedules, lossless, kinds }).toEqual({
      schedules: 6,
      lossless: 6,
      kinds: ['stale-view'],
    });
    expect(violation).toMatchObject({ kind: 'stale-view', tasks: 2 });
    const again = ['--tasks', '2', '--select', '--schedule', violation.schedule];
    const replayed = await built([...args, '--samples', 'distinct', ...again], { cwd });
    expect(replayed.code).toBe(1);
    const told = replayed.stdout.replaceAll(/\s+/g, ' ');
    expect(told).toContain(`stale-view: ${violation.fault}`);
    expect(replayed.stdout).toContain('The router then sees only sample A.');
  });

  it('the gate fails', async () => {
    const args = ['gate', 'tiered.yaml', '--expect', 'lost == 0', '--expect', NO_VIOLATION];
    const { code, stdout } = await built([...args, ...own], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('1 failed, 1 passed');
    expect(stdout).toContain(`FAIL  ${NO_VIOLATION}`);
  });

  it('none of them has anything against one that reads the shared copy', async () => {
    const right = ['--logger', './looks-at-the-shared-copy.mjs'];
    expect((await json('run', 'tiered.yaml', ...right)).causes.stale).toBe(0);
    const gate = ['gate', 'tiered.yaml', '--expect', 'lost == 0', '--expect', NO_VIOLATION];
    expect(await built([...gate, ...right], { cwd })).toMatchObject({ code: 0 });
  });
});

describe('a read through memory that is under way while another task writes', () => {
  const own = ['--logger', './reads-first.mjs'];

  it('loses samples in a run, which trace tells', async () => {
    const { samples } = await json('run', 'cold.yaml', ...own);
    expect(samples.lost).toBeGreaterThan(0);
    expect(samples.lostAfterExpiry).toBe(0);
    const { stdout } = await built(['trace', 'cold.yaml', ...own], { cwd });
    expect(stdout).toMatch(/Request \d+ overwrites the sample of request \d+/);
  });

  it('and in an order of 3 tasks, which explore names and tells', async () => {
    const args = ['explore', ...own, '--store', 'tiered', '--tasks', '3'];
    const { violation } = await json(...args);
    expect(violation).toMatchObject({
      kind: 'lost-update',
      fault: '1 of 2 recorded samples is lost',
      minimal: true,
    });
    const { stdout } = await built(args, { cwd });
    const told = stdout.replaceAll(/\s+/g, ' ');
    for (const did of [
      /reads map in memory 1: nothing/,
      /has its answer/,
      /sample [A-C] is overwritten/,
    ]) {
      expect(told).toMatch(did);
    }
  });
});

describe('a lock that loses what has expired', () => {
  it('run says that an expiry led to it', async () => {
    const { stdout } = await latsim(['run', 'tiered.yaml', '--json'], { cwd });
    const { samples } = JSON.parse(stdout);
    expect(samples.lost).toBeGreaterThan(50);
    expect(samples.lostAfterExpiry).toBe(samples.lost);
    const text = await latsim(RUN, { cwd });
    expect(text.stdout).toMatch(/after an expiry +\d+/);
  });

  it('trace says so of one of them', async () => {
    const { stdout } = await latsim(['trace', 'tiered.yaml'], { cwd });
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /the sample of request \d+, which had expired in its copy,/,
    );
    const { lostUpdate } = JSON.parse(
      (await latsim(['trace', 'tiered.yaml', '--json'], { cwd })).stdout,
    );
    expect(lostUpdate.afterExpiry).toBe(true);
    const svg = await latsim(['trace', 'tiered.yaml', '--format', 'mermaid'], { cwd });
    expect(svg.stdout).toContain('which had expired in its copy');
  });

  it('the gate says so, too', async () => {
    const { code, stdout } = await latsim(['gate', 'tiered.yaml', '--expect', 'lost == 0'], {
      cwd,
    });
    expect(code).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/\d+ of them after an expiry/);
  });

  it('explore finds it with an expiry, and only then', async () => {
    const args = ['explore', '--logger', 'locked', '--store', 'tiered', '--json'];
    const calm = JSON.parse((await latsim(args)).stdout);
    expect(calm.violation).toBeNull();
    const { violation } = JSON.parse((await latsim([...args, '--expiry'])).stdout);
    expect(violation).toMatchObject({
      kind: 'lost-update',
      fault: '1 of 2 recorded samples is lost, after an expiry of map in memory 1',
    });
  });
});
