/** One request to a proxy. */
export interface Question {
  readonly url: string;
  readonly key: string | null;
  /** Absent: a GET. */
  readonly body?: object;
  readonly timeout_s: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What came of it. */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Headers;
      /** Undefined: it is no JSON. */
      readonly json: unknown;
      /** From the request to the end of the body. */
      readonly latency_s: number;
    }
  | { readonly kind: 'timeout' }
  /** Nobody listens, or the connection broke; with the code of the system, such as ECONNREFUSED, if it has one. */
  | { readonly kind: 'no-connection'; readonly code: string | null }
  | { readonly kind: 'interrupted' };

/** No answer of a few tokens, nor a list of deployments, is longer. */
const MOST_BYTES = 20_000_000;

/** Sends a request and waits for all of its answer. A redirection is not followed: a key is for one host. */
export async function exchange(question: Question): Promise<Exchange> {
  const { url, key, body, timeout_s, signal } = question;
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), timeout_s * 1000);
  const stop = (): void => end.abort();
  signal.addEventListener('abort', stop);
  const start_ms = performance.now();
  try {
    if (signal.aborted) return { kind: 'interrupted' };
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: end.signal,
    });
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (bytes > MOST_BYTES) return { kind: 'no-connection', code: null };
      pieces.push(piece);
    }
    const latency_s = (performance.now() - start_ms) / 1000;
    const { status, headers } = response;
    const json = parsed(Buffer.concat(pieces).toString());
    return { kind: 'answer', status, headers, json, latency_s };
  } catch (error) {
    if (signal.aborted) return { kind: 'interrupted' };
    if (end.signal.aborted) return { kind: 'timeout' };
    return { kind: 'no-connection', code: codeOf(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    end.abort();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A message may show what was sent. */
function codeOf(error: unknown): string | null {
  const { code } = ((error as Error).cause ?? error) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z_\d]{1,40}$/.test(code) ? code : null;
}
