import { bar } from '../report/kit/words.js';
import { count } from '../text/figures.js';
import type { TextStream } from './io.js';

/** Short runs show nothing. */
const QUIET_MS = 400;
const EVERY_MS = 100;

/** A progress bar on a stream, if that is a terminal; else nothing. */
export class Progress {
  private readonly start_ms = Date.now();
  private shown_ms = this.start_ms + QUIET_MS - EVERY_MS;
  private visible = false;

  constructor(private readonly stream: TextStream) {}

  /** @param part - Finished part of the work, 0..1. */
  update(part: number, what: string): void {
    this.show(() => `${bar(part, 30)} ${Math.floor(part * 100)} %`, what);
  }

  /** Of work whose end is not known: how much has been done. */
  updateCount(done: number, noun: string, what: string): void {
    this.show(() => `${count(done)} ${noun}`, what);
  }

  private show(progress: () => string, what: string): void {
    const now_ms = Date.now();
    if (this.stream.isTTY !== true || now_ms - this.shown_ms < EVERY_MS) return;
    this.shown_ms = now_ms;
    this.visible = true;
    const elapsed = `${((now_ms - this.start_ms) / 1000).toFixed(1)} s`;
    this.stream.write(`\r\x1b[K${progress()}  ${elapsed}  ${what}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.visible) this.stream.write('\r\x1b[K');
    this.visible = false;
  }
}
