import { createRequire } from 'node:module';
import type { PageSection } from '../../src/report/page/document.js';

const { JSDOM } = createRequire(import.meta.url)('jsdom') as {
  JSDOM: new (
    html: string,
    options: { readonly url: string },
  ) => { readonly window: Window & typeof globalThis };
};

/** A section as it stands in a page, where a reader can do something with it. */
export class SectionInPage {
  readonly page: Document;
  readonly section: HTMLElement;
  private readonly window: Window & typeof globalThis;

  /** @param hash what the address has after `#` */
  constructor({ id, body }: Pick<PageSection, 'id' | 'body'>, hash = '') {
    const html = `<main><section id="${id}">${body.markup}</section></main>`;
    this.window = new JSDOM(html, { url: `file:///page.html${hash}` }).window;
    // It lays nothing out, so it scrolls nothing.
    this.window.HTMLElement.prototype.scrollIntoView = () => undefined;
    this.page = this.window.document;
    this.section = this.page.getElementById(id)!;
  }

  get hash(): string {
    return this.page.location.hash;
  }

  /** Follows a link within the page. */
  async follow(hash: string): Promise<void> {
    const followed = new Promise((resolve) => this.window.addEventListener('hashchange', resolve));
    this.page.location.hash = hash;
    await followed;
  }

  press(key: string, at: Element = this.page.activeElement ?? this.page.body): void {
    at.dispatchEvent(new this.window.KeyboardEvent('keydown', { key, bubbles: true }));
  }

  /** The text of the first element that a selector names. */
  text(selector: string): string {
    return this.section.querySelector(selector)?.textContent?.trim() ?? '';
  }

  texts(selector: string): string[] {
    return [...this.section.querySelectorAll(selector)].map((one) => one.textContent.trim());
  }

  /** The button whose text has this in it. */
  button(text: string): HTMLButtonElement {
    const all = [...this.section.querySelectorAll('button')];
    const found = all.find((one) => one.textContent.includes(text));
    if (found === undefined) throw new Error(`no button says '${text}'`);
    return found;
  }

  /** Whether each button and input of the section can be told by its text. */
  get unnamed(): string[] {
    return [...this.section.querySelectorAll('button, input')]
      .filter((one) => `${one.textContent}${one.closest('label')?.textContent ?? ''}`.trim() === '')
      .map((one) => one.outerHTML);
  }
}
