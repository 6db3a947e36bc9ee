import type { Redis } from 'ioredis';
import { usageError } from '../../text/failure.js';
import type { RedisAddress } from './address.js';
import { NO_ANSWER, unreachable } from './unreachable.js';

/** All keys of latsim begin so. */
export const PREFIX = 'latsim';
/** The one queue of all commands and workers. */
export const JOBS = 'jobs';

/** What errors call it. */
const QUEUE = { name: 'the queue', keys: `${PREFIX}:*` };

/** How long the first answer may take. */
const PATIENCE_MS = 5000;
/** How often it is tried again once it has been reached. */
const MOST_MS_BETWEEN = 1000;

/** An open connection, and the package that carries jobs over it. */
export interface Connection {
  readonly bullmq: typeof import('bullmq');
  readonly redis: Redis;
}

/**
 * Opens a connection, which tries again and again where it breaks later.
 * @throws CommandError where the packages are not installed, or nobody answers
 */
export async function connect(address: RedisAddress): Promise<Connection> {
  const { bullmq, Redis } = await packages();
  let isOpen = false;
  let fault: unknown;
  const redis = new Redis({
    ...address.connection,
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    // Commands wait for the connection: jobs are not to fail with it.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (isOpen ? Math.min(times * 100, MOST_MS_BETWEEN) : null),
  });
  redis.on('error', (error) => {
    fault = error;
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(NO_ANSWER)), PATIENCE_MS);
    });
    await Promise.race([redis.connect().then(() => redis.ping()), late]);
  } catch (error) {
    redis.disconnect();
    throw unreachable(QUEUE, address, fault ?? error);
  } finally {
    clearTimeout(timer);
  }
  isOpen = true;
  return { bullmq, redis };
}

/** Tells when a connection is lost, and when it is there again; not of one that was ended here. */
export function onLoss(
  redis: Redis,
  { shown }: RedisAddress,
  told: (message: string) => void,
): void {
  let isLost = false;
  redis.on('reconnecting', () => {
    if (!isLost) told(`the queue at ${shown} is gone; waiting for it`);
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) told('the queue is there again');
    isLost = false;
  });
}

async function packages() {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw usageError(
      '--queue needs the packages bullmq and ioredis',
      'install them beside latsim:',
      'npm install bullmq ioredis',
    );
  }
}
