import type { RequestPath } from '../../strategies/lowest-latency/recorded.js';
import { readRelease } from '../../strategies/lowest-latency/release.js';
import { ENDPOINTS } from '../proxy/endpoints.js';
import { type Exchange, exchange } from './exchange.js';

/** What is sent, and where. */
export interface ProbePlan {
  readonly base: string;
  readonly path: RequestPath;
  readonly model: string;
  readonly requests: number;
  /** Requests side by side; 1: one after another. */
  readonly concurrency: number;
  readonly maxTokens: number;
  /** What a request may take. */
  readonly timeout_s: number;
  readonly key: string | null;
}

/** A request that was answered. */
export interface ProbeAnswer {
  /** In milliseconds since 1970. */
  readonly start_ms: number;
  readonly latency_s: number;
  /** Id of the deployment; null: the proxy does not say it. */
  readonly deployment: string | null;
  /** What the proxy says of its model beside the name that was asked for. */
  readonly model: string | null;
  readonly completionTokens: number | null;
  readonly totalTokens: number | null;
  /** Whether another deployment, or group, was tried before. */
  readonly again: boolean;
  /** Whether it came from a cache, and nobody was chosen. */
  readonly cached: boolean;
}

/** One that was not: why, as a status or a word. */
export interface ProbeFailure {
  readonly start_ms: number;
  readonly latency_s: number;
  readonly reason: FailureReason;
}

export type FailureReason = number | 'timeout' | 'no-connection';

/** Why a probe ended before its last request. */
export type ProbeEnd =
  | { readonly kind: 'interrupted' }
  /** The key is not taken; or the request is none that this proxy serves. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly isKey: boolean;
      readonly isLiteLLM: boolean;
    }
  | { readonly kind: 'no-connection'; readonly code: string | null }
  /** Nothing was answered in time, or several in a row failed. */
  | { readonly kind: 'failing'; readonly reason: FailureReason }
  /** It answers, and says of no deployment. */
  | { readonly kind: 'says-nothing'; readonly isLiteLLM: boolean };

export interface Probed {
  readonly answers: readonly ProbeAnswer[];
  readonly failures: readonly ProbeFailure[];
  /** Of LiteLLM, as the proxy says it; null: it does not. */
  readonly version: string | null;
  /** Null: all were sent. */
  readonly end: ProbeEnd | null;
}

/** So many in a row, and more of the same would follow. */
const FAILING = 3;

/**
 * Sends harmless requests to a proxy and notes who answers each.
 * @param finished is told of each request that has an end
 */
export async function probing(
  plan: ProbePlan,
  signal: AbortSignal,
  finished: (requests: number) => void,
): Promise<Probed> {
  const answers: ProbeAnswer[] = [];
  const failures: ProbeFailure[] = [];
  let version: string | null = null;
  let end: ProbeEnd | null = null;
  let sent = 0;
  let inRow = 0;
  const stop = new AbortController();
  const interrupt = (): void => finish({ kind: 'interrupted' });
  const finish = (why: ProbeEnd): void => {
    end ??= why;
    stop.abort();
  };
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt);
  // Nobody is to answer from a cache.
  const token = Date.now().toString(36);
  const one = async (number: number): Promise<void> => {
    const start_ms = Date.now();
    const got = await exchange({
      url: `${plan.base}${ENDPOINTS[plan.path]}`,
      key: plan.key,
      body: bodyOf(plan, `${token}-${number}`),
      timeout_s: plan.timeout_s,
      signal: stop.signal,
    });
    if (got.kind === 'interrupted') return;
    if (got.kind === 'answer' && got.status === 200) {
      const answer = answerOf(got, plan, start_ms);
      version ??= versionIn(got.headers);
      inRow = 0;
      if (answer.deployment === null && answer.model === null && !answer.cached) {
        finish({ kind: 'says-nothing', isLiteLLM: isOfLiteLLM(got.headers) });
      } else answers.push(answer);
    } else {
      const reason = got.kind === 'answer' ? got.status : got.kind;
      failures.push({ start_ms, latency_s: (Date.now() - start_ms) / 1000, reason });
      inRow += 1;
      const why = endAfter(got, answers.length > 0, inRow);
      if (why !== null) finish(why);
    }
    finished(answers.length + failures.length);
  };
  const user = async (): Promise<void> => {
    while (sent < plan.requests && end === null) await one(++sent);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(plan.concurrency, plan.requests) }, user));
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
  return { answers, failures, version, end };
}

/** Whether a failure ends the probe: what is wrong now would be wrong with the next request, too. */
function endAfter(
  got: Exclude<Exchange, { kind: 'interrupted' }>,
  answered: boolean,
  inRow: number,
): ProbeEnd | null {
  if (got.kind === 'no-connection') return got;
  const reason = got.kind === 'answer' ? got.status : got.kind;
  if (got.kind === 'answer') {
    const { status, headers, json } = got;
    const isKey = status === 401 || status === 403 || typeOf(json) === NO_DATABASE;
    const isWrong = status < 500 && status !== 429 && status !== 408;
    if (isKey || (isWrong && !answered)) {
      return { kind: 'refused', status, isKey, isLiteLLM: isOfLiteLLM(headers) };
    }
  } else if (!answered) return { kind: 'failing', reason };
  return inRow >= FAILING ? { kind: 'failing', reason } : null;
}

/** What a proxy without a database says of a key that is not its own (400, seen on 1.82.3 and 1.110.2). */
const NO_DATABASE = 'no_db_connection';

function typeOf(json: unknown): unknown {
  return (json as { error?: { type?: unknown } } | null | undefined)?.error?.type;
}

function bodyOf({ model, maxTokens }: ProbePlan, token: string): object {
  return {
    model,
    max_tokens: maxTokens,
    messages: [{ role: 'user', content: `Reply with: ok (${token})` }],
  };
}

function isOfLiteLLM(headers: Headers): boolean {
  return [...headers.keys()].some((name) => name.startsWith('x-litellm-'));
}

function versionIn(headers: Headers): string | null {
  const version = headers.get('x-litellm-version');
  return version === null || readRelease(version) === null ? null : version;
}

function answerOf(
  { headers, json, latency_s }: Extract<Exchange, { kind: 'answer' }>,
  { model: asked }: ProbePlan,
  start_ms: number,
): ProbeAnswer {
  const { model, usage } = (json ?? {}) as { model?: unknown; usage?: Record<string, unknown> };
  const named = headers.get('x-litellm-model-name');
  const own = typeof model === 'string' && model !== '' && model !== asked ? model : null;
  const tokens = (...names: string[]): number | null => {
    const [value] = names.map((name) => usage?.[name]).filter((one) => Number.isSafeInteger(one));
    return typeof value === 'number' ? value : null;
  };
  const completionTokens = tokens('completion_tokens', 'output_tokens');
  const input = tokens('prompt_tokens', 'input_tokens');
  return {
    start_ms,
    latency_s,
    deployment: headers.get('x-litellm-model-id'),
    model: named ?? own,
    completionTokens,
    totalTokens: input === null ? null : input + (completionTokens ?? 0),
    again: ['retries', 'fallbacks'].some(
      (what) => Number(headers.get(`x-litellm-attempted-${what}`)) > 0,
    ),
    cached: headers.get('x-litellm-cache-key') !== null,
  };
}
