import { type Effect, objectOf } from '../../effects/effects.js';
import { shownName } from './trace-event.js';

/** An effect as a slice is called: `read claude_map`. */
export function effectName(effect: Effect): string {
  const about = shownName(objectOf(effect));
  switch (effect.op) {
    case 'read-many':
      return effect.keys.length === 1 ? `read ${about}` : `read ${effect.keys.length} keys`;
    case 'read-version':
      return `read ${about} and its version`;
    case 'compare-and-set':
      return `write ${about} if unchanged`;
    case 'acquire':
      return `acquire lock ${about}`;
    case 'release':
      return `release lock ${about}`;
    case 'acquire-lease':
      return `acquire lease ${about}`;
    case 'release-lease':
      return `release lease ${about}`;
    case 'sleep':
      return 'sleep';
    default:
      return `${effect.op} ${about}`;
  }
}
