import type { Law } from '../../kernel/laws/law.js';
import type { ClosedLoad } from './load.js';

/** A fixed number of users, each with at most one request under way. */
export function closed(users: number, think: Law): ClosedLoad {
  return { kind: 'closed', open: false, users, think };
}
