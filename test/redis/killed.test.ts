import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tool } from '../../src/files/tool.js';
import { Streams } from '../../src/kernel/random.js';
import { BIN, latsim, SMALL, workFolder } from '../cli/latsim.js';
import { cellsIn } from '../cli/sweep-journal.js';
import { TestWorker, TIMING } from './built.js';
import { ASKERS, HAS_REDIS, Server } from './server.js';

/*
 * A sweep over a queue, of which anything may be killed at any moment: who asks, workers, and Redis,
 * which comes back as it was, empty, or as it was some time ago.
 *
 * KILLS: how many of who asks and of workers (default 6); SEED: of their moments (default: of the day).
 */

const KILLS = Number(process.env.KILLS ?? 6);
const SEED = Number(process.env.SEED ?? Math.floor(Date.now() / 86_400_000));
/** At about so many kills one of Redis. */
const REDIS_EVERY = 3;
const CELLS = 120;
const WORKERS = 2;
const LONGEST_MS = 5000;

const GRID = [
  ...['sweep', 'small.yaml', '--vary', 'dispatch.every=1s..10s:10', '--vary', 'seed=1..6:6'],
  ...['-l', 'unlocked', '-l', 'locked', '-n', '40', '--json'],
];

describe.skipIf(!HAS_REDIS)('a sweep over a queue', () => {
  const folder = workFolder({ 'small.yaml': SMALL });
  const journal = join(folder, 'j.jsonl');
  const random = new Streams(SEED, 0).stream('kill');
  const kills = { asker: 0, worker: 0 };
  const redis = { restarted: 0, empty: 0, older: 0 };
  let server: Server;
  let workers: TestWorker[];
  let sweep: Sweep;
  let whole: string;
  let complete: string;
  /** Cells that were seen to be finished. */
  let finished: string[] = [];

  beforeAll(async () => {
    server = await Server.started();
    const inline = await latsim([...GRID, '--journal', 'j.jsonl'], { cwd: folder });
    whole = inline.stdout;
    complete = readFileSync(journal, 'utf8');
    begin('');
    workers = Array.from({ length: WORKERS }, () => newWorker());
  });
  afterAll(async () => {
    sweep.child.kill('SIGKILL');
    await Promise.all(workers.map((one) => one.end()));
    await server.kill();
  });

  const newWorker = () => new TestWorker(server.address, tool().version);

  /** @param kept what the journal has of it */
  function begin(kept: string): void {
    writeFileSync(journal, kept);
    finished = cellsIn(kept);
    sweep = new Sweep(folder, server.address);
  }

  /** What was finished is there still, and nothing twice. */
  function look(): void {
    const cells = existsSync(journal) ? cellsIn(readFileSync(journal, 'utf8')) : [];
    expect(cells.slice(0, finished.length)).toEqual(finished);
    expect(new Set(cells).size).toBe(cells.length);
    finished = cells;
  }

  async function sweepEnds(): Promise<void> {
    let ended = await sweep.ended;
    // One that starts while Redis is not there ends with that.
    while (ended.said.includes('cannot be reached')) {
      sweep = new Sweep(folder, server.address);
      ended = await sweep.ended;
    }
    const { code, stdout, said } = ended;
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    expect(stdout).toBe(whole);
    look();
    expect(finished).toHaveLength(CELLS);
  }

  async function killRedis(): Promise<void> {
    const how = (['restarted', 'empty', 'older'] as const)[Math.floor(random() * 3)] ?? 'empty';
    redis[how]++;
    if (how === 'restarted') await server.snapshot();
    if (how === 'empty') server.forget();
    await server.kill();
    await setTimeout(random() * 500);
    await server.start();
  }

  it(`of which ${KILLS} are killed loses no finished cell, counts none twice, and gives the same bytes`, async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      await setTimeout(random() * LONGEST_MS);
      if (random() < 0.5) await server.snapshot();
      await setTimeout(random() * 1000);
      if (random() < 1 / REDIS_EVERY) await killRedis();
      if (sweep.isOver) {
        await sweepEnds();
        // Again from the beginning, or from where it may have been torn.
        begin(complete.slice(0, Math.floor(random() ** 2 * complete.length)));
        await setTimeout(random() * LONGEST_MS);
      }
      look();
      if (random() < 0.5) {
        kills.asker++;
        sweep.child.kill('SIGKILL');
        await sweep.ended;
        look();
        sweep = new Sweep(folder, server.address);
      } else {
        kills.worker++;
        const one = Math.floor(random() * WORKERS);
        await workers[one]?.end();
        workers[one] = newWorker();
      }
    }
    await sweepEnds();
    while ((await server.keys()).length > 0) {
      await server.ageAskers(60);
      await setTimeout(100);
    }
    console.info(`killed: ${JSON.stringify(kills)}, Redis: ${JSON.stringify(redis)}`);
  }, 3_600_000);

  it('that is killed for good is taken out of the queue by a worker, half a minute later', async () => {
    begin('');
    while (!(await server.keys()).includes(ASKERS)) await setTimeout(20);
    sweep.child.kill('SIGKILL');
    await sweep.ended;
    await server.ageAskers(10);
    await setTimeout(3 * TIMING.lock_ms);
    expect(await server.keys()).toContain(ASKERS);
    await server.ageAskers(20);
    while ((await server.keys()).length > 0) await setTimeout(100);
  });
});

class Sweep {
  readonly child: ChildProcess;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly stdout: string;
    readonly said: string;
  }>;
  isOver = false;

  constructor(cwd: string, address: string) {
    const words = [...GRID, '--journal', 'j.jsonl', '--queue', address];
    this.child = spawn(process.execPath, [BIN, ...words], { cwd });
    let stdout = '';
    let said = '';
    this.child.stdout?.on('data', (piece) => {
      stdout += piece;
    });
    this.child.stderr?.on('data', (piece) => {
      said += piece;
    });
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code) => {
        this.isOver = true;
        resolve({ code, stdout, said });
      });
    });
  }
}
