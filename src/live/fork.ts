import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a process of the router. It ends by itself once nobody listens to it any more. */
export function forked(entry: 'process' | 'forced'): ChildProcess {
  return fork(fileURLToPath(new URL(`../live/${entry}.js`, import.meta.url)), {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
}
