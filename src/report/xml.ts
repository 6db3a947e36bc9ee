/** An XML element as text; attributes are escaped, the body is not. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  body?: string,
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('');
  return body === undefined ? `<${name}${written}/>` : `<${name}${written}>${body}</${name}>`;
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
  return text
    .replace(/\p{C}/gu, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
