import type { RunAsked, RunSeen } from './engine.js';
import type { FromWorker, ToWorker } from './serving.js';
import { unpacked } from './unpacked.js';

/** The engine as the main thread sees it: it lives in a worker, and is asked by messages. */
export interface EngineInPage {
  /** Whether it can be had at all: a browser may forbid workers. */
  readonly available: boolean;
  /**
   * Runs a scenario: `told` hears what comes of it, again and again.
   * @param code a user's own module that is run with it
   * @returns ends it; then `told` hears nothing more
   */
  run(asked: RunAsked, told: RunListener, code?: string): () => void;
}

/** Who waits for a run. */
export interface RunListener {
  /** What is known now, which is more than before. */
  seen(seen: RunSeen): void;
  /** It is finished. */
  done?(): void;
  /** It cannot be finished. @param why a sentence */
  failed(why: string): void;
}

const NONE: EngineInPage = { available: false, run: () => () => undefined };

/**
 * Makes workers of the text that the page carries: one for what comes with latsim, and one for each
 * module of a user's own.
 * @param packed compressed by gzip, in base64
 */
export function engineInPage(packed: string): EngineInPage {
  if (packed === '' || typeof Worker === 'undefined') return NONE;
  const workers = new Map<string, PageWorker>();
  return {
    available: true,
    run(asked, told, code = '') {
      let worker = workers.get(code);
      if (worker === undefined || worker.hasEnded) {
        worker = new PageWorker(packed, code);
        workers.set(code, worker);
      }
      return worker.run(asked, told);
    },
  };
}

/** How often a worker with a user's own code is asked for a sign, and how many it may owe: see src/jobs/threads.ts. */
const SIGN_EVERY_MS = 1000;
const MOST_OWED = 10;

/** A worker that lives as long as nothing in it fails, and a user's own code comes back. */
class PageWorker {
  hasEnded = false;
  private readonly waiting = new Map<number, RunListener>();
  private readonly worker: Promise<Worker>;
  private last = 0;
  /** How many signs it owes: in times of asking, so that a machine asleep does not count. */
  private owed = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    packed: string,
    private readonly code: string,
  ) {
    this.worker = madeOf(packed, code).then((made) => {
      made.onmessage = ({ data }: MessageEvent<FromWorker>) => this.tell(data);
      made.onerror = (event) => {
        event.preventDefault();
        this.end(event.message || 'its code cannot be loaded');
      };
      return made;
    });
    this.worker.catch((error) => this.end(String(error)));
  }

  run(asked: RunAsked, told: RunListener): () => void {
    const id = ++this.last;
    this.waiting.set(id, told);
    this.send({ id, asked, withOwn: this.code !== '' });
    if (this.code !== '') this.timer ??= setInterval(() => this.look(), SIGN_EVERY_MS);
    return () => {
      if (this.waiting.delete(id)) this.send({ id, asked: null });
    };
  }

  private tell(data: FromWorker): void {
    this.owed = 0;
    const told = this.waiting.get(data.id);
    if ('sign' in data) return;
    if ('seen' in data) {
      told?.seen(data.seen);
      return;
    }
    this.waiting.delete(data.id);
    if ('failed' in data) told?.failed(data.failed);
    else told?.done?.();
  }

  /** Whether it still hears. */
  private look(): void {
    if (this.owed >= MOST_OWED) {
      this.end(`its own code never ends: it has not come back for ${MOST_OWED} s`);
    } else if (this.waiting.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    } else {
      this.owed++;
      this.send({ id: 0, asked: 'a sign' });
    }
  }

  /** Ends it, and says why to all who wait. */
  private end(why: string): void {
    this.hasEnded = true;
    clearInterval(this.timer);
    this.worker.then(
      (made) => made.terminate(),
      () => undefined,
    );
    for (const id of [...this.waiting.keys()]) this.tell({ id, failed: why });
  }

  private send(message: ToWorker): void {
    this.worker.then(
      (made) => made.postMessage(message),
      () => undefined,
    );
  }
}

async function madeOf(packed: string, code: string): Promise<Worker> {
  const text = `${await unpacked(packed)}\n${code}`;
  return new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
}
