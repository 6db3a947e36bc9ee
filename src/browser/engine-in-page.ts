import type { RunAsked, RunSeen } from './engine.js';
import { unpacked } from './unpacked.js';
import type { FromWorker, ToWorker } from './worker.js';

/** The engine as the main thread sees it: it lives in a worker, and is asked by messages. */
export interface EngineInPage {
  /** Whether it can be had at all: a browser may forbid workers. */
  readonly available: boolean;
  /**
   * Runs a scenario: `told` hears what comes of it, again and again.
   * @returns ends it; then `told` hears nothing more
   */
  run(asked: RunAsked, told: RunListener): () => void;
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
 * Makes the worker of the text that the page carries.
 * @param packed compressed by gzip, in base64
 */
export function engineInPage(packed: string): EngineInPage {
  if (packed === '' || typeof Worker === 'undefined') return NONE;
  const waiting = new Map<number, RunListener>();
  const worker = madeOf(packed).then((made) => {
    made.onmessage = ({ data }: MessageEvent<FromWorker>) => tell(data);
    made.onerror = ({ message }) => failAll(message);
    return made;
  });
  worker.catch((error) => failAll(String(error)));
  let last = 0;

  function tell(data: FromWorker): void {
    const told = waiting.get(data.id);
    if ('seen' in data) {
      told?.seen(data.seen);
      return;
    }
    waiting.delete(data.id);
    if ('failed' in data) told?.failed(data.failed);
    else told?.done?.();
  }

  function failAll(why: string): void {
    for (const id of [...waiting.keys()]) tell({ id, failed: why });
  }

  function send(message: ToWorker): void {
    worker.then(
      (made) => made.postMessage(message),
      (error) => tell({ id: message.id, failed: String(error) }),
    );
  }

  return {
    available: true,
    run(asked, told) {
      const id = ++last;
      waiting.set(id, told);
      send({ id, asked });
      return () => {
        if (waiting.delete(id)) send({ id, asked: null });
      };
    },
  };
}

async function madeOf(packed: string): Promise<Worker> {
  const code = new Blob([await unpacked(packed)], { type: 'text/javascript' });
  const address = URL.createObjectURL(code);
  return new Worker(address);
}
