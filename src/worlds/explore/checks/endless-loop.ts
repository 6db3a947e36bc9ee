import type { Check } from './check.js';

/** A select comes to its end. Whether tasks do is a matter of the graph: those that do not have no ending. */
export const endlessLoop: Check = {
  kind: 'endless-loop',
  fault: ({ endless }) => (endless ? 'a select goes round for ever' : undefined),
};
