import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRedisAddress } from '../../src/jobs/queued/address.js';
import {
  canTravel,
  type JobParcel,
  packAnswer,
  packJob,
  unpackAnswer,
  unpackJob,
} from '../../src/jobs/queued/parcel.js';
import type { ReplicationsJob } from '../../src/studies/job.js';
import { workFolder } from '../cli/latsim.js';
import { inputOf, named } from '../studies/inputs.js';
import { resultOf } from './hands.js';

describe('the address of a queue', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379, db: 0 }],
    ['redis://127.0.0.1:7000/3', { host: '127.0.0.1', port: 7000, db: 3 }],
    ['redis://[::1]:7000', { host: '::1', port: 7000, db: 0 }],
    ['redis://me:s%40fe@127.0.0.1', { host: '127.0.0.1', username: 'me', password: 's@fe' }],
    ['rediss://localhost', { tls: { servername: 'localhost' } }],
    ['unix:///run/redis.sock', { path: '/run/redis.sock', db: 0 }],
  ])('is read: %s', (text, connection) => {
    const address = readRedisAddress(text, '--queue');
    expect(address.connection).toMatchObject(connection);
    expect(address.isHere).toBe(true);
    expect(address.shown).not.toMatch(/me|fe/);
  });

  it.each(['redis://10.255.1.2', 'redis://redis', 'redis://127.0.0.1.example.com'])(
    'is of another machine: %s',
    (text) => expect(readRedisAddress(text, '--queue').isHere).toBe(false),
  );

  it.each([
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis:/:hidden@localhost',
    'redis://:hidden@localhost/sweeps',
    'redis://:hidden@localhost?db=3',
    'redis://:hidden#hidden@localhost',
    'redis://:hid den@local host',
    'unix://hidden/run/redis.sock',
  ])('is refused, and not shown: %s', (text) => {
    expect(() => readRedisAddress(text, '--queue')).toThrow(
      /^--queue (is not|has|names)(?!.*hidden)/,
    );
    expect(() => readRedisAddress(text, '--redis')).toThrow(/^--redis (is not|has|names)/);
  });

  it('takes a password that stands elsewhere where it has none itself', () => {
    const password = (text: string) =>
      readRedisAddress(text, '--queue', 'other').connection.password;
    expect([password('redis://localhost'), password('redis://:own@localhost')]).toEqual([
      'other',
      'own',
    ]);
  });
});

describe('what goes through a queue', () => {
  const job: ReplicationsJob = {
    kind: 'replications',
    label: 'a cell',
    size: 1,
    input: { ...inputOf(), numbers: new Map([['a.csv', Float64Array.of(0.1, -0, Number.NaN)]]) },
    from: 0,
    to: Number.POSITIVE_INFINITY,
  };

  const pack = (one: ReplicationsJob) => packJob(one, '1.0.0', 'asker');
  const unpack = (parcel: JobParcel, here = '/') => unpackJob(parcel, here, job.input.numbers);

  it('comes out the same to the bit, with series that are named by their content', () => {
    const parcel = pack(job);
    expect(unpack(parcel)).toEqual(job);
    expect(parcel.series).toEqual({ 'a.csv': expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(unpackJob(parcel, '/', new Map())).toMatchObject({ input: { numbers: new Map() } });
    const answer = { result: resultOf('a') };
    expect(unpackAnswer(packAnswer(answer), named('a'))).toEqual(answer);
  });

  it('is no answer to another kind of job, nor is anything else', () => {
    expect(unpackAnswer(packAnswer({ result: resultOf('a') }), job)).toBeUndefined();
    for (const other of [undefined, null, 7, '', 'x', 'bnVsbA==']) {
      expect(unpackAnswer(other, job)).toBeUndefined();
    }
    expect(() => unpack({ ...pack(job), job: 'bnVsbA==' })).toThrow('a job cannot be read');
  });

  it('writes to no file of a worker', () => {
    const writing = { ...job, events: [{ shown: 'a.jsonl', descriptor: 1 }] };
    expect(canTravel(writing)).toBe(false);
    expect(() => unpack(pack(writing))).toThrow('a job cannot be read');
  });

  describe("of a user's own logger", () => {
    const folder = workFolder({ 'mine.mjs': 'export default {}' });
    const path = join(folder, 'mine.mjs');
    const logger = { kind: 'file', name: 'mine', shown: './mine.mjs', path } as const;
    const parcel = pack({ ...job, input: { ...job.input, logger } });

    it('takes the same file of the worker', () => {
      const other = workFolder({ 'mine.mjs': 'export default {}' });
      expect(unpack(parcel, other)).toMatchObject({
        input: { logger: { shown: './mine.mjs', path: join(other, 'mine.mjs') } },
      });
    });

    it('takes no other', () => {
      const other = workFolder({ 'mine.mjs': 'export default { }' });
      expect(() => unpack(parcel, other)).toThrow('has another file for mine (./mine.mjs)');
      expect(() => unpack(parcel, workFolder())).toThrow(
        'does not have the file of mine (./mine.mjs)',
      );
      expect(() => unpack({ ...parcel, files: {} }, folder)).toThrow('has another file');
    });
  });
});
