import { AtomicFile } from '../files/atomic-file.js';

/** Where a report goes: standard output, or a file that is there in full or not at all. */
export class Output {
  private readonly file: AtomicFile | undefined;

  /** @throws CommandError where the file cannot be made */
  constructor(path: string | undefined) {
    this.file = path === undefined ? undefined : new AtomicFile(path);
  }

  /** What decides about colour. */
  get stream(): { readonly isTTY?: boolean } {
    return this.file === undefined ? process.stdout : {};
  }

  /** Writes the whole report. */
  write(text: string): void {
    if (this.file === undefined) {
      process.stdout.write(text);
      return;
    }
    this.file.write(text);
    this.file.commit();
  }

  /** Leaves nothing behind of what was not written. */
  discard(): void {
    this.file?.discard();
  }
}
