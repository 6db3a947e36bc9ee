import type { Bearing } from './evidence.js';

/** What is held against log and map. */
export interface Borne {
  /** Null, or absent: they say nothing of it. */
  readonly bearing?: Bearing | null;
}

/** Whether log or map exclude it, however well it predicts the split. */
export function isRefuted({ bearing }: Borne): boolean {
  return bearing?.kind === 'excluded';
}

/** Whether log or map show that it is at work: if it explains the split, nothing else is needed. */
export function isShown({ bearing }: Borne): boolean {
  return bearing?.kind === 'fits' && bearing.sure;
}
