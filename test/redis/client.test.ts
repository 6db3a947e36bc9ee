import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRedisAddress } from '../../src/jobs/queued/address.js';
import { RedisConnection } from '../../src/live/redis/client.js';
import { HAS_REDIS, Server } from './server.js';

const PASSWORD = 'hidden';

describe.skipIf(!HAS_REDIS)('a connection to Redis', () => {
  let server: Server;
  const opened = (text: string, password?: string) =>
    RedisConnection.open(readRedisAddress(text, '--redis', password));

  beforeAll(async () => {
    server = await Server.started({ requirepass: PASSWORD });
  });
  afterAll(() => server.kill());

  it.each([
    ['', undefined],
    ['me:wrong@', undefined],
    ['', 'wrong'],
  ])('wants the right password, which it does not show: %s', async (user, password) => {
    const text = server.address.replace('//', `//${user}`);
    await expect(opened(text, password)).rejects.toThrow(
      `the Redis at ${server.address} wants another user or password`,
    );
  });

  it('where nobody listens is refused', async () => {
    await expect(opened('redis://127.0.0.1:1')).rejects.toThrow(
      'the Redis at redis://127.0.0.1:1 cannot be reached: nobody listens there',
    );
  });

  it('of a user who may do little is refused', async () => {
    const admin = await opened(server.address, PASSWORD);
    await admin.send(['ACL', 'SETUSER', 'me', 'on', '>own', '+info', '+multi', '+exec', '~no:*']);
    const own = await opened(server.address.replace('//', '//me:own@'));
    for (const asked of [own.send(['GET', 'k']), own.atOnce([['GET', 'k']])]) {
      await expect(asked).rejects.toThrow(
        `the user may not do what the Redis takes at ${server.address}`,
      );
    }
    own.close();
    admin.close();
  });

  it('that gets no answer any more says so, and then has gone', async () => {
    const connection = await opened(server.address, PASSWORD);
    const reply = String(await connection.send(['INFO', 'server']));
    const [, pid = ''] = /process_id:(\d+)/.exec(reply) ?? [];
    execFileSync('kill', ['-STOP', pid]);
    try {
      const asked = connection.send(['PING']);
      await expect(asked).rejects.toThrow('has gone: it does not answer any more');
      await expect(connection.send(['PING'])).rejects.toThrow('has gone');
    } finally {
      execFileSync('kill', ['-CONT', pid]);
    }
  });
});
