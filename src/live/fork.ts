import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../live/process.js', import.meta.url));

/** Starts a process of the router. It ends by itself once nobody listens to it any more. */
export function forked(): ChildProcess {
  return fork(ENTRY, {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
}
