/** The engine as the main thread sees it: it lives in a worker, and is asked by messages. */
export interface EngineInPage {
  /** Whether it can be had at all: a browser may forbid workers. */
  readonly available: boolean;
}

/** Makes the worker of the text that the page carries. */
export function engineInPage(): EngineInPage {
  return { available: false };
}

/** What is asked. Plain data. */
export interface ToWorker {
  readonly id: number;
}
