import { fixed } from './numbers.js';
import { escaped, element as xmlElement } from './xml.js';

/** An SVG element as text; numbers to a tenth of a pixel, texts escaped. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  body?: string,
): string {
  const written = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'number' ? short(value) : value,
  ]);
  return xmlElement(name, Object.fromEntries(written), body);
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

function short(value: number): string {
  return fixed(value, 1).replace(/\.0$/, '');
}
