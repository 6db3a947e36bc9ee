import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { CommandError, inputError } from '../../text/failure.js';
import { forked } from '../fork.js';
import type { TaskNews } from './gated.js';
import type { GateAnswer, GatedSetup, GateOrder } from './messages.js';

/** No answer takes longer: a command to Redis does not. */
const PATIENCE_MS = 10_000;

/** A process of the operating system with gated tasks, as whoever opens the gate has it. */
export class TaskProcess {
  private constructor(private readonly child: ChildProcess) {}

  /**
   * Starts one.
   * @param printed takes what the logger of a user prints
   * @throws CommandError where it cannot load the logger, or reach Redis
   */
  static async started(
    setup: GatedSetup,
    printed: (piece: string | Uint8Array) => void,
  ): Promise<TaskProcess> {
    const child = forked('forced');
    child.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', printed);
    const started = new TaskProcess(child);
    try {
      await started.tell({ do: 'set up', setup });
    } catch (error) {
      await started.end();
      throw error;
    }
    return started;
  }

  /** Has a task make a move. @throws CommandError where the logger or Redis fails, or the process has ended */
  async move(order: Extract<GateOrder, { readonly task: number }>): Promise<TaskNews> {
    const answer = await this.tell(order);
    if ('news' in answer) return answer.news;
    throw new RangeError('a move has no news');
  }

  /** Tells it something, and waits until it has done so. One thing at a time. @throws as `move` */
  async tell(order: GateOrder): Promise<GateAnswer> {
    const { child } = this;
    const ends = new AbortController();
    const { signal } = ends;
    const late = setTimeout(() => ends.abort(), PATIENCE_MS);
    try {
      if (!child.connected) throw gone('has ended');
      const heard = once(child, 'message', { signal });
      const left = once(child, 'exit', { signal }).then(() => {
        throw gone('has ended');
      });
      child.send(order, () => undefined);
      const [answer] = (await Promise.race([heard, left])) as [GateAnswer];
      if ('failed' in answer) throw new CommandError(answer.failed);
      return answer;
    } catch (error) {
      throw signal.aborted ? gone('does not answer') : error;
    } finally {
      clearTimeout(late);
      ends.abort();
    }
  }

  get isRunning(): boolean {
    const { exitCode, signalCode, pid } = this.child;
    return exitCode === null && signalCode === null && pid !== undefined;
  }

  /** Ends it, whatever it is at. */
  async end(): Promise<void> {
    const { child } = this;
    if (!this.isRunning) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
}

function gone(what: string): CommandError {
  return inputError(`a process of the router ${what}`, 'start the command again');
}
