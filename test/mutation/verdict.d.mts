/** Part of StrykerJS's `mutation.json`; positions count from 1, and `end` is past the end. */
export interface Report {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>
  >;
}

export interface Mutant {
  readonly location: { readonly start: Position; readonly end: Position };
  readonly replacement: string;
  readonly status: string;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Judges what mutation testing has found: the score of each room, the last one that of all, and what is wrong: a
 * score of all below `low`, survivors that are not explained, and explanations of what does not survive.
 * @param explanations bullets under the heading of a file, as in survivors.md
 * @param low in percent
 */
export function verdict(
  report: Report,
  explanations: string,
  low: number,
): {
  readonly scores: readonly {
    readonly room: string;
    readonly found: number;
    readonly mutants: number;
    readonly percent: number;
  }[];
  readonly faults: readonly string[];
};
