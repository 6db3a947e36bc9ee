import type { Html } from '../report/kit/html.js';
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

/** Markup as nodes, for one place in the page. */
export function markedUp({ markup }: Html): ChildNode[] {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return [...template.content.childNodes];
}

type Kind<E extends Element> = new () => E;

/** The first element within another that a selector names. @throws Error where there is none of this kind */
export function at(within: ParentNode, selector: string): HTMLElement;
export function at<E extends Element>(within: ParentNode, selector: string, kind: Kind<E>): E;
export function at(
  within: ParentNode,
  selector: string,
  kind: Kind<Element> = HTMLElement,
): Element {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`there is no ${selector}`);
  return found;
}
