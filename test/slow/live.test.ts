import { expect, it } from 'vitest';
import { latsim } from '../cli/in-process.js';
import { LITELLM, proxyFolder } from '../live/at-a-proxy.js';

const cwd = proxyFolder(40);
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
