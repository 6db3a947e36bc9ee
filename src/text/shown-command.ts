import { withoutUser } from './addresses.js';

/** What is assigned to a name that says that it is secret. */
const ASSIGNED =
  /([\w-]*(?:key|token|secret|passw(?:or)?d|credential)[\w-]*\s*[= ]\s*)("[^"]*"|'[^']*'|[^\s'"]+)/gi;

/** A command that somebody wrote, without what may be secret in it. */
export function shownCommand(command: string): string {
  return command
    .replace(ASSIGNED, '$1***')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s'"]+/gi, withoutUser)
    .replace(/\bsk-[\w-]{4,}/g, 'sk-***');
}
