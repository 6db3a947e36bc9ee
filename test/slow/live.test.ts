import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { latsim } from '../cli/in-process.js';
import { workFolder } from '../cli/latsim.js';

const FAKE = fileURLToPath(new URL('../live/fake-litellm.mjs', import.meta.url));
const LITELLM = `'${process.execPath}' '${FAKE}'`;

const cwd = workFolder({
  'at-a-proxy.yaml': `
fleet:
  groups:
    - { name: slow, deployments: 3, provider: anthropic, latency: { distribution: constant, value: 40ms } }
    - { name: fast, deployments: 1, provider: openai, latency: { distribution: constant, value: 10ms } }
load: { kind: poisson, rate: 100/s }
duration: 1m
requests: 40
path: messages
`,
});
const live = (...args: string[]) => latsim(['live', 'at-a-proxy.yaml', ...args, '--json'], { cwd });

it('a proxy that cannot be started leaves what was measured before it', async () => {
  const { code, stdout } = await live('--litellm', LITELLM, '--litellm', './no-such');
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    agree: true,
    version: '1.82.3',
    partial: expect.stringContaining('there is no such command'),
  });
});

it('several proxies are measured one after the other, as often as is asked for', async () => {
  const after = `${LITELLM} --says 1.108.7`;
  const { code, stdout } = await live('--litellm', LITELLM, '--litellm', after, '--runs', '2');
  expect(code).toBe(1);
  const { agree, runs } = JSON.parse(stdout);
  expect(agree).toBe(false);
  expect(runs).toMatchObject([
    { version: '1.82.3', agree: true, repeats: [{ complete: true }, { complete: true }] },
    { version: '1.108.7', agree: false, repeats: [{ complete: true }, { complete: true }] },
  ]);
});
