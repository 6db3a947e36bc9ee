import { usageError } from '../../text/failure.js';

/** Variables that may hold the key of a proxy; the first that is set counts. */
export const KEY_VARIABLES = ['LITELLM_API_KEY', 'LITELLM_PROXY_API_KEY', 'LITELLM_MASTER_KEY'];

/**
 * The key of a proxy, which stands nowhere but in the environment; null: none is set.
 * @throws CommandError where a key cannot be sent; it is not shown
 */
export function keyIn(env: Readonly<Record<string, string | undefined>>): string | null {
  for (const name of KEY_VARIABLES) {
    const key = env[name]?.trim();
    if (key === undefined || key === '') continue;
    if (/^[\x21-\x7e]+$/.test(key)) return key;
    throw usageError(`${name} has characters that no key has`, 'set it to the key alone');
  }
  return null;
}
