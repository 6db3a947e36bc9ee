/** What a page's address says of one of its sections, after `#`: `lost-update=5`. */
export class Address {
  private readonly page: Document;
  private readonly start: string;
  /** What was put there last. */
  private last: string | undefined;

  constructor(private readonly section: HTMLElement) {
    this.page = section.ownerDocument;
    this.start = `#${section.id}=`;
  }

  /** Undefined: it speaks of something else. */
  get value(): string | undefined {
    const { hash } = this.page.location;
    return hash.startsWith(this.start) ? hash.slice(this.start.length) : undefined;
  }

  /** Puts it there, so that it can be linked to; one more is no page to go back to. */
  put(value: string): void {
    this.last = value;
    // A page that was opened as a file may not change its history otherwise in every browser.
    this.page.location.replace(this.start + value);
  }

  /** Goes where a link leads, now and when one is followed. */
  follow(go: (value: string) => void): void {
    const follow = () => {
      const { value, last } = this;
      this.last = undefined;
      if (value === undefined || value === last) return;
      go(value);
      this.section.scrollIntoView();
    };
    this.page.defaultView?.addEventListener('hashchange', follow);
    follow();
  }
}
