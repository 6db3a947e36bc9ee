/**
 * Why a slower group's deployment was chosen. Each such selection has exactly one cause: the
 * first of these that matches.
 */
export const CAUSES = [
  'unavailable',
  'never-sent-to',
  'in-flight',
  'waiting-to-be-logged',
  'not-recordable',
  'lost',
  'expired',
  'placeholder-or-uncounted',
  'within-buffer',
  'lowest-on-record',
] as const;
export type Cause = (typeof CAUSES)[number];
