import { type Entries, present, type SettingsReader, scalarOf } from './reader.js';

/** Settings of the router's Redis. */
export const REDIS_READ = ['redis_host', 'redis_port', 'redis_url', 'redis_password', 'redis_db'];
/** Settings of a cache that say where its Redis is. */
const CACHE_READ = ['type', 'host', 'port', 'url', 'password'];

/** Where the router's Redis is configured, and what is odd in it. */
export interface ConfiguredRedis {
  /** The path of the setting; null: it has none. */
  readonly path: string | null;
  readonly odd: readonly string[];
}

/**
 * LiteLLM's Router uses Redis with redis_url, or with redis_host and redis_port; and the Redis of a response
 * cache where it has none of its own (proxy_server.py).
 */
export function readRedis(
  reader: SettingsReader,
  router: Entries,
  module: Entries,
): ConfiguredRedis {
  // It is read also where the router has its own: what is left out is to be listed.
  const cache = ofCache(reader, module);
  const has = (name: string) => present(router.get(name));
  if (has('redis_url')) return { path: 'router_settings.redis_url', odd: [] };
  if (!has('redis_host')) return { path: cache, odd: [] };
  if (has('redis_port')) return { path: 'router_settings.redis_host', odd: [] };
  const odd = 'redis_host is there without redis_port: LiteLLM uses Redis only with both';
  return { path: cache, odd: [odd] };
}

function ofCache(reader: SettingsReader, module: Entries): string | null {
  const cache = module.get('cache');
  const path = 'litellm_settings.cache_params';
  const params = reader.section(module.get('cache_params'), path);
  const type = reader.optionalText(params.get('type'), 'cache_params.type') ?? 'redis';
  const used = cache !== undefined && scalarOf(cache) === true && type === 'redis';
  reader.leaveOut(params, used ? CACHE_READ : [], path);
  return used ? 'litellm_settings.cache' : null;
}
