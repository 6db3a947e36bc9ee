import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { workFolder } from '../cli/latsim.js';

/** Whether there is a Redis to start. */
export const HAS_REDIS = spawnSync('redis-server', ['--version']).error === undefined;

/** The key of those who ask. */
export const ASKERS = 'latsim:askers';

/** A Redis of a test's own, which keeps nothing unless it is told to. */
export class Server {
  private child: ChildProcess | undefined;
  private readonly folder = workFolder();

  private constructor(
    readonly port: number,
    private readonly more: Readonly<Record<string, string>>,
  ) {}

  /** @param more settings beside those of every test */
  static async started(more: Readonly<Record<string, string>> = {}): Promise<Server> {
    const server = new Server(await freePort(), more);
    await server.start();
    return server;
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = { port: this.port, bind: '127.0.0.1', save: '', dir: this.folder };
    const words = Object.entries({ ...settings, ...this.more }).flatMap(([name, value]) => [
      `--${name}`,
      String(value),
    ]);
    this.child = spawn('redis-server', words, { stdio: 'ignore' });
    await this.asked((redis) => redis.ping());
  }

  /** As a machine that fails: what it had is lost. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    this.child = undefined;
  }

  /** Writes down what it has: it starts from that after it was killed. */
  async snapshot(): Promise<void> {
    await this.asked((redis) => redis.save());
  }

  /** From now on it starts empty. */
  forget(): void {
    rmSync(join(this.folder, 'dump.rdb'), { force: true });
  }

  /** As if so much time had gone by since those who ask were last heard of, in seconds. */
  async ageAskers(by_s: number): Promise<void> {
    await this.asked(async (redis) => {
      for (const asker of await redis.zrange(ASKERS, '0', '-1')) {
        await redis.zincrby(ASKERS, -by_s, asker);
      }
    });
  }

  /** Names of all keys. */
  keys(): Promise<string[]> {
    return this.asked((redis) => redis.keys('*'));
  }

  private async asked<Answer>(ask: (redis: Redis) => Promise<Answer>): Promise<Answer> {
    const redis = new Redis({
      port: this.port,
      ...(this.more.requirepass !== undefined && { password: this.more.requirepass }),
      maxRetriesPerRequest: null,
      retryStrategy: () => 20,
    });
    redis.on('error', () => undefined);
    try {
      return await ask(redis);
    } finally {
      redis.disconnect();
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
