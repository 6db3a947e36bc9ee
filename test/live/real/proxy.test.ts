import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import { readRedisAddress } from '../../../src/jobs/queued/address.js';
import type { ProxyOutcome } from '../../../src/live/proxy/outcome.js';
import { type ProxyAsked, runAtProxy } from '../../../src/live/proxy/run.js';
import { compile } from '../../../src/scenario/compile.js';
import { Server } from '../../redis/server.js';
import { litellmOf, RELEASES, type Release } from '../releases.js';
import { proxiesLeft } from '../started.js';

const SCENARIO = `
name: at-a-real-proxy
fleet:
  groups:
    - name: claude-sonnet-4-6
      provider: anthropic
      deployments: 4
      latency: { distribution: lognormal, p50: 300ms, p95: 400ms }
      ttft: { distribution: lognormal, p50: 100ms, p95: 120ms }
      tokens: 7
    - name: gpt-4.1
      provider: openai
      deployments: 1
      latency: { distribution: lognormal, p50: 100ms, p95: 120ms }
      ttft: { distribution: lognormal, p50: 50ms, p95: 60ms }
      tokens: 7
load: { kind: poisson, rate: 10/s }
duration: 10m
requests: 60
router: { ttl: 300s }
`;

interface Asked extends Partial<ProxyAsked> {
  readonly release?: Release;
  readonly set?: readonly string[];
}

function run({ release = '1.82.3', set = [], ...asked }: Asked = {}): Promise<ProxyOutcome> {
  const loaded = loadScenario({ text: SCENARIO }, { set: [`router.litellm=${release}`, ...set] });
  return runAtProxy({
    loaded,
    experiment: compile(loaded.scenario),
    replication: 0,
    timeScale: 1,
    proxy: {
      kind: 'started',
      command: litellmOf(release),
      folder: process.cwd(),
      env: process.env,
      startTimeout_s: 120,
    },
    signal: new AbortController().signal,
    ...asked,
  });
}

/** Ends the proxy of a run by a signal that it cannot hear. */
function killProxy(): void {
  for (const pid of proxiesLeft()) process.kill(pid, 'SIGKILL');
}

let redis: Server;
beforeAll(async () => {
  redis = await Server.started();
});
afterAll(async () => {
  await redis.kill();
});

describe.each(RELEASES)('LiteLLM %s', (release) => {
  it.each([
    ['chat', 0],
    ['chat', 1],
    ['messages', 0],
    ['messages', 1],
  ])('serves %s, streams %s, by the deployments of the scenario', async (path, stream) => {
    const { version, partial, provider, modelGroups, maps } = await run({
      release,
      set: [`path=${path}`, `samples.stream=${stream}`],
      redis: readRedisAddress(redis.address, '--redis'),
    });
    expect([version, partial]).toEqual([release, null]);
    expect(provider).toMatchObject({ came: 60, answered: 60, again: 0, hungUp: 0 });
    expect(modelGroups[0]!.requests.filter(({ failure }) => failure !== null)).toEqual([]);
    // What is recorded is in Redis: of 1.82.3 on /v1/messages, nothing.
    const isRecorded = path === 'chat' || release !== '1.82.3';
    const ids = Object.keys(JSON.parse(maps?.[0]?.value ?? '{}'));
    expect(ids.length).toBe(isRecorded ? 5 : 0);
    expect(await redis.keys()).toEqual([]);
    expect(proxiesLeft()).toEqual([]);
  });

  it('counts a timeout of the provider as one', async () => {
    const { provider, modelGroups } = await run({
      release,
      set: ['samples.timeouts={ rate: 20%, after: 2s }', 'requests=40'],
    });
    const failures = modelGroups[0]!.requests.flatMap(({ failure }) => failure ?? []);
    expect(new Set(failures)).toEqual(new Set(['status 408']));
    expect(provider).toMatchObject({ came: 40, again: 0, hungUp: failures.length });
  });
});

describe('a run at a real proxy', () => {
  /** How many seconds passed from an event to the end of the run. */
  async function ended(event: () => unknown, asked: Asked = {}) {
    let began_ms = Number.NaN;
    const outcome = await run({
      set: ['requests=2000'],
      ...asked,
      progress: ({ phase, sent }) => {
        if (phase !== 'load' || sent < 5 || !Number.isNaN(began_ms)) return;
        began_ms = performance.now();
        event();
      },
    });
    return { outcome, after_s: (performance.now() - began_ms) / 1000 };
  }

  it('ends within 10 s of the end of the proxy', async () => {
    const { outcome, after_s } = await ended(killProxy);
    expect(outcome.partial?.reason).toBe('the process of LiteLLM has ended (SIGKILL)');
    expect(outcome.modelGroups[0]!.requests.length).toBeGreaterThan(4);
    expect(after_s).toBeLessThan(10);
    expect(proxiesLeft()).toEqual([]);
  });

  it('ends within 10 s of being interrupted, with nothing left', async () => {
    const stop = new AbortController();
    const { outcome, after_s } = await ended(() => stop.abort(), {
      signal: stop.signal,
      redis: readRedisAddress(redis.address, '--redis'),
    });
    expect(outcome.partial?.isInterrupt).toBe(true);
    expect(after_s).toBeLessThan(10);
    expect([proxiesLeft(), await redis.keys()]).toEqual([[], []]);
  });

  it('ends within 10 s of the end of its Redis', async () => {
    const own = await Server.started();
    const { outcome, after_s } = await ended(() => void own.kill(), {
      redis: readRedisAddress(own.address, '--redis'),
    });
    expect(outcome.partial?.reason).toBe('the Redis of the proxy is gone');
    expect(after_s).toBeLessThan(10);
    expect(proxiesLeft()).toEqual([]);
  });

  it('says what LiteLLM printed where it does not start', async () => {
    const told: string[] = [];
    const asked = { set: ['processes.count=1'], tell: (lines: string) => void told.push(lines) };
    const proxy = {
      kind: 'started',
      command: `${litellmOf('1.82.3')} --no-such-option`,
      folder: process.cwd(),
      env: process.env,
      startTimeout_s: 120,
    } as const;
    await expect(run({ ...asked, proxy })).rejects.toThrow(/ended before it was ready/);
    expect(told.join()).toContain('--no-such-option');
    expect(existsSync('config.yaml')).toBe(false);
  });
});
