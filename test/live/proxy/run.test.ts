import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import { configFor } from '../../../src/live/proxy/config.js';
import { freePort } from '../../../src/live/proxy/free-port.js';
import type { ProxyOutcome } from '../../../src/live/proxy/outcome.js';
import { type ProxyAsked, runAtProxy } from '../../../src/live/proxy/run.js';
import { compile } from '../../../src/scenario/compile.js';
import { CommandError } from '../../../src/text/failure.js';
import type { Observer } from '../../../src/worlds/simulate/journal.js';
import { simulate } from '../../../src/worlds/simulate/simulation.js';
import { fakeLiteLLM } from '../fake-litellm.mjs';
import { proxiesLeft } from '../started.js';

const FAKE = fileURLToPath(new URL('../fake-litellm.mjs', import.meta.url));

const SCENARIO = `
name: at-a-proxy
fleet:
  groups:
    - { name: claude-sonnet-4-6, deployments: 3, provider: anthropic, latency: { distribution: constant, value: 40ms }, tokens: 7 }
    - { name: gpt-4.1, deployments: 1, provider: openai, latency: { distribution: constant, value: 10ms }, tokens: 7 }
load: { kind: poisson, rate: 100/s }
duration: 1m
requests: 20
path: messages
router: { litellm: 1.82.3 }
`;

interface Asked extends Partial<Omit<ProxyAsked, 'loaded' | 'experiment'>> {
  readonly set?: readonly string[];
  readonly fault?: string;
}

/** At a stand-in of a process of its own. */
function started(fault: string): ProxyAsked['proxy'] {
  const command = `'${process.execPath}' "${FAKE}" --fault ${fault}`;
  return { kind: 'started', command, folder: '/', env: process.env, startTimeout_s: 60 };
}

