import {
  isGone,
  isUnchanged,
  type Sequence,
  type SequenceStep,
  type StoredLine,
  toldOf,
  whoText,
} from '../report/sequence/sequence.js';
import { button, type ElementPart, make } from './elements.js';

/** More lines than these of what is stored are told where they change. */
const MOST_UNCHANGED = 2;

/** More lanes than these do not fit on a telephone. */
const MOST_NARROW = 2;

/** Those who act side by side, a row for each step, beside what is stored after it. */
export class Lanes {
  readonly element: HTMLElement;
  private readonly body: HTMLTableSectionElement;
  private readonly actors: readonly number[];

  /** @param go where a reader may go to a step by its number, from 1 */
  constructor(
    private readonly page: Document,
    private readonly sequence: Pick<Sequence, 'participants' | 'unit' | 'storedTitle'>,
    says: string,
    private readonly go?: (step: number) => void,
  ) {
    const { participants, unit, storedTitle } = sequence;
    this.actors = [...participants.keys()].filter((i) => participants[i]?.acts === true);
    const head = (...parts: ElementPart[]) => make(page, 'th', { scope: 'col' }, ...parts);
    const actors = this.actors.map((i) => {
      const { label = '', about = '' } = participants[i] ?? {};
      const small = about === '' ? [] : [make(page, 'small', {}, about)];
      return head(label, ...small);
    });
    this.body = make(page, 'tbody');
    const row = make(
      page,
      'tr',
      {},
      head(unit === '' ? 'step' : `step, ${unit}`),
      ...actors,
      head(storedTitle),
    );
    const many = this.actors.length > MOST_NARROW;
    const table = make(
      page,
      'table',
      { class: many ? 'lanes many' : 'lanes' },
      make(page, 'thead', {}, row),
      this.body,
    );
    const attributes = { class: 'wide', tabindex: '0', role: 'region', 'aria-label': says };
    this.element = make(page, 'div', attributes, table);
  }

  /** Draws these steps. */
  draw(steps: readonly SequenceStep[]): void {
    this.body.replaceChildren(...steps.map((step, i) => this.row(step, steps[i - 1], i + 1)));
  }

  /** Marks where a reader is. @param at number of the step, from 1 */
  mark(at: number): void {
    for (const [i, row] of [...this.body.rows].entries()) {
      row.classList.toggle('later', i + 1 > at);
      row.classList.toggle('now', i + 1 === at);
      if (i + 1 === at) row.setAttribute('aria-current', 'step');
      else row.removeAttribute('aria-current');
    }
  }

  private row(step: SequenceStep, before: SequenceStep | undefined, number: number) {
    const { page, sequence, go } = this;
    const name = go === undefined ? String(number) : button(page, String(number), () => go(number));
    const time = sequence.unit === '' ? [] : [make(page, 'small', {}, step.time)];
    const unchanged = isUnchanged(step, before) && step.stored.length > MOST_UNCHANGED;
    return make(
      page,
      'tr',
      step.fatal ? { class: 'fatal' } : {},
      make(page, 'th', { scope: 'row' }, name, ...time),
      ...this.deeds(step),
      make(page, 'td', {}, unchanged ? 'unchanged' : storedList(page, step.stored)),
    );
  }

  /** What is done, in the lane of who does it; of others, across all lanes. */
  private deeds(step: SequenceStep): HTMLElement[] {
    const { page, actors, sequence } = this;
    const told = toldOf(sequence, step, true).map((text) => make(page, 'div', {}, text));
    const lane = typeof step.who === 'string' ? -1 : actors.indexOf(step.who);
    if (lane === -1) {
      const says = make(page, 'b', {}, whoText(sequence, step));
      return [make(page, 'td', { colspan: String(actors.length) }, says, ...told)];
    }
    return actors.map((_, i) =>
      i === lane
        ? make(page, 'td', { class: 'lane acts' }, ...told)
        : make(page, 'td', { class: 'lane' }),
    );
  }
}

/** What is stored, line by line; what is new or gone is said, not shown by its colour alone. */
export function storedList(page: Document, lines: readonly StoredLine[]): HTMLElement {
  if (lines.length === 0) return make(page, 'span', { class: 'small' }, 'nothing');
  const items = lines.map((line) => {
    const { text, mark } = line;
    if (isGone(line))
      return make(page, 'li', { class: 'gone' }, make(page, 'del', {}, text), ` ${mark}`);
    return mark === 'new'
      ? make(page, 'li', { class: 'new' }, text, make(page, 'small', {}, ' new'))
      : make(page, 'li', {}, text);
  });
  return make(page, 'ul', { class: 'stored' }, ...items);
}
