import type { Stream, Streams } from '../../kernel/random.js';

/** Gives a request its numbers, one for each purpose. */
export interface Draws {
  draw(purpose: string): number;
}

/**
 * The luck of a series of requests. Each purpose has a stream of its own, made when it is first
 * needed, and gives one number per request, whatever happens to the request: so the same request
 * meets the same luck under every logger.
 */
export class Luck implements Draws {
  private readonly purposes = new Map<string, Stream>();

  constructor(
    private readonly streams: Streams,
    /** Whose luck: a model group's, or a user's of a closed load. */
    private readonly owner: string,
  ) {}

  stream(purpose: string): Stream {
    let stream = this.purposes.get(purpose);
    if (stream === undefined) {
      stream = this.streams.stream(purpose, this.owner);
      this.purposes.set(purpose, stream);
    }
    return stream;
  }

  /** This request's number for a purpose. */
  draw(purpose: string): number {
    return this.stream(purpose)();
  }
}
