import type { RedisConnection } from './client.js';
import type { LiveKeys } from './keys.js';

/** Keys that are looked through at once. */
const BATCH = '1000';

/**
 * Removes every key of a live world, and no other. What its processes still write then stays until its ttl is
 * over: they have to have ended.
 * @throws CommandError where Redis has gone
 */
export async function clearKeys(connection: RedisConnection, keys: LiveKeys): Promise<void> {
  let cursor = '0';
  do {
    const reply = await connection.send(['SCAN', cursor, 'MATCH', keys.pattern, 'COUNT', BATCH]);
    const [next, names] = reply as readonly [string, readonly string[]];
    if (names.length > 0) await connection.send(['UNLINK', ...names]);
    cursor = next;
  } while (cursor !== '0');
}
