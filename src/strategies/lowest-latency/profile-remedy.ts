import { suggest } from '../../text/problems.js';
import { PROFILE_NAMES, successorOf } from './profile.js';

/** What to do about a name that no profile has. */
export function profileRemedy(name: string): string {
  const successor = successorOf(name);
  return successor === undefined ? suggest(name, PROFILE_NAMES) : `use ${successor}`;
}
