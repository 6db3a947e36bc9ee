import type { RouterPart } from '../../effects/fault.js';

/** Where a module that a page carries finds what it imports of latsim. */
export const CARRIED_LATSIM = 'globalThis.latsim';

/** What it gives its default export to. */
export const CARRIED_OFFER = 'latsimTakes';

/** A logger or a strategy of a user's own, on a page. Plain data. */
export type OwnPart = {
  readonly part: RouterPart;
  readonly name: string;
} & (
  | {
      /** Its module, as the worker of the page takes it. */
      readonly code: string;
    }
  | {
      /** Why it is not carried, in a few words. */
      readonly why: string;
    }
);

/** What is to be known of it: that it travels with the page, or that it does not. */
export function ownPartText(own: OwnPart): string {
  const what = `The ${own.part} ${own.name} does not come with latsim`;
  return 'code' in own
    ? `${what}: the text of its file is carried in this page, and runs in a worker of it only.`
    : `${what}, and this page does not carry it (${own.why}): what it came to is the command line’s, and is not computed again here.`;
}

/** The code that a run takes; undefined: it takes none, or not all of it is carried. */
export function carriedOf(own: readonly OwnPart[]): string | undefined {
  return own.length > 0 && isCarried(own)
    ? own.map((part) => ('code' in part ? part.code : '')).join('')
    : undefined;
}

/** Whether a page can run it: nothing of it is a user's own, or all of that is carried. */
export function isCarried(own: readonly OwnPart[]): boolean {
  return own.every((part) => 'code' in part);
}
