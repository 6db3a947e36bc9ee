import type { Origin, Provenance } from './provenance.js';
import { isCollection } from './views.js';

/** Who performs an effect: a logger call or a select, in one of the router's processes. */
export interface Caller {
  readonly process: number;
  /** The sample that is being recorded; undefined for a select. */
  readonly own: Origin | undefined;
  /** Size of the model group's fleet. */
  readonly deployments: number;
  /** What the caller has read last under each key. */
  readonly reads: ReadLog;
  /** Whether it is a view: whether a select goes by what it reads. */
  readonly looks?: boolean;
}

/** The provenance of a caller's last read of each key. One key is the common case. */
export class ReadLog {
  private key: string | undefined;
  private provenance: Provenance | undefined;
  private others: Map<string, Provenance | undefined> | undefined;
  /** Of the map, list or object that was read last, under whichever key; and what it is made by. */
  private latest: Provenance | undefined;
  private latestMaker: unknown;
  private latestKey: string | undefined;

  set(key: string, provenance: Provenance | undefined, value?: unknown): void {
    if (isCollection(value)) {
      this.latest = provenance;
      this.latestMaker = value.constructor;
      this.latestKey = key;
    } else if (this.latestKey === key) {
      // Gone since: a new one does not derive from it.
      this.latest = undefined;
    }
    if (this.key === undefined || this.key === key) {
      this.key = key;
      this.provenance = provenance;
    } else {
      this.others ??= new Map();
      this.others.set(key, provenance);
    }
  }

  /** Forgets everything, for another call. */
  forget(): void {
    this.key = undefined;
    this.provenance = undefined;
    this.others = undefined;
    this.latest = undefined;
    this.latestMaker = undefined;
    this.latestKey = undefined;
  }

  /** Whether something has been read under a key, be it that nothing is there. */
  has(key: string): boolean {
    return this.key === key || this.others?.has(key) === true;
  }

  /** The samples that what has been read derives from, key by key. */
  *all(): Generator<Provenance> {
    if (this.provenance !== undefined) yield this.provenance;
    for (const provenance of this.others?.values() ?? []) {
      if (provenance !== undefined) yield provenance;
    }
  }

  get(key: string): Provenance | undefined {
    return this.key === key ? this.provenance : this.others?.get(key);
  }

  /**
   * What a value derives from that is written under a key where nothing was read: from the last of
   * its like that was read elsewhere, as with two maps that are used by turns.
   */
  elsewhere(value: unknown): Provenance | undefined {
    if (!isCollection(value)) return undefined;
    return value.constructor === this.latestMaker ? this.latest : undefined;
  }
}
