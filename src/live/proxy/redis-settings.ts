import { usageError } from '../../text/failure.js';

/** How a proxy is told of its Redis. */
export interface RedisSettings {
  /** LiteLLM's settings, in which nothing is secret. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** The variables that they name, which may be. */
  readonly environment: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = 6379;
const VARIABLE = 'LATSIM_REDIS_URL';

/**
 * A plain address is written down; one with a user, a password or TLS goes by the environment.
 * @param address `redis://127.0.0.1:6379`
 * @throws CommandError where it is none of a Redis
 */
export function redisSettings(address: string): RedisSettings {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw usageError('--redis is not the address of a Redis', 'write it as redis://127.0.0.1:6379');
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port) || DEFAULT_PORT;
  const isPlain =
    url.protocol === 'redis:' &&
    url.username === '' &&
    url.password === '' &&
    /^\/?(?:0)?$/.test(url.pathname);
  return isPlain
    ? { settings: { redis_host: host, redis_port: port }, environment: {}, host, port }
    : {
        settings: { redis_url: `os.environ/${VARIABLE}` },
        environment: { [VARIABLE]: address },
        host,
        port,
      };
}
