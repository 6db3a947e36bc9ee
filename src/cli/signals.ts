import { writeSync } from 'node:fs';
import { Interrupt } from './interrupt.js';

/*
 * The first file that a command loads, before all others: whatever comes later, signals are heard.
 */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What the signals of this process ask for, from now on. */
export function listening(): Interrupt {
  const interrupt = new Interrupt({ say, exit: (code) => process.exit(code) });
  for (const signal of SIGNALS) process.on(signal, onSignal);
  function onSignal(): void {
    interrupt.signalled();
  }
  return interrupt;
}

/** Does work while signals have their ordinary meaning: it may block the thread that would hear them. */
export function unheard<Result>(work: () => Result): Result {
  const listeners = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
  for (const [signal] of listeners) process.removeAllListeners(signal);
  try {
    return work();
  } finally {
    for (const [signal, all] of listeners) for (const one of all) process.on(signal, one);
  }
}

/** Beside what the streams of Node hold back: the process ends next. */
function say(): void {
  try {
    // A bar of progress may stand in this line.
    const clear = process.stderr.isTTY ? '\r\x1b[2K' : '';
    writeSync(2, `${clear}latsim: interrupted\n`);
  } catch {
    // The terminal may be gone.
  }
}
