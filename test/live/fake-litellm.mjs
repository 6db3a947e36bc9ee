/*
 * A stand-in for LiteLLM's proxy, started as it is: it reads a configuration, and sends what is asked of a
 * model to its deployments by turns.
 *
 *   node fake-litellm.mjs [--says RELEASE] [--fault FAULT] --config FILE --port N --host HOST
 *
 * Faults: ends (at once), unhealthy (it is never ready), dies=N (after so many requests), refuses (401).
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** Where LiteLLM calls a deployment. */
function addressOf({ litellm_params: { model, api_base } }, path) {
  if (path === '/v1/chat/completions') return `${api_base}/chat/completions`;
  return model.startsWith('anthropic/') ? `${api_base}/v1/messages` : `${api_base}/responses`;
}

/** The same as a server in this process, which is yet to listen, and only closes where it dies. */
export function fakeLiteLLM(config, { says = '1.82.3', fault = '' } = {}) {
  const server = serverOf(config, says, fault, () => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

function serverOf(config, says, given, die) {
  const { model_list } = parse(config);
  const [fault, count] = given.split('=');
  const turns = new Map();
  let requests = 0;

  function deploymentOf(model) {
    const all = model_list.filter(({ model_name }) => model_name === model);
    const turn = turns.get(model) ?? 0;
    turns.set(model, turn + 1);
    return all[turn % all.length];
  }

  return createServer(async (message, reply) => {
    const head = { 'content-type': 'application/json', 'x-litellm-version': says };
    if (message.url === '/health/liveliness') {
      reply.writeHead(fault === 'unhealthy' ? 503 : 200, head).end('"I am alive!"');
      return;
    }
    let body = '';
    for await (const piece of message) body += piece;
    const { model } = JSON.parse(body);
    if (!model.startsWith('latsim-overhead')) requests++;
    if (fault === 'refuses') return void reply.writeHead(401, head).end('{"error":{}}');
    if (fault === 'dies' && requests > Number(count)) return void die();
    const deployment = deploymentOf(model);
    if (deployment === undefined) return void reply.writeHead(400, head).end('{"error":{}}');
    const { timeout } = deployment.litellm_params;
    const signal = timeout === undefined ? undefined : AbortSignal.timeout(timeout * 1000);
    try {
      const address = addressOf(deployment, message.url);
      const answered = await fetch(address, { method: 'POST', body, signal });
      const text = await answered.text();
      reply.writeHead(answered.status, { ...head, 'x-litellm-model-id': deployment.model_info.id });
      reply.end(text);
    } catch {
      reply.writeHead(signal?.aborted ? 408 : 500, head).end('{"error":{}}');
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const option = (name) =>
    given.includes(`--${name}`) ? given[given.indexOf(`--${name}`) + 1] : undefined;
  const fault = option('fault');
  if (fault === 'ends') {
    process.stderr.write('no luck with redis://me:secret@localhost:1 and sk-1234567\n');
    process.exit(3);
  }
  const config = readFileSync(option('config'), 'utf8');
  serverOf(config, option('says') ?? '1.82.3', fault ?? '', () => process.exit(9)).listen(
    Number(option('port')),
    option('host'),
  );
}
