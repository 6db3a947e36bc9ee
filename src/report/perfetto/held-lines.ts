/** A place among lines to which more may be added until it is closed. */
export interface OpenPlace {
  readonly lines: string[];
  isOpen: boolean;
}

/** Lines that may be held back at a time: who has a place open for as long as that has lost it. */
const MOST_HELD = 50_000;

/** Lines in their order, of which those after an open place are held back until it is closed. */
export class HeldLines {
  private held: (string | OpenPlace)[] = [];
  private first = 0;

  /** @param most lines that are held back at a time; the oldest place is closed where there would be more */
  constructor(private readonly most = MOST_HELD) {}

  add(line: string): void {
    this.held.push(line);
  }

  /** Keeps a place open here. */
  open(): OpenPlace {
    const place = { lines: [], isOpen: true };
    this.held.push(place);
    return place;
  }

  /** Gives out what is not held back any more. */
  take(): string[] {
    const out: string[] = [];
    for (; this.first < this.held.length; this.first++) {
      const one = this.held[this.first] as string | OpenPlace;
      if (typeof one === 'string') {
        out.push(one);
        continue;
      }
      if (one.isOpen && this.held.length - this.first <= this.most) break;
      one.isOpen = false;
      out.push(...one.lines);
    }
    // Now and then: moving all lines for each one that goes would take for ever.
    if (this.first * 2 > this.held.length) {
      this.held = this.held.slice(this.first);
      this.first = 0;
    }
    return out;
  }
}
