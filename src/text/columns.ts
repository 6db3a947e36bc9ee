/** What takes two columns of a terminal: ideographs, syllables of Hangul, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** What stands over or under the character before it. */
const COMBINING = /\p{M}/u;

/** The columns of a terminal that a character takes: none, one or two. */
export function columnsOf(character: string): number {
  if (WIDE.test(character)) return 2;
  return COMBINING.test(character) ? 0 : 1;
}

/** The beginning of a text that takes at most so many columns, with a mark where something is missing. */
export function cutToColumns(text: string, columns: number): string {
  let used = 0;
  let kept = '';
  let withMark = '';
  for (const character of text) {
    used += columnsOf(character);
    if (used > columns) return `${withMark}…`;
    kept += character;
    if (used < columns) withMark = kept;
  }
  return text;
}
