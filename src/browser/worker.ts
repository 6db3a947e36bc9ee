/** The engine's thread: it answers what the page asks. */
self.addEventListener('message', ({ data }: MessageEvent) => self.postMessage(data));
