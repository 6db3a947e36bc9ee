import type { RedisAddress } from '../../jobs/queued/address.js';
import { writeConfig } from '../../litellm/write-config.js';
import type { LoadedScenario } from '../../scenario/loaded.js';
import { ProxyRedis } from './redis.js';

/** How the first line of a configuration begins that latsim has written for a proxy. */
export const WRITTEN_BY = '# Written by latsim live';

/** A proxy's configuration that others start it with. */
export interface WrittenConfig {
  readonly text: string;
  /** Variables that it takes from the environment, with what each is. */
  readonly variables: readonly string[];
}

/** What a configuration is written for. */
export interface ConfigSetting {
  readonly timeScale: number;
  readonly providerPort: number;
  /** undefined: the proxy has none. */
  readonly redis?: RedisAddress | undefined;
}

/** How deployments at a port of the provider are addressed: their ids, as a path. */
export function apiBaseAt(port: number): (path: string) => string {
  return (path) => `http://127.0.0.1:${port}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** The Redis of a proxy that is started with a configuration for this port: others have other keys. */
export function redisOfConfig(redis: RedisAddress, providerPort: number): ProxyRedis {
  return ProxyRedis.at(redis, `port-${providerPort}`);
}

/**
 * The configuration of a proxy that is started by hand, for `live --proxy`.
 * @throws CommandError where LiteLLM does not have what the scenario has
 */
export function configFor(
  loaded: Pick<LoadedScenario, 'scenario' | 'stated'>,
  { timeScale, providerPort, redis }: ConfigSetting,
): WrittenConfig {
  const used = redis === undefined ? undefined : redisOfConfig(redis, providerPort);
  const scaled = timeScale === 1 ? '' : `, with all times divided by ${timeScale}`;
  const text = writeConfig(loaded, {
    timeScale,
    apiBase: apiBaseAt(providerPort),
    redis: used?.written,
    head: [
      `${WRITTEN_BY.replace('# ', '')} for ${loaded.scenario.name}${scaled}: a proxy of LiteLLM that is`,
      `started with it calls the provider of "latsim live --proxy URL --provider-port ${providerPort}".`,
    ],
  });
  return { text, variables: Object.keys(used?.environment ?? {}) };
}
