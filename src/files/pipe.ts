import { constants, openSync, readSync } from 'node:fs';

/** How long somebody has to begin to write to a pipe: whoever feeds it may start after who reads it. */
export const pipePatience = { ms: 5000 };

/** How often a pipe is looked at. */
const TICK_MS = 1;

/** A pipe to which nobody writes, as an error of the file system. */
export function noWriter(): NodeJS.ErrnoException {
  return Object.assign(new Error('nobody writes to this pipe'), { code: 'NO_WRITER' });
}

/** Opens a pipe to be read with `readPipe`. */
export function openPipe(path: string): number {
  return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
}

/**
 * Waits for the next bytes of a pipe.
 * @param isBegun whether some have been read
 * @returns how many; 0 at its end
 * @throws noWriter where nobody begins to write
 */
export function readPipe(descriptor: number, buffer: Buffer, isBegun: boolean): number {
  let isOpen = isBegun;
  for (let waited_ms = 0; isOpen || waited_ms < pipePatience.ms; waited_ms += TICK_MS) {
    try {
      const bytes = readSync(descriptor, buffer);
      if (bytes > 0 || isOpen) return bytes;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      isOpen = true;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TICK_MS);
  }
  throw noWriter();
}
