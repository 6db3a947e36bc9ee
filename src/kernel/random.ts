import alea from 'seedrandom/lib/alea.js';

/** A stream of uniform random numbers, strictly between 0 and 1, on a grid of 32 bits. */
export type Stream = () => number;

const HALF_STEP = 1 / 8589934592; // 2^-33: half a step of alea's 32 bits keeps 0 and 1 out.

/**
 * The random streams of one replication. Each is named by its purpose, so that drawing more
 * for one purpose never shifts another (common random numbers), and different seeds or
 * replications share nothing.
 */
export class Streams {
  private readonly prefix: string;

  constructor(seed: number, replication: number) {
    this.prefix = `latsim/${seed}/${replication}`;
  }

  /** The stream of one purpose, at its start; `keys` tell apart the streams of one purpose. */
  stream(purpose: string, ...keys: (string | number)[]): Stream {
    const generator = alea([this.prefix, purpose, ...keys].join('/'));
    return () => generator() + HALF_STEP;
  }
}
