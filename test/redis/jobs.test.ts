import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueueExecutor } from '../../src/jobs/queued/asking.js';
import type { JobFailure, ReplicationsJob } from '../../src/studies/job.js';
import { inline } from '../jobs/built.js';
import { inputOf } from '../studies/inputs.js';
import { asking, readRedisAddress, TestWorker, TIMING } from './built.js';
import { HAS_REDIS, Server } from './server.js';

/** Jobs over a queue, whoever dies. */

if (!HAS_REDIS) console.log('No redis-server was found: nothing goes over a queue.');

const VERSION = '1.2.3';
const GO_ON = () => false;

function job(seed: number, duration = '10m', label = `seed ${seed}`): ReplicationsJob {
  const input = inputOf([`seed=${seed}`, `duration=${duration}`]);
  return { kind: 'replications', label, size: 1, input, from: 0, to: 2 };
}

const SHORT = Array.from({ length: 40 }, (_, seed) => job(seed));
const LONG = Array.from({ length: 6 }, (_, seed) => job(seed, '20h'));

const ignored = () => undefined;
const here = inline();
const resultsHere = (jobs: readonly ReplicationsJob[]) =>
  Promise.all(jobs.map((one) => here.carryOut(one, GO_ON, ignored)));

describe.skipIf(!HAS_REDIS)('jobs over a queue', () => {
  let server: Server;
  let executor: QueueExecutor;
  let said: string[];
  const workers: TestWorker[] = [];

  beforeEach(async () => {
    server = await Server.started();
    said = [];
    executor = await asking({
      address: readRedisAddress(server.address, '--queue'),
      version: VERSION,
      local: here,
      told: (message) => said.push(message),
      timing: TIMING,
    });
  });
  afterEach(async () => {
    await executor.close();
    await Promise.all(workers.splice(0).map((one) => one.end()));
    await server.kill();
  });

  function worker(version = VERSION, threads = 1): TestWorker {
    const one = new TestWorker(server.address, version, threads);
    workers.push(one);
    return one;
  }

  const asked = (jobs: readonly ReplicationsJob[], stop = GO_ON) =>
    Promise.all(jobs.map((one) => executor.carryOut(one, stop, ignored)));

  it('give what they give here, and leave no key behind', async () => {
    worker();
    worker();
    expect(await asked(SHORT)).toEqual(await resultsHere(SHORT));
    expect(executor.status).toMatchObject({ left: 0, finished: SHORT.length });
    await executor.close();
    expect(await server.keys()).toEqual([]);
  });

  it('of a worker that dies are done by others', async () => {
    const first = worker();
    const results = asked(LONG);
    await until(() => executor.slots > 8);
    await first.end();
    worker();
    expect(await results).toEqual(await resultsHere(LONG));
  });

  it('are given up where three workers have died of them, by their names', async () => {
    const failed = executor.carryOut(job(1, '10m', 'deadly'), GO_ON, ignored).catch((one) => one);
    for (let death = 0; death < 3; death++) await worker().ended;
    worker();
    const { failure } = (await failed) as JobFailure;
    expect(failure.message).toBe('deadly: 3 workers died while they had it, so it is abandoned');
    expect(await asked(SHORT)).toHaveLength(SHORT.length);
  });

  it('that are beside such a one are not taken for it', async () => {
    const ahead = asked(LONG.slice(0, 2));
    const failed = executor.carryOut(job(1, '10m', 'deadly'), GO_ON, ignored).catch((one) => one);
    const results = asked(LONG.slice(0, 2));
    for (let death = 0; death < 3; death++) await worker(VERSION, 3).ended;
    worker(VERSION, 3);
    expect((await failed).failure.message).toContain('deadly: 3 workers died');
    expect(await ahead).toEqual(await results);
  });

  it('are not lost with Redis, which comes back empty', async () => {
    worker();
    const results = asked(LONG);
    await until(() => executor.slots > 8);
    await server.kill();
    await server.start();
    expect(await results).toEqual(await resultsHere(LONG));
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringContaining('is gone; waiting for it'),
        'the queue is there again',
      ]),
    );
    await executor.close();
    expect(await server.keys()).toEqual([]);
  });

  it('bring the numbers of files once, and again to a Redis that comes back empty', async () => {
    const series = Float64Array.from({ length: 10_000 }, (_, i) => i);
    const withSeries = LONG.map((one) => {
      const input = { ...one.input, numbers: new Map([['a.csv', series]]) };
      return { ...one, input };
    });
    const results = asked(withSeries);
    worker();
    await until(() => executor.slots > 8);
    const brought = async () => (await server.keys()).filter((key) => key.includes(':series:'));
    expect(await brought()).toHaveLength(1);
    await server.kill();
    await server.start();
    expect(await results).toEqual(await resultsHere(LONG));
    expect(await brought()).toHaveLength(1);
    await executor.close();
    expect(await server.keys()).toEqual([]);
  });

  it('are refused by workers of another version, and both are named', async () => {
    const results = asked(SHORT);
    const other = worker('9.9.9');
    await other.ended;
    expect(other.said).toContain('"refused":"1.2.3"');
    await until(() => said.length > 0);
    worker();
    expect(await results).toEqual(await resultsHere(SHORT));
    expect(said.filter((one) => one.includes('9.9.9'))).toEqual([
      'a worker of latsim 9.9.9 refused a job of latsim 1.2.3; workers must be of the same version',
    ]);
  });

  it('are left where somebody wishes to stop', async () => {
    let isToStop = false;
    const results = asked(SHORT, () => isToStop);
    await until(() => said.length > 0);
    expect(said).toEqual([
      `no worker is at the queue; start one, here or elsewhere:\n    latsim worker --queue ${server.address}`,
    ]);
    isToStop = true;
    expect(new Set(await results)).toEqual(new Set([undefined]));
    await executor.close();
    expect(await server.keys()).toEqual([]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
