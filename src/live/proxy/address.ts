import { isIPv4 } from 'node:net';
import { withoutUser } from '../../text/addresses.js';
import { usageError } from '../../text/failure.js';

/** Where a proxy is. */
export interface ProxyAddress {
  /** Without a slash at its end, nor a `/v1`. */
  readonly base: string;
  /** Whether nobody but this machine answers there. */
  readonly isLoopback: boolean;
}

const FORM = 'write http://HOST:PORT, as the proxy says it when it starts';

/**
 * Reads the address of a proxy.
 * @throws CommandError where it is none, or has anything in it that may be secret; it is not shown then
 */
export function readProxyAddress(text: string): ProxyAddress {
  const url = urlOf(text);
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw usageError('what was given is not the address of a proxy', FORM);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw usageError(
      `${withoutUser(text)}: the address has a user, a query or a fragment`,
      'leave it out: the key is taken from the environment (LITELLM_API_KEY)',
    );
  }
  const base = `${url.origin}${url.pathname}`.replace(/\/+(?:v1\/*)?$/, '');
  return { base, isLoopback: isLoopback(url.hostname) };
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** By its form: no name is looked up, as who answers for it may change. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}
