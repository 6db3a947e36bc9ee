import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTERFACES, interfaceAt } from '../../../src/live/proxy/answers.js';
import { freePort } from '../../../src/live/proxy/free-port.js';
import { LiteLLM } from '../../../src/live/proxy/litellm.js';
import type { ProbeReport } from '../../../src/report/probe/report.js';
import { built as latsim } from '../../cli/in-process.js';
import { workFolder } from '../../cli/latsim.js';
import { litellmOf, RELEASES, type Release } from '../releases.js';

/* What probe says of real proxies: four slow deployments, of which it is the right thing to use none, and two fast ones. */

const KEY = 'sk-key-of-the-probe';
const LATENCIES_MS = { s: 300, f: 50 };
const LIMIT_MS = 180_000;

/** Serves each deployment under its id, whose first letter says how fast it is. */
async function upstream(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', async () => {
      const url = request.url ?? '';
      const found = interfaceAt(url);
      await setTimeout(LATENCIES_MS[url.charAt(1) as 's' | 'f']);
      if (found === undefined) return response.writeHead(404).end();
      const { model } = JSON.parse(body) as { model: string };
      const content = { id: 'a', model, inputTokens: 9, outputTokens: 7, created_s: 1_700_000_000 };
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify(INTERFACES[found.name].whole(content)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Half of the deployments have no id of their own, as is usual. */
function configuration(port: number): string {
  const deployments = ['s0', 's1', 's2', 's3', 'f0', 'f1'].map((id) => {
    const isSlow = id.startsWith('s');
    const base = `http://127.0.0.1:${port}/${id}${isSlow ? '' : '/v1'}`;
    const model = isSlow ? 'anthropic/claude-sonnet-4-6' : 'openai/gpt-4.1';
    return {
      model_name: 'assistant',
      litellm_params: { model, api_base: base, api_key: 'sk-upstream' },
      ...(isSlow && { model_info: { id } }),
    };
  });
  return JSON.stringify({
    model_list: deployments,
    router_settings: {
      routing_strategy: 'latency-based-routing',
      routing_strategy_args: { ttl: 300, lowest_latency_buffer: 0.1 },
      num_retries: 0,
    },
    general_settings: { master_key: KEY },
  });
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const { ok } = await fetch(`${url}/health/liveliness`).catch(() => ({ ok: false }));
    if (ok) return;
    await setTimeout(500);
  }
}

describe.each(RELEASES)('a proxy of %s', (release: Release) => {
  const folder = workFolder({});
  let provider: Server;
  let proxy: LiteLLM;
  let url: string;

  const probed = async (path: string, ...words: string[]): Promise<ProbeReport> => {
    const asked = ['probe', url, '--model', 'assistant', '--path', path, '--json', ...words];
    const { code, stdout, stderr } = await latsim(asked, {
      cwd: folder,
      env: { LITELLM_API_KEY: KEY },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/sk-|127\.0\.0\.1:\d+\/s/);
    return JSON.parse(stdout) as ProbeReport;
  };

  beforeAll(async () => {
    provider = await upstream();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    proxy = await LiteLLM.started({
      command: litellmOf(release),
      folder,
      config: configuration((provider.address() as AddressInfo).port),
      port,
      workers: 1,
      inheritable: process.env,
      environment: {},
      secrets: [KEY],
    });
    await ready(url);
  }, LIMIT_MS);

  afterAll(async () => {
    await proxy?.stop();
    provider?.close();
  });

  it('has its release, its fleet and how it chooses on /v1/messages found out', async () => {
    const report = await probed('messages');
    expect(report).toMatchObject({
      version: release,
      strategy: 'lowest-latency',
      requests: 40,
      failed: [],
      elsewhere: 0,
      wholeFleet: true,
      groups: [
        { name: 'claude-sonnet-4-6', deployments: 4 },
        { name: 'gpt-4.1', deployments: 2 },
      ],
    });
    if (release === '1.82.3') {
      expect(report.diagnosis?.leading).toContain('samples not recorded');
      expect(['random', 'open']).toContain(report.outcome);
    } else {
      expect(report.outcome).toBe('preferred');
      expect(report.conclusion).toMatch(/^Faster deployments are preferred/);
      expect(report.diagnosis?.leading).toContain('routing as it should be');
    }
  });

  it('prefers the faster ones on /chat/completions', async () => {
    const { outcome, groups } = await probed('chat', '--requests', '60');
    expect(['preferred', 'one-deployment']).toContain(outcome);
    expect(groups[1]?.share).toBeGreaterThan(0.8);
  });

  it('does not take another key, and says so', async () => {
    const { code, stdout, stderr } = await latsim(['probe', url, '--model', 'assistant'], {
      env: { LITELLM_API_KEY: 'sk-another' },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('it does not take the key');
    expect(stderr).not.toContain('sk-another');
  });

  it('that ends in the middle leaves what there was, and a clear end', async () => {
    const words = ['probe', url, '--model', 'assistant', '--requests', '500'];
    const running = latsim(words, { env: { LITELLM_API_KEY: KEY } });
    await setTimeout(3000);
    await proxy.stop();
    const stopped_ms = performance.now();
    const { code, stdout, stderr } = await running;
    expect(performance.now() - stopped_ms).toBeLessThan(10_000);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Ended early, as there is no connection/);
    expect(stderr).toContain('replay: latsim probe');
  });
});
