/** What stands in one place of a result and not in another. */
export interface DataDifference {
  /** Where, as `groups[0].share`. */
  readonly where: string;
  /** As it is carried, and as it was computed again. */
  readonly carried: string;
  readonly computed: string;
}

/** The first difference of plain data that is the same otherwise; undefined: there is none. */
export function firstDifference(
  carried: unknown,
  computed: unknown,
  where = '',
): DataDifference | undefined {
  if (isObject(carried) && isObject(computed)) {
    for (const key of new Set([...Object.keys(carried), ...Object.keys(computed)])) {
      const inside = Array.isArray(carried)
        ? `${where}[${key}]`
        : where === ''
          ? key
          : `${where}.${key}`;
      const found = firstDifference(carried[key], computed[key], inside);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  // As JSON: a page carries no other numbers, and undefined is as if it were not there.
  const [one, other] = [carried, computed].map((value) => JSON.stringify(value) ?? 'nothing');
  if (one === other) return undefined;
  return { where, carried: one as string, computed: other as string };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
