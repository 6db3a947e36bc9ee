/**
 * What comes from outside (names, paths, cells, exceptions) may hold characters that steer a terminal, turn
 * the text around them, or are not seen at all. None of them comes out: this file says which they are, and
 * what stands for them.
 */

/** Control, format, unassigned and private characters, lone surrogates, separators of lines, all that is not drawn. */
const UNSEEN_CLASS = '\\p{C}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029';
const UNSEEN = new RegExp(`[${UNSEEN_CLASS}]`, 'gu');
const ANY_UNSEEN = new RegExp(`[${UNSEEN_CLASS}]`, 'u');
/** The same but for line ends and tabs, and what latsim itself writes to a terminal: `style.ts`. */
const UNSEEN_IN_OUTPUT = new RegExp(
  `(\\u001b\\[(?:[12]|22|3[1235]|39|94)m)|(?![\\n\\t])[${UNSEEN_CLASS}]`,
  'gu',
);

/** Whether a text has a character that is not to come out as it is. */
export function hasUnseen(text: string): boolean {
  return ANY_UNSEEN.test(text);
}

/** A text with something else for each such character. */
export function withoutUnseen(text: string, instead = ''): string {
  return text.replace(UNSEEN, instead);
}

/** One line in which a replacement character stands for each of them, one for one, so that carets stay put. */
export function printable(text: string): string {
  return text.replaceAll('\t', ' ').replace(UNSEEN, replacement);
}

/** The same of lines, as somebody prints them. */
export function printableLines(text: string): string {
  return text.replace(/\r\n/g, '\n').split('\n').map(printable).join('\n');
}

/** The last door: all that a command writes, with lines, tabs and latsim's own colours. */
export function harmless(output: string): string {
  if (!ANY_UNSEEN.test(output)) return output;
  return output.replace(UNSEEN_IN_OUTPUT, (found, colour) => colour ?? replacement(found));
}

function replacement(found: string): string {
  return '\ufffd'.repeat(found.length);
}

/** JSON text that means the same, with an escape for each of them inside texts. */
export function harmlessJson(json: string): string {
  return json.replace(UNSEEN, (found) =>
    found === '\n'
      ? found
      : [...Array(found.length).keys()].map((i) => unicodeEscape(found.charCodeAt(i))).join(''),
  );
}

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
