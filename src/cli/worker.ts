import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { tool } from '../files/tool.js';
import { EXIT, inputError, usageError } from '../text/failure.js';
import { counted } from '../text/figures.js';
import { examples, given, threadsOption } from './arguments.js';
import { attended } from './attended.js';
import type { Invocation } from './invocation.js';
import { notice } from './notices.js';
import { type QueueOptions, queueOf, queueOptions } from './queue-option.js';

interface WorkerArguments extends QueueOptions {
  readonly threads?: number;
}

export function configure(command: Command, invocation: Invocation): void {
  queueOptions(threadsOption(command), 'the Redis of the queue');
  examples(command, [
    'latsim worker --queue redis://127.0.0.1:6379',
    'latsim worker --queue rediss://redis.internal --allow-remote --threads 4',
  ]).action(() => invocation.end(work(invocation, given<WorkerArguments>(command))));
}

/** Carries out the jobs of other commands until it is interrupted. */
async function work({ io }: Invocation, options: WorkerArguments): Promise<number> {
  const { threads = availableParallelism() } = options;
  const address = await queueOf(io, options);
  if (address === undefined) {
    throw usageError('a worker needs a queue', 'add --queue redis://HOST');
  }
  const { serving } = await import('../jobs/queued/serving.js');
  const { version } = tool();
  const say = (message: string) => notice(io.stderr, message);
  const served = await attended(
    io,
    ({ signal, progress, printed }) =>
      serving({
        address,
        version,
        threads,
        here: io.cwd,
        signal,
        told: say,
        progress: (finished, label) => progress.updateCount(finished, 'jobs', label),
        printed,
      }),
    Number.POSITIVE_INFINITY,
  );
  const did = `${counted(served.finished, 'job')} finished`;
  if (served.refused === undefined) {
    say(did);
    return EXIT.done;
  }
  throw inputError(
    `the queue at ${address.shown} has jobs of latsim ${served.refused}, and this is ${version}; ${did}`,
    'start workers of the version that asks',
  );
}
