import { Worker } from 'node:worker_threads';
import { CommandError, EXIT, type Failure, usageError } from '../text/failure.js';
import type { Control, Job, Outcome } from './execution.js';
import type { LoggerChoice } from './loggers.js';

/** Cells of the memory that both threads see. */
export const STOP = 0;
export const SLICES = 1;
export const PROGRESS = 2;
/** Progress 1 in its cell. */
export const PROGRESS_SCALE = 1_000_000;

export interface WorkerInput<AnyJob = Job> {
  readonly job: AnyJob;
  readonly shared: SharedArrayBuffer;
}

type Message<Result> = { readonly outcome: Result } | { readonly failure: Failure };

/** A slice takes milliseconds: after this long without one, a logger is taken to never end. */
export const PATIENCE_S = 10;
const TICK_MS = 100;
/** Ten times what a long run of a shipped logger needs. */
const HEAP_LIMIT_MB = 1024;

/** Who watches over a guarded thread. */
export interface Watch extends Pick<Control, 'stopRequested' | 'sliced'> {
  /** Takes what the user's file prints. */
  printed(piece: Uint8Array): void;
}

/**
 * Carries out a run with a user's own logger in a guarded thread.
 * @throws CommandError where the logger or the job is at fault
 */
export async function executeGuarded(
  job: Job,
  control: Control & Pick<Watch, 'printed'>,
  patience_s = PATIENCE_S,
): Promise<Outcome> {
  return inGuardedThread(
    './user-logger-worker.js',
    job,
    {
      stopRequested: control.stopRequested,
      sliced: (progress) => control.sliced(progress / PROGRESS_SCALE),
      printed: control.printed,
    },
    patience_s,
  );
}

/**
 * Runs a script that calls a user's own logger in a thread of its own, so that a logger which never
 * comes back, or ends the process, is noticed and named.
 * @param control `sliced` gets what the script has put into the cell `PROGRESS`
 * @throws CommandError where the logger or the job is at fault
 */
export async function inGuardedThread<Result>(
  script: string,
  job: { readonly logger: LoggerChoice },
  control: Watch,
  patience_s = PATIENCE_S,
): Promise<Result> {
  const shared = new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);
  const cells = new Int32Array(shared);
  const workerData: WorkerInput<typeof job> = { job, shared };
  const url = new URL(script, import.meta.url);
  const worker = new Worker(url, {
    workerData,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', control.printed);
  let watch: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Result>((resolve, reject) => {
      worker.on('message', (message: Message<Result> | null | undefined) => {
        // A user's file may post messages of its own: these are nobody's business.
        if (typeof message !== 'object' || message === null) return;
        if ('outcome' in message) resolve(message.outcome);
        else if ('failure' in message) reject(ofTheLogger(job, message.failure));
      });
      worker.on('error', (error) => {
        reject(fault(job, `it failed outside of a call: ${error}`, 'mend the file'));
      });
      worker.on('exit', () => {
        const message = 'it ended the process, or waits for what never comes';
        reject(fault(job, message, 'take process.exit() and endless awaits out of the file'));
      });
      let seen = 0;
      let idle_ms = 0;
      watch = setInterval(() => {
        const slices = Atomics.load(cells, SLICES);
        idle_ms = slices === seen ? idle_ms + TICK_MS : 0;
        seen = slices;
        if (idle_ms > patience_s * 1000) {
          const message = `it never ends: it has not come back for ${patience_s} s`;
          reject(fault(job, message, 'look for a loop that does not yield'));
        }
        if (control.stopRequested()) Atomics.store(cells, STOP, 1);
        control.sliced(Atomics.load(cells, PROGRESS));
      }, TICK_MS);
    });
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

/** With a logger that was not written here, what breaks latsim is most likely what it was given. */
function ofTheLogger(job: { readonly logger: LoggerChoice }, failure: Failure): CommandError {
  if (failure.code !== EXIT.internal) return new CommandError(failure);
  return fault(
    job,
    `the run failed on what it stored or returned: ${failure.message}`,
    'store plain data, and return from view() a map of latsim; if it does, please report this',
  );
}

function fault(
  { logger }: { readonly logger: LoggerChoice },
  message: string,
  remedy: string,
): CommandError {
  return usageError(`logger '${logger.name}': ${message}`, remedy);
}
