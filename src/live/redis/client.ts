import type { createClient, RedisClientOptions } from 'redis';
import type { RedisAddress } from '../../jobs/queued/address.js';
import { NO_ANSWER, unreachable } from '../../jobs/queued/unreachable.js';
import { type CommandError, inputError, usageError } from '../../text/failure.js';
import { FAMILY } from './keys.js';

/** A command as it is sent: its name, and its arguments. */
export type Command = readonly [name: string, ...args: string[]];

/** What Redis answers; an error stands for itself, so that the other answers of its MULTI are there. */
export type Reply = string | number | null | Error | readonly Reply[];

/** An answer may take so long, the first and any other: then Redis counts as gone. */
const PATIENCE_MS = 5000;

/** What errors call it. */
const NAMED = { name: 'the Redis', keys: `${FAMILY}*` };

type Client = ReturnType<typeof createClient>;

/**
 * A connection to a Redis. One that breaks is not opened again: of what was under way nobody could say
 * whether it was done, so what was counted would not hold.
 */
export class RedisConnection {
  private isClosed = false;

  private constructor(
    private readonly client: Client,
    private readonly address: RedisAddress,
    /** As Redis says it, `7.0.15`; null: it does not. */
    readonly version: string | null,
  ) {}

  /** @throws CommandError where the package is not installed, or nobody answers */
  static async open(address: RedisAddress): Promise<RedisConnection> {
    const { path, host, port, tls, db, username, password } = address.connection;
    const create = await loaded();
    const place =
      path === undefined ? { host, port, ...(tls && { ...tls, tls: true }) } : { path, tls: false };
    const socket = { ...place, connectTimeout: PATIENCE_MS, reconnectStrategy: false };
    const client = create({
      socket: socket as NonNullable<RedisClientOptions['socket']>,
      database: db,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      RESP: 2,
      disableClientInfo: true,
    }) as Client;
    // It is told by whatever is asked.
    client.on('error', () => undefined);
    try {
      const asked = client.connect().then(() => client.sendCommand<string>(['INFO', 'server']));
      const [, version = null] = /redis_version:(\S+)/.exec(await inTime(asked)) ?? [];
      return new RedisConnection(client, address, version);
    } catch (error) {
      abandon(client);
      throw unreachable(NAMED, address, error);
    }
  }

  /**
   * Sends commands that take effect as one, with nothing of others between them.
   * @returns the answer of each
   * @throws CommandError where Redis has gone, or refuses
   */
  async atOnce(commands: readonly Command[]): Promise<readonly Reply[]> {
    const multi = this.client.multi();
    for (const command of commands) multi.addCommand([...command]);
    try {
      return (await inTime(multi.exec())) as unknown as readonly Reply[];
    } catch (error) {
      if (isMultiError(error)) return error.replies;
      throw this.fault(error);
    }
  }

  /** Sends one command. @throws CommandError where Redis has gone, or refuses */
  async send([...command]: Command): Promise<Reply> {
    try {
      return await inTime(this.client.sendCommand<Reply>(command));
    } catch (error) {
      throw this.fault(error);
    }
  }

  /** Whatever is under way fails. */
  close(): void {
    this.isClosed = true;
    abandon(this.client);
  }

  private fault(error: unknown): CommandError {
    const { shown } = this.address;
    const { message } = error as Error;
    // A refusal of what was sent begins with its kind, such as NOPERM or MISCONF.
    const [, kind] = /^(?:EXECABORT.*?)?([A-Z]{3,}) /.exec(message) ?? [];
    if (kind === 'NOPERM' || kind === 'NOAUTH') return unreachable(NAMED, this.address, error);
    if (kind !== undefined) {
      return inputError(`the Redis at ${shown} refuses a command: ${kind}`, 'see its log');
    }
    if (this.isClosed)
      return inputError(`the Redis at ${shown} is left`, 'start the command again');
    const why = message === NO_ANSWER ? 'it does not answer any more' : 'it ended the connection';
    abandon(this.client);
    return inputError(`the Redis at ${shown} has gone: ${why}`, 'start it, and the command again');
  }
}

async function loaded(): Promise<typeof createClient> {
  try {
    return (await import('redis')).createClient;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw usageError(
      '--redis needs the package redis',
      'install it beside latsim:',
      'npm install redis',
    );
  }
}

function abandon(client: Client): void {
  if (client.isOpen) client.destroy();
}

/** @throws Error `NO_ANSWER` where it takes too long */
async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(NO_ANSWER)), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The error of a MULTI that was carried out, in which some command failed. */
function isMultiError(error: unknown): error is { readonly replies: readonly Reply[] } {
  return error instanceof Error && 'replies' in error;
}
