import type { MessagePort } from 'node:worker_threads';
import { failureOf } from '../text/failure.js';
import {
  CELLS,
  giveSign,
  type ThreadAnswer,
  type ThreadTask,
  tellHeld,
  tellProgress,
  turnsIn,
} from './thread-task.js';
import { work } from './work.js';

/** The one entry of all threads: carries out the job that it is given; see `threads.ts`. */
export default async function carryOut({ job, cells, prints }: ThreadTask): Promise<ThreadAnswer> {
  giveSign(cells);
  if (prints !== undefined) divert(prints);
  try {
    const result = await work(
      job,
      () => Atomics.load(cells, CELLS.stop) === 1,
      (progress) => tellProgress(cells, progress),
      { turns: turnsIn(cells) },
    );
    return { result };
  } catch (error) {
    return { failure: failureOf(error) };
  } finally {
    tellHeld(cells);
  }
}

/** Sends what a user's logger prints to whoever started this: standard output is for reports. */
function divert(prints: MessagePort): void {
  const write = (piece: string | Uint8Array): boolean => {
    prints.postMessage(typeof piece === 'string' ? piece : new TextDecoder().decode(piece));
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = write as typeof stream.write;
  }
}
