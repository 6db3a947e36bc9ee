import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { PREFIX } from './connection.js';

/** Those who wait for jobs, each with when it was last heard of, by the clock of Redis in seconds. */
const KEY = `${PREFIX}:askers`;
/** Whoever has not been heard of for so long has ended. */
const PATIENCE_S = 30;

/** Tells that somebody waits for jobs. */
export async function tellAsking(redis: Redis, asker: string): Promise<void> {
  await redis.zadd(KEY, await now(redis), asker);
  await redis.expire(KEY, 2 * PATIENCE_S);
}

/** Tells that somebody no longer does. */
export async function tellGone(redis: Redis, asker: string): Promise<void> {
  await redis.zrem(KEY, asker);
}

/** Empties the queue where nobody waits for its jobs. @returns whether it did */
export async function clearedIfUnasked(redis: Redis, queue: Queue): Promise<boolean> {
  await redis.zremrangebyscore(KEY, '-inf', (await now(redis)) - PATIENCE_S);
  if ((await redis.zcard(KEY)) > 0) return false;
  if ((await redis.exists(queue.toKey('meta'))) === 0) return true;
  await queue.obliterate({ force: true });
  return true;
}

async function now(redis: Redis): Promise<number> {
  const [seconds] = await redis.time();
  return Number(seconds);
}
