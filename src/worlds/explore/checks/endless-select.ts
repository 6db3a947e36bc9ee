import type { Check } from './check.js';

/** A select comes back: in a state in which nothing moves any more, nothing can end its round. */
export const endlessSelect: Check = {
  kind: 'endless-loop',
  fault: ({ endless }) =>
    endless ? 'a select goes round for ever: nothing can end it any more' : undefined,
};
