import { type Command, Option } from 'commander';
import type { RedisAddress } from '../jobs/queued/address.js';
import { usageError } from '../text/failure.js';
import { GROUPS, grouped } from './arguments.js';
import type { Io } from './io.js';
import { redisAt } from './redis-at.js';

/** Where jobs are carried out, if not here. */
export interface QueueOptions {
  readonly queue?: string;
  readonly allowRemote?: true;
}

/** Adds them. @param text what `--queue` does */
export function queueOptions(
  command: Command,
  text = 'have the work done by workers at this Redis (see latsim worker)',
): Command {
  return grouped(command, GROUPS.advanced, [
    new Option('--queue <address>', text),
    new Option('--allow-remote', 'take a Redis that is not on this machine'),
  ]);
}

/**
 * Where the queue is that is asked for; undefined: none is.
 * @throws CommandError for what is no address, and for a machine that may not be meant
 */
export async function queueOf(
  io: Pick<Io, 'env' | 'hideArguments'>,
  { queue, allowRemote }: QueueOptions,
): Promise<RedisAddress | undefined> {
  if (queue !== undefined) return redisAt(io, '--queue', queue, allowRemote === true);
  if (allowRemote === undefined) return undefined;
  throw usageError('--allow-remote is about --queue, which is not given', 'leave it out');
}

/** Those two alone. */
export function queueAsked({ queue, allowRemote }: QueueOptions): QueueOptions {
  return {
    ...(queue !== undefined && { queue }),
    ...(allowRemote !== undefined && { allowRemote }),
  };
}
