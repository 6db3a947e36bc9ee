/** So many happenings wait at most: of a log that nobody reads there may be millions. */
const MOST_WAITING = 200_000;

/**
 * The keys that the selects of a replication look under, in whichever copy: only there is a sample
 * of use. What happens to samples under another key waits until a view reads it, if ever.
 */
export class Views {
  private readonly keys = new Set<string>();
  /** By key, what has happened under it before any view read it. */
  private readonly waiting = new Map<string, (() => void)[]>();
  /** Whether what had waited happens now. */
  catchingUp = false;
  private waitingCount = 0;
  private latestKeys: readonly string[] | undefined;
  /**
   * Whether samples are kept in maps or lists: then a number, a string or a flag holds none, but is
   * a usage count, a pointer or a lock.
   */
  inCollections = false;

  /** Whether samples have been written in a form of the logger's own: not in a map, and not appended. */
  inOwnForm = false;

  /** @param everywhere there are no views: what is stored is of the same use under every key */
  constructor(private readonly everywhere = false) {}

  include(key: string): boolean {
    return this.everywhere || this.keys.has(key);
  }

  /** A view reads a key: what has waited for that happens now. */
  lookedAt(key: string): void {
    if (this.include(key)) return;
    this.keys.add(key);
    const waiting = this.waiting.get(key);
    if (waiting === undefined) return;
    this.forget(key, waiting);
    this.catchingUp = true;
    for (const happen of waiting) happen();
    this.catchingUp = false;
  }

  /** A view reads many keys: as a rule always the same ones, from a list made once. */
  lookedAtAll(keys: readonly string[]): void {
    if (keys === this.latestKeys) return;
    for (const key of keys) this.lookedAt(key);
    this.latestKeys = keys;
  }

  /**
   * Something has happened under a key that no view has read. If too much waits, the key that has
   * waited longest is taken for one that no view will ever read.
   */
  wait(key: string, happen: () => void): void {
    const waiting = this.waiting.get(key);
    if (waiting === undefined) this.waiting.set(key, [happen]);
    else waiting.push(happen);
    if (++this.waitingCount > MOST_WAITING) {
      for (const [oldest, happened] of this.waiting) {
        this.forget(oldest, happened);
        break;
      }
    }
  }

  private forget(key: string, waiting: readonly (() => void)[]): void {
    this.waiting.delete(key);
    this.waitingCount -= waiting.length;
  }

  /** Whether a value can hold samples. */
  holdsSamples(value: unknown): boolean {
    return !this.inCollections || isCollection(value);
  }
}

/** A map, a list, or an object of a logger's own. */
export function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
