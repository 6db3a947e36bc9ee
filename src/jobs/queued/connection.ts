import type { Redis } from 'ioredis';
import { type CommandError, inputError, usageError } from '../../text/failure.js';
import type { QueueAddress } from './address.js';

/** All keys of latsim begin so. */
export const PREFIX = 'latsim';
/** The one queue of all commands and workers. */
export const JOBS = 'jobs';

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
export async function connect(address: QueueAddress): Promise<Connection> {
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
      timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
    });
    await Promise.race([redis.connect().then(() => redis.ping()), late]);
  } catch (error) {
    redis.disconnect();
    throw unreachable(address, fault ?? error);
  } finally {
    clearTimeout(timer);
  }
  isOpen = true;
  return { bullmq, redis };
}

/** Tells when a connection is lost, and when it is there again; not of one that was ended here. */
export function onLoss(
  redis: Redis,
  { shown }: QueueAddress,
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

/** What the client says may name users, so only what is known of it is said. */
function unreachable({ shown }: QueueAddress, error: unknown): CommandError {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  if (/^(NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password)/.test(message)) {
    return inputError(
      `the queue at ${shown} wants another user or password`,
      'write redis://USER:PASSWORD@HOST, or set REDISCLI_AUTH',
    );
  }
  if (/^NOPERM/.test(message)) {
    return inputError(
      `the user may not do what a queue takes at ${shown}`,
      `allow all commands on keys ${PREFIX}:*`,
    );
  }
  if (/CERT|^UNABLE_TO_/.test(code)) {
    return inputError(
      `the certificate of the queue at ${shown} is not trusted`,
      'name the file of whoever signed it in NODE_EXTRA_CA_CERTS; a certificate is for the name of its host',
    );
  }
  const why = REASONS[code] ?? (message === 'no answer' ? 'it does not answer' : undefined);
  return inputError(
    `the queue at ${shown} cannot be reached${why === undefined ? '' : `: ${why}`}`,
    'check the address, and that a Redis runs there',
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host, for the time being',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ECONNRESET: 'it ended the connection',
  ENOENT: 'there is no such socket',
  EACCES: 'there is no permission',
};
