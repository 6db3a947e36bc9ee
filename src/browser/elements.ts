import { withoutUnseen } from '../text/harmless.js';

/** What may stand in an element: texts mean themselves. */
export type ElementPart = Node | string;

/** Longer texts are cut: what is named may have any name. */
const MOST_CHARACTERS = 400;

/** Makes an element, with its attributes; characters that are not seen are left out of texts. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  page: Document,
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...parts: readonly ElementPart[]
): HTMLElementTagNameMap[Name] {
  const made = page.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...parts.map((part) => (typeof part === 'string' ? shown(part) : part)));
  return made;
}

/** A button that does something. */
export function button(page: Document, text: string, does: () => void): HTMLButtonElement {
  const made = make(page, 'button', { type: 'button' }, text);
  made.addEventListener('click', does);
  return made;
}

/** A text as it may be shown. */
export function shown(text: string): string {
  const seen = withoutUnseen(text, ' ');
  return seen.length <= MOST_CHARACTERS ? seen : `${seen.slice(0, MOST_CHARACTERS - 1)}…`;
}
