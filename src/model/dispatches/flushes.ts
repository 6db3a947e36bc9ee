import { dispatchKind } from './dispatch.js';

export const flushesKind = dispatchKind({
  name: 'flushes',
  says: 'Completions wait for a flush, whose handlers run concurrently.',
  parameters: {
    every: { type: 'duration', positive: true, says: 'Time from one flush to the next.' },
    phase: {
      type: 'phase',
      preset: 0,
      says: 'Shift of the first flush; random: another one in each replication.',
    },
    stagger: {
      type: 'boolean',
      preset: false,
      says: 'Whether each process flushes with a phase of its own.',
    },
  },
  words: ({ every, phase }, settings) =>
    `concurrent flushes every ${every}` +
    `${settings.phase === 0 ? '' : settings.phase === 'random' ? ', at a random phase' : `, shifted by ${phase}`}` +
    `${settings.stagger ? ', each process with a phase of its own' : ''}`,
  create: ({ every, phase, stagger }) => ({
    kind: 'flushes',
    every_s: every,
    phase_s: phase,
    stagger,
  }),
});
