import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { inputError } from '../../text/failure.js';
import { PREFIX } from './connection.js';

/*
 * The numbers of files that a scenario names go through a queue once for each command that asks, and
 * jobs name them by their content: they are megabytes, and a sweep has thousands of jobs.
 */

/** Digests of series by the paths that the scenario has of them. */
export type SeriesNames = Readonly<Record<string, string>>;

type Series = ReadonlyMap<string, Float64Array>;

/** After a command has been killed its series are gone by then, in seconds. */
const KEPT_S = 60;
/** Redis may have come back empty: whoever asks brings them again. */
const TRIES = 40;
const RETRY_MS = 500;
/** A worker keeps those that it used last. */
const MOST_KEPT = 16;

function keyOf(asker: string): string {
  return `${PREFIX}:series:${asker}`;
}

const digests = new WeakMap<Float64Array, string>();

function digestOf(numbers: Float64Array): string {
  let digest = digests.get(numbers);
  if (digest === undefined) {
    digest = createHash('sha256').update(bytesOf(numbers)).digest('hex');
    digests.set(numbers, digest);
  }
  return digest;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** How a job names its series. */
export function seriesNames(series: Series): SeriesNames {
  return Object.fromEntries([...series].map(([path, numbers]) => [path, digestOf(numbers)]));
}

/** The series of one who asks. */
export class SentSeries {
  private readonly sent = new Map<string, Float64Array>();
  private readonly key: string;

  constructor(
    private readonly redis: Redis,
    asker: string,
  ) {
    this.key = keyOf(asker);
  }

  /** Brings those that have not been brought yet. */
  async send(series: Series): Promise<void> {
    for (const numbers of series.values()) {
      const digest = digestOf(numbers);
      if (this.sent.has(digest)) continue;
      this.sent.set(digest, numbers);
      await this.put(digest, numbers);
    }
  }

  /** Tells that they are still needed, and brings again those that the queue no longer has. */
  async keep(): Promise<void> {
    for (const [digest, numbers] of this.sent) {
      if ((await this.redis.hexists(this.key, digest)) === 0) await this.put(digest, numbers);
    }
    if (this.sent.size > 0) await this.redis.expire(this.key, KEPT_S);
  }

  async remove(): Promise<void> {
    if (this.sent.size > 0) await this.redis.del(this.key);
  }

  private async put(digest: string, numbers: Float64Array): Promise<void> {
    await this.redis.hset(this.key, digest, bytesOf(numbers));
    await this.redis.expire(this.key, KEPT_S);
  }
}

/** The series of jobs that a worker has. */
export class FetchedSeries {
  private readonly kept = new Map<string, Float64Array>();

  constructor(private readonly redis: Redis) {}

  /** @throws CommandError where whoever asks does not bring them */
  async fetch(asker: string, names: SeriesNames): Promise<Map<string, Float64Array>> {
    const series = new Map<string, Float64Array>();
    for (const [path, digest] of Object.entries(names)) {
      series.set(path, await this.one(asker, digest));
    }
    return series;
  }

  private async one(asker: string, digest: string): Promise<Float64Array> {
    const numbers = this.kept.get(digest) ?? (await this.fetched(asker, digest));
    this.kept.delete(digest);
    this.kept.set(digest, numbers);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return numbers;
  }

  private async fetched(asker: string, digest: string): Promise<Float64Array> {
    for (let i = 0; i < TRIES; i++) {
      const bytes = await this.redis.hgetBuffer(keyOf(asker), digest);
      if (bytes !== null) {
        // In memory of its own: numbers begin at a multiple of eight bytes.
        return new Float64Array(Uint8Array.from(bytes).buffer);
      }
      await delay(RETRY_MS);
    }
    throw inputError(
      'the numbers of a job are not at the queue',
      'give the same command again, with the memory of Redis in mind',
    );
  }
}
