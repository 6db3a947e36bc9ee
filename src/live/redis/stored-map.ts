import { type CachedMap, readLatencyMap } from '../../litellm/latency-map.js';
import type { RedisConnection } from './client.js';

/** What a real proxy keeps of the latencies of a model group. */
export interface StoredMap {
  readonly map: CachedMap;
  /** How long it is still kept, in seconds; null: there is none, or it is kept for good. */
  readonly ttl_s: number | null;
}

/**
 * Reads the latency map of a model group where a real LiteLLM keeps it: under `{model_name}_map`, with no prefix.
 * @throws ScenarioError where it is none, CommandError where Redis has gone
 */
export async function readStoredMap(
  connection: RedisConnection,
  modelGroup: string,
): Promise<StoredMap> {
  const key = `${modelGroup}_map`;
  const [text, ttl_ms] = await connection.atOnce([
    ['GET', key],
    ['PTTL', key],
  ]);
  const map = readLatencyMap(key, typeof text === 'string' ? text : '(nil)', [modelGroup]);
  return { map, ttl_s: Number(ttl_ms) < 0 ? null : Number(ttl_ms) / 1000 };
}
