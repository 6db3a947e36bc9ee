import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { latsim, type Surroundings } from '../cli/in-process.js';
import { workFolder } from '../cli/latsim.js';

/* What a probe makes of a proxy: one that is played here, with the headers that LiteLLM sends. */

const KEY = 'sk-never-to-be-seen';
const SECRET = /never-to-be-seen|hunter2/;

type Answer = (request: IncomingMessage, response: ServerResponse, number: number) => void;

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

/** A proxy; `number` counts the requests that cost something, from 0. */
async function proxy(answer: Answer): Promise<{ url: string; asked: () => number; kill(): void }> {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'POST') answer(request, response, asked++);
      else response.writeHead(404).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kill = (): void => {
    server.close();
    server.closeAllConnections();
  };
  closing.push(kill);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    kill,
  };
}

const CHAT = { model: 'assistant', usage: { prompt_tokens: 9, completion_tokens: 2 } };

/** As 1.110.2 answers on /chat/completions. */
function served(response: ServerResponse, id: string, model: string): void {
  response.writeHead(200, {
    'x-litellm-model-id': id,
    'x-litellm-model-name': model,
    'x-litellm-model-api-base': 'https://user:hunter2@upstream',
    'x-litellm-version': '1.110.2',
  });
  response.end(JSON.stringify(CHAT));
}

const evenly: Answer = (_, response, number) =>
  number % 5 === 4
    ? served(response, 'f', 'openai/fast')
    : served(response, `s${number % 5}`, 'openai/slow');

function probe(url: string, words: readonly string[] = [], surroundings: Surroundings = {}) {
  const env = { LITELLM_API_KEY: KEY, ...surroundings.env };
  return latsim(['probe', url, '--model', 'assistant', ...words], { ...surroundings, env });
}

