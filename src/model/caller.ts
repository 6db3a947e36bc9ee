import type { Origin, Provenance } from './provenance.js';

/** Who performs an effect: a logger call or a select, in one of the router's processes. */
export interface Caller {
  readonly process: number;
  /** The sample that is being recorded; undefined for a select. */
  readonly own: Origin | undefined;
  /** Size of the model group's fleet. */
  readonly deployments: number;
  /** What the caller has read last under each key. */
  readonly reads: ReadLog;
}

/** The provenance of a caller's last read of each key. One key is the common case. */
export class ReadLog {
  private key: string | undefined;
  private provenance: Provenance | undefined;
  private others: Map<string, Provenance | undefined> | undefined;

  set(key: string, provenance: Provenance | undefined): void {
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
  }

  get(key: string): Provenance | undefined {
    return this.key === key ? this.provenance : this.others?.get(key);
  }
}
