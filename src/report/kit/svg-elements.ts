import { fixed } from '../../text/figures.js';
import { withoutUnseen } from '../../text/harmless.js';

type Attributes = Readonly<Record<string, string | number>>;

/** A part of a picture, and how high it is. */
export interface SvgBlock {
  readonly height: number;
  readonly body: string;
}

/** An SVG element as text; numbers to a tenth of a pixel, texts escaped. */
export function element(name: string, attributes: Attributes, body?: string): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escaped(value)}"`)
    .join('');
  return body === undefined ? `<${name}${written}/>` : `<${name}${written}>${body}</${name}>`;
}

/** A line of text, its baseline at `y`. */
export function textAt(
  x: number,
  y: number,
  text: string,
  className?: string,
  anchor?: 'middle' | 'end',
): string {
  const attributes = {
    x,
    y,
    ...(className !== undefined && { class: className }),
    ...(anchor !== undefined && { 'text-anchor': anchor }),
  };
  return element('text', attributes, escaped(text));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text that means itself in XML; characters that XML does not allow are left out. */
export function escaped(text: string): string {
  return withoutUnseen(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** A part of a picture, so far to the right and down, in pixels. */
export function moved(x: number, y: number, body: string): string {
  return element('g', { transform: `translate(${short(x)} ${short(y)})` }, body);
}

/** A number of pixels, to a tenth. */
export function short(value: number): string {
  return fixed(value, 1).replace(/\.0$/, '');
}
