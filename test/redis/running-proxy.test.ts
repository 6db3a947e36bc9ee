import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { latsim } from '../cli/in-process.js';
import { workFolder } from '../cli/latsim.js';
import { fakeLiteLLM } from '../live/fake-litellm.mjs';
import { freePort, HAS_REDIS, Server } from './server.js';

/** A proxy that runs beside a Redis, whose latency map is shown. */

const SCENARIO = `
fleet:
  groups:
    - { name: slow, deployments: 1, latency: { distribution: constant, value: 20ms } }
    - { name: fast, deployments: 1, latency: { distribution: constant, value: 10ms } }
load: { kind: poisson, rate: 100/s }
duration: 1m
requests: 10
`;

describe.skipIf(!HAS_REDIS)('latsim live --proxy --redis --show-map', () => {
  it('shows what the proxy has written under the keys of its configuration', async () => {
    const server = await Server.started();
    const cwd = workFolder({ 'small.yaml': SCENARIO });
    const port = String(await freePort());
    const live = (...words: readonly string[]) =>
      latsim(['live', 'small.yaml', '--redis', server.address, '--provider-port', port, ...words], {
        cwd,
      });
    await live('--write-config', '.');
    const proxy = fakeLiteLLM(readFileSync(join(cwd, 'config.yaml'), 'utf8')).listen(0);
    await once(proxy, 'listening');
    const redis = new Redis(server.port);
    try {
      const map = { 'fast/01': { latency: [0.01, 0.03] }, 'slow/01': { latency: [0] } };
      await redis.set(`latsim:live:port-${port}:default_map`, JSON.stringify(map));
      const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const { stdout } = await live('--proxy', url, '--show-map', '--json');
      expect(JSON.parse(stdout).maps).toEqual([
        {
          modelGroup: 'default',
          entries: [
            { id: 'fast/01', numbers: 2, zeros: 0, timedeltas: 0, mean: 0.02 },
            { id: 'slow/01', numbers: 0, zeros: 1, timedeltas: 0, mean: null },
          ],
        },
      ]);
    } finally {
      redis.disconnect();
      proxy.closeAllConnections();
      proxy.close();
      await server.kill();
    }
  });
});
