import type { RedisAddress } from '../jobs/queued/address.js';
import { usageError } from '../text/failure.js';
import type { Io } from './io.js';

/** What an option names a Redis for, in errors. */
const NAMES = { '--queue': 'the queue', '--redis': 'the Redis' } as const;

/**
 * Where the Redis is that an option names; its password may stand in REDISCLI_AUTH.
 * @throws CommandError for what is no address, and for a machine that may not be meant
 */
export async function redisAt(
  { env, hideArguments }: Pick<Io, 'env' | 'hideArguments'>,
  option: keyof typeof NAMES,
  text: string,
  allowRemote: boolean,
): Promise<RedisAddress> {
  const { readRedisAddress } = await import('../jobs/queued/address.js');
  const address = readRedisAddress(text, option, env.REDISCLI_AUTH);
  // Every user of a machine sees the arguments of its processes.
  if (address.shown !== text) hideArguments();
  if (!address.isHere && !allowRemote) {
    throw usageError(
      `${NAMES[option]} at ${address.shown} is not on this machine: what is simulated would leave it`,
      'if that is meant, add --allow-remote',
    );
  }
  return address;
}

/** That of `--redis`; undefined: it is not given. @throws CommandError as `redisAt` */
export async function redisOf(
  io: Pick<Io, 'env' | 'hideArguments'>,
  { redis, allowRemote }: { readonly redis?: string; readonly allowRemote?: true },
): Promise<RedisAddress | undefined> {
  if (redis === undefined) return undefined;
  return await redisAt(io, '--redis', redis, allowRemote === true);
}
