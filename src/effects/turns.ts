import type { RouterPart } from './fault.js';

/** What of a user's file is called, in the order of its part's life; `file`: it is loaded. */
export const PLACES = {
  logger: ['file', 'record', 'view'],
  strategy: ['file', 'create', 'view', 'choose', 'chosen', 'started', 'ended', 'explain'],
} as const satisfies Readonly<Record<RouterPart, readonly string[]>>;

/**
 * Code that was not written here. What is the user's: loading a file, a call of a method from one effect
 * to the next, what of a yielded or returned value is looked at.
 */
export interface WhoseTurn {
  readonly part: RouterPart;
  /** One of `PLACES`. */
  readonly place: string;
}

/**
 * Told when it is the turn of a user's code, and when it has come back: whoever looks on from outside
 * can so tell one call that hangs from any number that take their time.
 */
export interface Turns {
  begin(turn: WhoseTurn): void;
  end(): void;
}

/** Nobody looks on. */
export const UNWATCHED: Turns = { begin: () => undefined, end: () => undefined };
