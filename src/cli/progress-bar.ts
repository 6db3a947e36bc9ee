import { bar, WIDTH } from '../report/kit/words.js';
import { cutToColumns } from '../text/columns.js';
import { count } from '../text/figures.js';
import { printable } from '../text/harmless.js';
import { CLEAR } from './harmless-io.js';
import type { TextStream } from './io.js';

/** Short runs show nothing. */
const QUIET_MS = 400;
const EVERY_MS = 100;
const BAR_WIDTH = 20;

/** A progress bar on a stream, if that is a terminal; else nothing. */
export class ProgressBar {
  private readonly start_ms = Date.now();
  private shown_ms = this.start_ms + QUIET_MS - EVERY_MS;
  private visible = false;

  constructor(private readonly stream: TextStream) {}

  /** @param part - Finished part of the work, 0..1. */
  update(part: number, what: string): void {
    this.show(
      (elapsed_ms) => [
        `${bar(part, BAR_WIDTH)} ${Math.floor(part * 100)}%`,
        part > 0 && part < 1 ? `${time((elapsed_ms / part) * (1 - part))} left` : time(elapsed_ms),
      ],
      what,
    );
  }

  /** Of work whose end is not known: how much has been done. */
  updateCount(done: number, noun: string, what: string): void {
    this.show((elapsed_ms) => [`${count(done)} ${noun}`, time(elapsed_ms)], what);
  }

  private show(progress: (elapsed_ms: number) => readonly string[], what: string): void {
    const now_ms = Date.now();
    if (this.stream.isTTY !== true || now_ms - this.shown_ms < EVERY_MS) return;
    this.shown_ms = now_ms;
    this.visible = true;
    const line = [...progress(now_ms - this.start_ms), printable(what)].join('  ');
    // A line as wide as the terminal would go on in the next, where it cannot be taken away.
    this.stream.write(`${CLEAR}${cutToColumns(line, (this.stream.columns || WIDTH) - 1)}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.visible) this.stream.write(CLEAR);
    this.visible = false;
  }
}

function time(time_ms: number): string {
  const seconds = Math.ceil(time_ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
