/** Which entry a full list gives up for a new one: its last, or its first. */
export type Full = 'replace-last' | 'drop-first';

/** Pushes onto a list of at most `limit` entries; gives a new list. */
export function pushed<T>(full: Full, list: readonly T[], value: T, limit: number): T[] {
  if (list.length < limit) return [...list, value];
  if (full === 'replace-last') {
    const kept = list.slice(0, limit);
    kept[limit - 1] = value;
    return kept;
  }
  const kept = list.slice(list.length - limit + 1);
  kept.push(value);
  return kept;
}
