import { dispatchKind } from './dispatch.js';

export const immediateKind = dispatchKind({
  name: 'immediate',
  says: 'Each completion is logged at once.',
  parameters: {},
  words: () => 'each completion is logged at once',
  create: () => ({ kind: 'immediate' }),
});
