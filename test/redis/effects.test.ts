import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acquireLease, append, read, write } from '../../src/effects/effects.js';
import { WAITS } from '../../src/effects/interpreter.js';
import { readRedisAddress } from '../../src/jobs/queued/address.js';
import { clearKeys } from '../../src/live/redis/clear.js';
import { RedisConnection } from '../../src/live/redis/client.js';
import { Codec } from '../../src/live/redis/codec.js';
import { LiveKeys } from '../../src/live/redis/keys.js';
import { LiveStore } from '../../src/live/redis/store.js';
import { remote } from '../../src/model/stores/remote.js';
import { profileNamed } from '../../src/strategies/lowest-latency/profile.js';
import { type Bench, INDEX, KEY, modelled } from '../live/redis/bench.js';
import { alike, conforms } from '../live/redis/conformance.js';
import { HAS_REDIS, Server } from './server.js';

if (!HAS_REDIS) console.log('No redis-server was found: no effect is performed on one.');

describe.skipIf(!HAS_REDIS)('a real Redis', () => {
  let server: Server;
  let connection: RedisConnection;
  const all: LiveKeys[] = [];

  beforeAll(async () => {
    server = await Server.started();
    connection = await RedisConnection.open(readRedisAddress(server.address, '--redis'));
  });
  afterEach(async () => {
    for (const keys of all.splice(0)) await clearKeys(connection, keys);
    expect(await server.keys()).toEqual([]);
  });
  afterAll(async () => {
    connection.close();
    await server.kill();
  });

  const codecOf = (profile: string) =>
    new Codec({
      groups: [{ key: KEY, index: INDEX }],
      profile: profileNamed(profile),
      firstMinute: 0,
    });

  async function opened(profile = 'v1.110.2') {
    const keys = new LiveKeys();
    all.push(keys);
    const store = new LiveStore(connection, keys, codecOf(profile));
    await store.open();
    return { keys, store };
  }

  async function real(): Promise<Bench> {
    const { keys, store } = await opened();
    const perform: Bench['perform'] = async (effect) => (await store.serve(effect)).answer;
    return {
      perform,
      acquireLease: async (lease, lease_s) => {
        let token: number | undefined;
        const ask = async () => {
          if (token !== undefined) return token;
          const { answer } = await store.serve(acquireLease(lease, lease_s));
          if (answer !== WAITS) token = answer as number;
          return token;
        };
        await ask();
        return { token: ask };
      },
      // Every key is so much nearer to its end.
      pass: async (duration_s) => {
        const names = (await connection.send(['KEYS', keys.pattern])) as string[];
        for (const name of names) {
          const left_ms = Number(await connection.send(['PTTL', name])) - duration_s * 1000;
          await connection.send(['PEXPIRE', name, String(Math.round(left_ms))]);
        }
      },
    };
  }

  conforms(real, { refreshes: true, copies: true, grantsLeases: true });

  it('answers as the modelled store does, after any effects', () =>
    alike(async () => modelled(remote), real, 200));

  it('numbers what it has done, in its order', async () => {
    const { keys, store } = await opened();
    const other = new LiveStore(connection, keys, codecOf('v1.110.2'));
    await other.open();
    const served = [
      await store.serve(write('k', 1, 60)),
      await other.serve(append('l', 1, 2, 60)),
      await store.serve(read('k')),
    ];
    expect(served.map(({ order }) => order)).toEqual([1, 2, 3]);
  });

  it('has a ttl on every key', async () => {
    const { keys, store } = await opened();
    await store.serve(write('k', 1, 60));
    await store.serve(write('for good', 1, Number.MAX_SAFE_INTEGER));
    await store.serve(append('l', 1, 2, 0.25));
    await store.serve(acquireLease('lease', 10));
    const names = (await connection.send(['KEYS', keys.pattern])) as string[];
    const ttls = await Promise.all(names.map((name) => connection.send(['PTTL', name])));
    expect(ttls.every((ttl) => Number(ttl) > 0 && Number(ttl) <= 7 * 24 * 3_600_000)).toBe(true);
    expect(await connection.send(['TTL', keys.data('k')])).toBe(60);
  });
});