describe('a probe', () => {
  it('says who answered, and what that tells', async () => {
    const { url } = await proxy(evenly);
    const { code, stdout, stderr } = await probe(url, ['--json', '--requests', '20']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      version: '1.110.2',
      strategy: null,
      asked: 20,
      requests: 20,
      wholeFleet: false,
      groups: [
        { name: 'slow', deployments: 4, requests: 16, share: 0.8 },
        { name: 'fast', deployments: 1, requests: 4, share: 0.2 },
      ],
      outcome: 'open',
      diagnosis: null,
      partial: null,
    });
    expect(stdout).not.toMatch(SECRET);
  });

  it('keeps what it sent as a spend log, without a secret', async () => {
    const { url } = await proxy(evenly);
    const cwd = workFolder({});
    const { stdout } = await probe(url, ['--log', 'p.jsonl', '--requests', '10'], { cwd });
    expect(stdout).toContain('latsim import config.yaml --logs p.jsonl');
    const rows = readFileSync(join(cwd, 'p.jsonl'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(10);
    expect(JSON.parse(rows[4] as string)).toMatchObject({
      call_type: 'acompletion',
      model_group: 'assistant',
      model_id: 'f',
      model: 'openai/fast',
      completion_tokens: 2,
    });
    expect(rows.join()).not.toMatch(SECRET);
  });

  it('is sent as it was asked for, with the key of the environment', async () => {
    const seen: string[] = [];
    const { url } = await proxy((request, response) => {
      seen.push(`${request.url} ${request.headers.authorization}`);
      served(response, 'a', 'openai/fast');
    });
    const env = { LITELLM_API_KEY: '', LITELLM_MASTER_KEY: KEY };
    await probe(`${url}/v1/`, ['--path', 'messages', '--requests', '2'], { env });
    expect(seen).toEqual(new Array(2).fill(`/v1/messages Bearer ${KEY}`));
  });

  it.each([
    [401, '', 'does not take the key'],
    [400, '{"error":{"type":"no_db_connection","message":"hunter2"}}', 'does not take the key'],
    [404, 'hunter2', 'is this a LiteLLM proxy?'],
  ])('that is refused with %i ends at once', async (status, body, says) => {
    const { url, asked } = await proxy((_, response) => response.writeHead(status).end(body));
    const { code, stdout, stderr } = await probe(url);
    expect({ code, stdout, asked: asked() }).toEqual({ code: 2, stdout: '', asked: 1 });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(SECRET);
  });

  it('of what says nothing of deployments ends at once', async () => {
    const { url, asked } = await proxy((_, response) => response.end(JSON.stringify(CHAT)));
    const { code, stderr } = await probe(url);
    expect({ code, asked: asked() }).toEqual({ code: 2, asked: 1 });
    expect(stderr).toContain('does not say which deployment did');
  });

  it('counts what failed, and ends where all fail', async () => {
    const some = await proxy((request, response, number) =>
      number % 4 === 3 ? response.writeHead(429).end('{}') : evenly(request, response, number),
    );
    const { stdout } = await probe(some.url, ['--requests', '12']);
    expect(stdout).toContain('9 of 12 on chat, one after another; 3 answered with 429');
    const all = await proxy((_, response) => response.writeHead(429).end('{}'));
    const { code, stderr } = await probe(all.url);
    expect({ code, asked: all.asked() }).toEqual({ code: 2, asked: 3 });
    expect(stderr).toContain('fail, one after another (answered with 429)');
  });

  it('whose proxy ends keeps what it has, and ends with 2', async () => {
    const dying = await proxy((request, response, number) =>
      number === 12 ? dying.kill() : evenly(request, response, number),
    );
    const { code, stdout, stderr } = await probe(dying.url);
    expect(code).toBe(2);
    expect(stdout).toContain('only 13 of 40 requests are in this');
    expect(stderr).toContain(`there is no connection to ${dying.url}`);
  });

  it('that is interrupted keeps what it has, and ends with 130', async () => {
    let interrupt = (): void => undefined;
    const { url } = await proxy((request, response, number) =>
      number === 12 ? interrupt() : evenly(request, response, number),
    );
    const listening = (press: () => void): void => {
      interrupt = press;
    };
    const { code, stdout } = await probe(url, [], { listening });
    expect(code).toBe(130);
    expect(stdout).toContain('Interrupted: only 12 of 40 requests are in this.');
  });

  it('gives up a proxy that does not answer', async () => {
    const { url } = await proxy(() => undefined);
    const { code, stderr } = await probe(url, ['--timeout', '50ms']);
    expect(code).toBe(2);
    expect(stderr).toContain('does not answer within 0.05 s');
  });

  it('of another machine says what it would send', async () => {
    const { code, stderr } = await probe('https://gw.example/v1');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'https://gw.example is not on this machine: this would send 40 requests of up to 16 tokens each',
    );
  });

  it.each(['http://u:hunter2@127.0.0.1:1', 'http://127.0.0.1:1/?key=hunter2', 'hunter2'])(
    'takes no key from an address, and does not show it: %s',
    async (url) => {
      const { code, stderr } = await probe(url);
      expect(code).toBe(2);
      expect(stderr).not.toMatch(SECRET);
    },
  );

  it('does not show a key that cannot be sent', async () => {
    const { code, stderr } = await probe('http://127.0.0.1:1', [], {
      env: { LITELLM_API_KEY: 'hunter2\u00e9' },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('LITELLM_API_KEY has characters that no key has');
    expect(stderr).not.toMatch(SECRET);
  });

  it('takes the groups of a configuration', async () => {
    const cwd = workFolder({
      'c.yaml': `model_list:\n${['s0', 's1', 's2', 's3', 'f', 'g']
        .map(
          (id) =>
            `  - { model_name: assistant, litellm_params: { model: openai/${id[0] === 's' ? 'slow' : 'fast'} }, model_info: { id: ${id} } }\n`,
        )
        .join('')}router_settings: { routing_strategy: latency-based-routing }\n`,
    });
    const { url } = await proxy((_, response, number) =>
      number === 6 ? response.destroy() : evenly({} as never, response, number),
    );
    const { code, stdout } = await probe(url, ['--config', 'c.yaml', '--json'], { cwd });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      strategy: 'lowest-latency',
      wholeFleet: true,
      groups: [
        { name: 'slow', deployments: 4, requests: 5 },
        { name: 'fast', deployments: 2 },
      ],
    });
    const other = await latsim(['probe', url, '--model', 'assitant', '--config', 'c.yaml'], {
      cwd,
    });
    expect(other.stderr).toContain("there is no model_name 'assitant'");
  });
});