/** At one in this process, unless it is said. */
async function run({ set = [], fault, ...asked }: Asked = {}): Promise<ProxyOutcome> {
  const loaded = loadScenario({ text: SCENARIO }, { set });
  const { timeScale = 1, providerPort = await freePort() } = asked;
  const { text } = configFor(loaded, { timeScale, providerPort });
  const server = fakeLiteLLM(text, fault === undefined ? {} : { fault }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await runAtProxy({
      loaded,
      experiment: compile(loaded.scenario),
      replication: 0,
      timeScale,
      proxy: { kind: 'running', url: `http://127.0.0.1:${port}` },
      providerPort,
      signal: new AbortController().signal,
      ...asked,
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** How it ended, in place of an outcome. */
async function failure(outcome: Promise<ProxyOutcome>) {
  try {
    await outcome;
  } catch (error) {
    if (error instanceof CommandError) return error.failure;
    throw error;
  }
  throw new Error('it did not fail');
}

function positions({ modelGroups: [group] }: ProxyOutcome): (number | null)[] {
  return group!.requests.map(({ position }) => position);
}

describe('a load at a proxy', () => {
  it('is counted by who served, in order of arrival', async () => {
    const outcome = await run();
    expect(outcome.version).toBe('1.82.3');
    expect(outcome.partial).toBeNull();
    expect([...positions(outcome)].sort()).toEqual([0, 1, 2, 3].flatMap((i) => Array(5).fill(i)));
    expect(outcome.provider).toMatchObject({ came: 20, answered: 20, inFlight: 0, again: 0 });
    expect(outcome.overhead.map(({ provider, samples }) => [provider, samples])).toEqual([
      ['anthropic', { alone: 20, underLoad: 15 }],
      ['openai', { alone: 20, underLoad: 5 }],
    ]);
  });

  it('has the requests of the simulation: the same numbers at the same times', async () => {
    const { modelGroups } = await run({ set: ['warmup=100ms'] });
    const times_s: number[] = [];
    const loaded = loadScenario({ text: SCENARIO }, { set: ['warmup=100ms'] });
    const observer: Observer = ({ event, t }) => {
      if (event === 'arrival') times_s.push(t);
    };
    simulate(compile(loaded.scenario), { only: 0, observer });
    expect(modelGroups[0]!.requests.map(({ arrival_s }) => arrival_s)).toEqual(times_s);
    expect(modelGroups[0]!.requests.filter(({ counted }) => counted)).toHaveLength(20);
  });

  it('may be streams of chats, of a closed load, at deployments with a capacity, on a faster clock', async () => {
    const outcome = await run({
      timeScale: 2,
      set: [
        'path=chat',
        'samples.stream=1',
        'fleet.groups[0].ttft={ distribution: constant, value: 5ms }',
        'fleet.groups[1].ttft={ distribution: constant, value: 5ms }',
        'load={ kind: closed, users: 3, think: { distribution: constant, value: 10ms } }',
        'fleet.groups[1].capacity={ slots: 1 }',
      ],
    });
    expect(positions(outcome)).toHaveLength(20);
    expect(outcome.modelGroups[0]!.requests.filter((one) => one.failure !== null)).toEqual([]);
  });

  it('has timeouts, which are failures to those who ask', async () => {
    const { modelGroups, provider } = await run({
      set: ['samples.timeouts={ rate: 50%, after: 1s }'],
    });
    const failures = modelGroups[0]!.requests.flatMap(({ failure: how }) => how ?? []);
    expect(new Set(failures)).toEqual(new Set(['status 408']));
    expect(provider.hungUp + provider.inFlight).toBe(failures.length);
    expect(provider.came).toBe(20);
  });

  it('does not begin at a proxy that refuses the key', async () => {
    const { message } = await failure(run({ fault: 'refuses' }));
    expect(message).toBe('the proxy refuses the key (status 401)');
  });

  it('does not begin at a proxy whose command ends at once, of which no secret is shown', async () => {
    const told: string[] = [];
    const asked = { proxy: started('ends'), tell: (lines: string) => void told.push(lines) };
    const { message } = await failure(run(asked));
    expect(message).toBe('LiteLLM ended before it was ready (exit code 3)');
    expect(told).toEqual(['no luck with redis://localhost:1 and sk-***']);
    expect(proxiesLeft()).toEqual([]);
  });

  it('does not begin at a proxy that is never ready', async () => {
    const proxy = { ...started('unhealthy'), startTimeout_s: 0.3 } as ProxyAsked['proxy'];
    const { message } = await failure(run({ proxy }));
    expect(message).toBe('LiteLLM did not answer /health/liveliness within 0.3 s');
    expect(proxiesLeft()).toEqual([]);
  });

  it('does not begin without its command', async () => {
    const proxy = { kind: 'started', folder: '/', env: {}, startTimeout_s: 1 } as const;
    const none = await failure(run({ proxy: { ...proxy, command: '/no/litellm' } }));
    expect(none.message).toBe('LiteLLM could not be started: there is no such command');
    const open = await failure(run({ proxy: { ...proxy, command: "'litellm" } }));
    expect(open.message).toBe('--litellm is not a command');
  });

  it('ends with what there is where the proxy goes away', async () => {
    const outcome = await run({ fault: 'dies=8' });
    expect(outcome.partial).toMatchObject({
      reason: 'nobody listens at the address of the proxy',
      isInterrupt: false,
    });
    const served = positions(outcome).filter((one) => one !== null).length;
    expect(served).toBeGreaterThan(0);
    expect(served).toBeLessThanOrEqual(8);
  });

  it('ends with what there is when it is interrupted', async () => {
    const stop = new AbortController();
    const outcome = await run({
      signal: stop.signal,
      set: ['requests=1000', 'load={ kind: poisson, rate: 20/s }'],
      progress: ({ phase, sent }) => {
        if (phase === 'load' && sent > 3) stop.abort();
      },
    });
    expect(outcome.partial?.isInterrupt).toBe(true);
    expect(positions(outcome).length).toBeLessThan(1000);
  });

  it('needs its ports', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const taken = await failure(run({ providerPort: port }));
      expect(taken.message).toBe(`port ${port}, of the provider, is taken`);
      const proxy = { kind: 'started', folder: '/', env: {}, startTimeout_s: 1 } as const;
      const own = await failure(run({ proxy: { ...proxy, command: 'litellm', port } }));
      expect(own.message).toBe(`port ${port}, of the proxy, is taken`);
    } finally {
      server.close();
    }
  });
});
