import type { RedisAddress } from '../../jobs/queued/address.js';
import type { RedisToWrite } from '../../litellm/write-config.js';
import { clearKeys } from '../redis/clear.js';
import { RedisConnection } from '../redis/client.js';
import { LiveKeys } from '../redis/keys.js';

/** The latency map of a model group, as it stands in Redis. */
export interface RawMap {
  readonly modelGroup: string;
  readonly key: string;
  /** As LiteLLM has written it; null: there is no such key. */
  readonly value: string | null;
}

/** Variables from which a configuration takes what may be secret. */
const URL_VARIABLE = 'LATSIM_REDIS_URL';
const PASSWORD_VARIABLE = 'LATSIM_REDIS_PASSWORD';

/** The Redis of a proxy, in which it has keys of its own. */
export class ProxyRedis {
  private constructor(
    readonly address: RedisAddress,
    private readonly keys: LiveKeys,
  ) {}

  /** @param id of the keys; absent: one that nobody has */
  static at(address: RedisAddress, id?: string): ProxyRedis {
    return new ProxyRedis(address, new LiveKeys(id));
  }

  /** How a configuration names it. */
  get written(): RedisToWrite {
    const { host, port, username, password, db, tls } = this.address.connection;
    const namespace = this.keys.prefix.replace(/:$/, '');
    const isPlain = host !== undefined && username === undefined && db === 0 && tls === undefined;
    if (!isPlain) return { settings: { redis_url: `os.environ/${URL_VARIABLE}` }, namespace };
    const settings = {
      redis_host: host,
      redis_port: port as number,
      ...(password !== undefined && { redis_password: `os.environ/${PASSWORD_VARIABLE}` }),
    };
    return { settings, namespace };
  }

  /** The variables that this takes from the environment. */
  get environment(): Readonly<Record<string, string>> {
    const { settings } = this.written;
    if (settings.redis_url !== undefined) return { [URL_VARIABLE]: urlOf(this.address) };
    const { password } = this.address.connection;
    return password === undefined ? {} : { [PASSWORD_VARIABLE]: password };
  }

  /** What is not to be shown of what a proxy prints. */
  get secrets(): readonly string[] {
    const { password } = this.address.connection;
    return password === undefined ? [] : [password];
  }

  /** @throws CommandError where nobody answers */
  async requireThere(): Promise<void> {
    (await RedisConnection.open(this.address)).close();
  }

  /** The latency maps that it holds. @throws CommandError where it has gone */
  async maps(modelGroups: readonly string[]): Promise<readonly RawMap[]> {
    return await this.connected(async (connection) => {
      const maps: RawMap[] = [];
      for (const modelGroup of modelGroups) {
        const key = `${modelGroup}_map`;
        const value = await connection.send(['GET', this.keys.data(key)]);
        maps.push({ modelGroup, key, value: typeof value === 'string' ? value : null });
      }
      return maps;
    });
  }

  /** Removes the keys of the proxy, which has ended. @throws CommandError where Redis has gone */
  async clear(): Promise<void> {
    await this.connected((connection) => clearKeys(connection, this.keys));
  }

  private async connected<Result>(
    work: (connection: RedisConnection) => Promise<Result>,
  ): Promise<Result> {
    const connection = await RedisConnection.open(this.address);
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }
}

/** The whole of an address, with user and password. */
function urlOf({ connection }: RedisAddress): string {
  const { host, port, path, db, username = '', password = '', tls } = connection;
  const user = [username, password].map(encodeURIComponent).join(':');
  const before = user === ':' ? '' : `${user}@`;
  if (path !== undefined) return `unix://${before}${path}?db=${db}`;
  const name = host?.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'redis' : 'rediss'}://${before}${name}:${port}/${db}`;
}
