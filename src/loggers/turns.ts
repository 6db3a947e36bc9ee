/**
 * Code that was not written here. What is the user's: loading a file, a call of `record` or `view` from
 * one effect to the next, what of a yielded or returned value is looked at.
 */
export type WhoseTurn = 'file' | 'record' | 'view';

/**
 * Told when it is the turn of a user's code, and when it has come back: whoever looks on from outside
 * can so tell one call that hangs from any number that take their time.
 */
export interface Turns {
  begin(place: WhoseTurn): void;
  end(): void;
}

/** Nobody looks on. */
export const UNWATCHED: Turns = { begin: () => undefined, end: () => undefined };
