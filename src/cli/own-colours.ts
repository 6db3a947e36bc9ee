import { harmless } from '../text/harmless.js';

const ESCAPE = '\u001b[';
/**
 * What stands for the escape of latsim's own colours until they are written: nobody outside can know its
 * number, so a colour in a text from outside is told from them. What measures texts takes it for a colour.
 */
const MARK = `${ESCAPE}${String(Math.random()).slice(2)};`;

/** What paints the lines of a text so that this colour comes out, and none that the text brings with it. */
export function own(paint: (text: string) => string): (text: string) => string {
  const [before, behind] = paint(' ').replaceAll(ESCAPE, MARK).split(' ');
  return (text) => text.replace(/[^\n]+/g, (line) => `${before}${line}${behind}`);
}

/** The last door: all that a command writes, harmless but for latsim's own colours. */
export function written(output: string): string {
  return output.split(MARK).map(harmless).join(ESCAPE);
}
