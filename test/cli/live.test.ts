import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../src/live/proxy/free-port.js';
import { LITELLM, proxyFolder } from '../live/at-a-proxy.js';
import { fakeLiteLLM } from '../live/fake-litellm.mjs';
import { proxiesLeft } from '../live/started.js';
import { latsim } from './in-process.js';

/* The stand-in takes deployments by turns: on a path on which nothing is recorded, LiteLLM's shares. */
const cwd = proxyFolder(20);
const live = (...args: string[]) => latsim(['live', 'at-a-proxy.yaml', ...args], { cwd });

/** At a stand-in of this process that says it is of a release. */
async function atRunning(says: string, ...args: string[]) {
  const port = String(await freePort());
  await live('--write-config', says, '--provider-port', port, ...args.slice(0, 2));
  const config = readFileSync(join(cwd, says, 'config.yaml'), 'utf8');
  const server = fakeLiteLLM(config, { says }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await live('--proxy', url, '--provider-port', port, ...args);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('what is measured', () => {
  it.each([
    [[], 'there is nothing to measure'],
    [
      ['--litellm', 'a', '--proxy', 'http://localhost:1'],
      '--litellm and --proxy exclude one another',
    ],
    [
      ['--litellm', 'a', '--forced'],
      '--forced is carried out on a Redis, and --litellm is a proxy',
    ],
    [['--litellm', 'a', '--tries', '3'], '--tries is carried out on a Redis'],
    [['--litellm', 'a', '-l', 'atomic'], '--logger has no use with --litellm'],
    [['--litellm', 'a', '--show-map'], '--show-map shows what a Redis holds, and there is none'],
    [
      ['--proxy', 'http://localhost:1', '--provider-port', '2', '--show-map'],
      '--show-map shows what a Redis holds, and there is none',
    ],
    [['--litellm', 'a', '--allow-remote'], '--allow-remote is about --redis, which is not given'],
    [
      ['--proxy', 'http://localhost:1'],
      '--proxy needs the port at which its provider is to listen',
    ],
    [['--proxy', 'http://localhost:1', '--provider-port', '2', '--port', '3'], '--port: '],
    [
      ['--proxy', 'http://localhost:1', '--provider-port', '2', '--runs', '3'],
      '--runs needs a proxy',
    ],
    [
      ['--proxy', 'http://me:secret@example.org', '--provider-port', '2'],
      'http://example.org: the address has a user, a query or a fragment',
    ],
    [
      ['--proxy', 'http://example.org/v1', '--provider-port', '2'],
      'the proxy at http://example.org is not on this machine',
    ],
    [
      ['--proxy', 'nowhere', '--provider-port', '2'],
      'what was given is not the address of a proxy',
    ],
    [['--write-config', '.'], '--write-config needs the port'],
    [['--redis', 'redis://localhost', '--port', '3'], '--port is about a proxy, and there is none'],
    [['--redis', 'redis://localhost', '--show-map'], '--show-map is about a proxy'],
    [['--redis', 'redis://localhost', '--tries', '3'], '--tries has no use without --forced'],
    [
      ['--redis', 'redis://localhost', '--forced', '--runs', '3'],
      '--runs has no use with --forced',
    ],
    [['--litellm', 'a', '--time-scale', '0.5'], 'Write a number from 1 to 1000'],
    [['--litellm', 'a', '--start-timeout', '5'], 'Write a duration above zero, such as 120s'],
    [['--litellm', 'a', '--start-timeout', '0s'], 'Write a duration above zero, such as 120s'],
    [['--litellm', 'a', '--port', '70000'], 'Write a whole number, from 1 to 65535'],
    [['--litellm', 'a', '-o', 'x.html'], 'this command does not write HTML'],
  ])('%j: %s', async (args, message) => {
    const { code, stdout, stderr } = await live(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('secret');
  });
});

describe('a proxy', () => {
  it('is measured, predicted by the release that it says, and told answer first', async () => {
    const { code, stdout, stderr } = await atRunning('1.82.3');
    expect(stderr).toBe('latsim: a run of about 1s\n');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^at-a-proxy: LiteLLM 1\.82\.3 on \/v1\/messages\n\n {2}LiteLLM 1\.82\.3 agrees with the prediction: on \/v1\/messages it sends 25\.0% to\s+fast, the fast group, predicted 2\d\.\d%\.\n/,
    );
  });

  it('that differs ends with 1; its release has no profile', async () => {
    const { code, stdout } = await atRunning(
      '1.108.7',
      ...['--set', 'path=chat', '--set', 'requests=40', '--json', '--quiet'],
    );
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ agree: false, version: '1.108.7', profile: 'v1.110.2' });
    expect(report.notes[0]).toBe('no profile for 1.108.7: nearest 1.110.2');
    expect(report.measured.map(({ requests }: { requests: number }) => requests)).toEqual([30, 10]);
  });

  it('that is started and dies is told of as far as it came, without a secret of its command', async () => {
    const command = `${LITELLM} --api-key=sk-abcdef123456 --fault dies=10`;
    const { code, stdout, stderr } = await live('--litellm', command, '--json');
    expect(code).toBe(2);
    expect(stderr).toContain('the process of LiteLLM has ended (exit code 9)');
    expect(stdout + stderr).not.toContain('abcdef');
    expect(JSON.parse(stdout)).toMatchObject({
      partial: expect.stringContaining('the process of LiteLLM has ended (exit code 9)'),
      agree: null,
      version: '1.82.3',
      repeats: [{ complete: false }],
    });
    expect(proxiesLeft()).toEqual([]);
  });

  it('that is not there is named with the remedy, and no file is left', async () => {
    const { code, stdout, stderr } = await live('--litellm', './no-such', '-o', 'proof.md');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('there is no such command');
    expect(() => readFileSync(join(cwd, 'proof.md'))).toThrow();
  });
});
