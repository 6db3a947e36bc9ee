import type { Move } from '../move.js';
import type { Sampling } from './strategy.js';

/** Each move is chosen uniformly among what is enabled. Finds what is likely, soon. */
export const randomWalk: Sampling = {
  name: 'random',
  scheduler: (luck) => (enabled) => enabled[Math.floor(luck() * enabled.length)] as Move,
};
