import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type * as AddressModule from '../../src/jobs/queued/address.js';
import type * as AskingModule from '../../src/jobs/queued/asking.js';

const built = (name: string) =>
  new URL(`../../.build/jobs/queued/${name}.js`, import.meta.url).href;

export const { readRedisAddress } = (await import(built('address'))) as typeof AddressModule;
export const { asking } = (await import(built('asking'))) as typeof AskingModule;

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** Those who have died are missed soon. */
export const TIMING = { lock_ms: 1000, look_ms: 300 };

/** A worker in a process of its own. */
export class TestWorker {
  said = '';
  readonly ended: Promise<unknown>;
  private readonly child: ChildProcess;

  constructor(address: string, version: string, threads = 1) {
    const settings = JSON.stringify({ address, version, threads, timing: TIMING });
    this.child = spawn(process.execPath, [WORKER, settings]);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (piece) => {
        this.said += piece;
      });
    }
    this.ended = once(this.child, 'close');
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}
