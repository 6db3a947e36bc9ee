import type { Html } from '../../report/kit/html.js';

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
