import type { ToWorker } from './engine-in-page.js';

/** The engine's thread: it answers what the page asks. */
self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => self.postMessage(data));
