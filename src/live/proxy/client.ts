import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import { performance } from 'node:perf_hooks';
import type { RequestPath } from '../../strategies/lowest-latency/recorded.js';
import { ENDPOINTS } from './endpoints.js';

/** How a call of a proxy has ended. */
export interface Called {
  /** 0: there was no answer. */
  readonly status: number;
  /** Of the system or of HTTP, where there was no whole answer: ECONNREFUSED. */
  readonly error?: string;
  /** From sending it to the end of the answer, in seconds. */
  readonly took_s: number;
  /** The release, where the proxy says it. */
  readonly version?: string | undefined;
  /** The beginning of what was answered. */
  readonly text: string;
}

/** What is asked of a model. */
export interface Prompt {
  readonly model: string;
  readonly text: string;
  readonly stream: boolean;
  readonly tag?: string | undefined;
}

/** Where a proxy says that it is there. */
export const LIVELINESS = '/health/liveliness';

/** Of an answer that is kept: errors are shorter. */
const MOST_TEXT = 2_000;
/** Tokens that an answer may have: more than it does. */
const MOST_TOKENS = 4096;

/** Calls a proxy, over as many connections as there are calls at a time. */
export class ProxyClient {
  private readonly agent: Agent;

  /**
   * @param url of the proxy
   * @param key undefined: it asks for none
   * @param keepAlive whether connections are used again; of several workers each connection has one
   */
  constructor(
    private readonly url: URL,
    private readonly key: string | undefined,
    keepAlive: boolean,
  ) {
    const Kind = url.protocol === 'https:' ? TlsAgent : Agent;
    this.agent = new Kind({ keepAlive, maxSockets: Number.POSITIVE_INFINITY });
  }

  /** Asks a model at a path. @param signal ends the call */
  ask(
    path: RequestPath,
    { model, text, stream, tag }: Prompt,
    signal?: AbortSignal,
  ): Promise<Called> {
    const body = {
      model,
      max_tokens: MOST_TOKENS,
      messages: [{ role: 'user', content: text }],
      ...(stream && { stream }),
      ...(stream && path === 'chat' && { stream_options: { include_usage: true } }),
      // The header would do on both paths in some releases only.
      ...(tag !== undefined && path === 'chat' && { metadata: { tags: [tag] } }),
    };
    const headers = {
      'content-type': 'application/json',
      ...(path === 'messages' && { 'anthropic-version': '2023-06-01' }),
      ...(tag !== undefined && path === 'messages' && { 'x-litellm-tags': tag }),
    };
    return this.call('POST', ENDPOINTS[path], headers, JSON.stringify(body), signal);
  }

  get(path: string, signal?: AbortSignal): Promise<Called> {
    return this.call('GET', path, {}, undefined, signal);
  }

  close(): void {
    this.agent.destroy();
  }

  private call(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Called> {
    const { url, agent, key } = this;
    const began_ms = performance.now();
    return new Promise((resolve) => {
      const failed = (error: NodeJS.ErrnoException) =>
        resolve({
          status: 0,
          error: error.code ?? error.name,
          took_s: (performance.now() - began_ms) / 1000,
          text: '',
        });
      const received = (answer: IncomingMessage) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => {
          if (text.length < MOST_TEXT) text += piece.slice(0, MOST_TEXT);
        });
        answer.once('error', failed);
        answer.once('end', () => {
          const version = answer.headers['x-litellm-version'];
          resolve({
            status: answer.statusCode ?? 0,
            took_s: (performance.now() - began_ms) / 1000,
            version: typeof version === 'string' ? version : undefined,
            text,
          });
        });
      };
      const asked = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
        new URL(`${url.pathname.replace(/\/+$/, '')}${path}`, url),
        {
          method,
          agent,
          headers: {
            ...headers,
            ...(key !== undefined && { authorization: `Bearer ${key}` }),
            ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
          },
          ...(signal !== undefined && { signal }),
        },
        received,
      );
      asked.once('error', failed);
      asked.end(body);
    });
  }
}
