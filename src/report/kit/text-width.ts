import { withoutUnseen } from '../../text/harmless.js';

/*
 * A picture is drawn by whatever font its reader has, and there is no way to ask here. So a text is given
 * as much room as it takes in the widest of the usual ones: DejaVu Sans, or Verdana, of which it is a
 * sibling. In others (Segoe UI, San Francisco, Roboto, Arial) it leaves some of that empty.
 */

/** The sizes of text in pictures, in pixels. Each is a class of the same name in their style. */
export const FONTS = {
  title: { size_px: 18, face: 'bold' },
  text: { size_px: 13, face: 'regular' },
  name: { size_px: 13, face: 'bold' },
  small: { size_px: 12, face: 'regular' },
  mono: { size_px: 12, face: 'mono' },
} as const;
export type Font = keyof typeof FONTS;

/** Advances of DejaVu Sans from the space to the tilde, in hundredths of an em, rounded up. */
const REGULAR: readonly number[] = [
  32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
  61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
  64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];

/** The same in bold. */
const BOLD: readonly number[] = [
  35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70,
  70, 70, 40, 40, 84, 84, 84, 59, 100, 78, 77, 74, 84, 69, 69, 83, 84, 38, 38, 78, 64, 100, 84, 86,
  74, 86, 78, 73, 69, 82, 78, 111, 78, 73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 60, 72, 68, 44, 72,
  72, 35, 35, 67, 35, 105, 72, 69, 72, 72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84,
];

/** That of every character of a monospaced font. */
const MONO = 61;

/** Of all that has no width of its own in these tables: other alphabets; ideograms and emoji. */
const OTHER = 120;
const WIDEST = 150;

/** What Verdana may be wider. */
const MARGIN = 1.03;

/** How wide a line of text is at most, in pixels. */
export function textWidth(text: string, font: Font): number {
  const { size_px, face } = FONTS[font];
  let hundredths = 0;
  // Letters with marks are as wide as without.
  for (const character of withoutUnseen(text).normalize('NFD')) {
    hundredths += advance(character, face);
  }
  return (hundredths / 100) * size_px * MARGIN;
}

function advance(character: string, face: (typeof FONTS)[Font]['face']): number {
  const code = character.codePointAt(0) as number;
  const known = (face === 'bold' ? BOLD : REGULAR)[code - 0x20];
  if (known !== undefined) return face === 'mono' ? MONO : known;
  if (code > 0xffff) return WIDEST;
  return /\p{M}/u.test(character) ? 0 : OTHER;
}

/** A text in at most so many pixels: cut in its middle, as names often differ at their end. */
export function fitted(text: string, width_px: number, font: Font): string {
  const seen = withoutUnseen(text);
  if (textWidth(seen, font) <= width_px) return seen;
  const characters = [...seen];
  const cut = (kept: number): string => {
    const end = Math.floor(kept / 2);
    return `${characters.slice(0, kept - end).join('')}…${characters.slice(characters.length - end).join('')}`;
  };
  let most = 0;
  for (let low = 1, high = characters.length - 1; low <= high; ) {
    const middle = (low + high) >> 1;
    if (textWidth(cut(middle), font) <= width_px) {
      most = middle;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return cut(most);
}

/** A text in lines of at most so many pixels, broken at spaces; a longer word is cut in its middle. */
export function wrapped(text: string, width_px: number, font: Font): string[] {
  const lines: string[] = [];
  for (const word of withoutUnseen(text.replace(/\s+/g, ' ')).trim().split(' ')) {
    const last = lines[lines.length - 1];
    const longer = `${last} ${word}`;
    if (last !== undefined && textWidth(longer, font) <= width_px) lines[lines.length - 1] = longer;
    else if (word !== '') lines.push(fitted(word, width_px, font));
  }
  return lines;
}
