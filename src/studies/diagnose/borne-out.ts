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

/** Whether log or map show that it is at work. */
export function isShown({ bearing }: Borne): boolean {
  return bearing?.kind === 'fits' && bearing.sure;
}

/**
 * Of what leads, what log or map show to be at work, where they do so of any: it explains the split,
 * and nothing else is needed.
 */
export function borneOut<One extends Borne>(leading: readonly One[]): readonly One[] {
  const shown = leading.filter(isShown);
  return shown.length > 0 ? shown : leading;
}
