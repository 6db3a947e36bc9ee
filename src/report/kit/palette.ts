/**
 * The colours of pictures, the same as on a terminal: blue for the fastest group, orange and what
 * follows it for slower ones, red for a violation and nothing else. Each stands out by 3 : 1 at least
 * from a light and from a dark page, so it needs no second value; blue and orange are those of Okabe
 * and Ito, which colour-blind readers tell apart.
 */
export const FAST = '#0072b2';

/** Of slower groups, in their order; after the last they begin again. */
export const SLOWER: readonly string[] = [
  '#d55e00',
  '#00886a',
  '#c2619c',
  '#7d63c4',
  '#927120',
  '#6f7a85',
  '#4f8a10',
  '#2f8fb0',
];

/** A group, as far as its colour goes. */
export interface Coloured {
  readonly modelGroup: string;
  readonly fastest: boolean;
}

/** A colour per group, of each model group from the first again. */
export function coloursOf(groups: readonly Coloured[]): string[] {
  const slower = new Map<string, number>();
  return groups.map(({ modelGroup, fastest }) => {
    if (fastest) return FAST;
    const before = slower.get(modelGroup) ?? 0;
    slower.set(modelGroup, before + 1);
    return SLOWER[before % SLOWER.length] as string;
  });
}
