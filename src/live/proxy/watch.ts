import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { RedisAddress } from '../../jobs/queued/address.js';
import { LIVELINESS, type ProxyClient } from './client.js';
import type { LiteLLM } from './litellm.js';
import type { FakeProvider } from './provider.js';
import type { ProxyRedis } from './redis.js';

/** What is looked at while a load is under way. */
export interface Watched {
  readonly provider: FakeProvider;
  readonly client: ProxyClient;
  /** undefined: its process is not ours. */
  readonly litellm?: LiteLLM;
  readonly redis?: ProxyRedis | undefined;
}

/** Whom a watch tells, and what it asks. */
export interface Watcher {
  /** Something has ended that the run cannot do without. */
  ended(reason: string, remedy: string): void;
  /** For how long callers have been waiting and none has had an answer. */
  silence_ms(): number;
}

const EVERY_MS = 1_000;
/** A look that has no answer by then says nothing. */
const PATIENCE_MS = 3_000;
/** So many looks in a row find nobody: then he is gone for good. */
const LOOKS = 3;
const LONGEST_SILENCE_MS = 30_000;

const NOBODY = [
  'nobody listens at the address of the proxy',
  'start it, and this command again',
] as const;

/** Looks whether what a load needs is still there: the proxy, and its Redis. */
export class ProxyWatch {
  private readonly timer: NodeJS.Timeout;
  private readonly missed = { proxy: 0, redis: 0 };

  constructor(
    private readonly at: Watched,
    private readonly watcher: Watcher,
  ) {
    void at.litellm?.ended.then((how) =>
      watcher.ended(`the process of LiteLLM has ended (${how})`, 'see what it printed'),
    );
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Looks closely once connections have failed: the last of a load may be gone before anybody looks. */
  async lookAgain(): Promise<void> {
    const { litellm } = this.at;
    if (litellm !== undefined) await Promise.race([litellm.ended, pause(EVERY_MS)]);
    else if (await this.isRefused()) this.watcher.ended(...NOBODY);
  }

  private async look(): Promise<void> {
    const { watcher } = this;
    await Promise.all([this.lookAtProxy(), this.lookAtRedis()]);
    if (this.at.provider.counts.inFlight === 0 && watcher.silence_ms() > LONGEST_SILENCE_MS) {
      watcher.ended('the proxy no longer answers', 'look whether it hangs');
    }
  }

  private async lookAtProxy(): Promise<void> {
    this.missed.proxy = (await this.isRefused()) ? this.missed.proxy + 1 : 0;
    if (this.missed.proxy >= LOOKS) this.watcher.ended(...NOBODY);
  }

  /** Busy is not gone. */
  private async isRefused(): Promise<boolean> {
    const { error } = await this.at.client.get(LIVELINESS, AbortSignal.timeout(PATIENCE_MS));
    return error === 'ECONNREFUSED';
  }

  private async lookAtRedis(): Promise<void> {
    const { redis } = this.at;
    if (redis === undefined) return;
    const isThere = await listens(redis.address);
    this.missed.redis = isThere ? 0 : this.missed.redis + 1;
    if (this.missed.redis >= LOOKS) {
      this.watcher.ended('the Redis of the proxy is gone', 'start it again');
    }
  }
}

function listens({ connection: { host, port, path } }: RedisAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const place = path === undefined ? { host, port: port as number } : { path };
    const socket = createConnection({ ...place, timeout: PATIENCE_MS });
    const end = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
