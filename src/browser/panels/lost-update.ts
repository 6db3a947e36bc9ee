import type { LostUpdateData } from '../../report/page/lost-update.js';
import {
  type Sequence,
  type SequenceStep,
  stepText,
  storedBefore,
} from '../../report/sequence/sequence.js';
import { Address } from '../address.js';
import { button, make, shown } from '../elements.js';
import { Lanes, storedList } from '../lanes.js';

/** Lets a reader go through a story step by step; the step stands in the page's address. */
export function mountLostUpdate(section: HTMLElement, { sequence }: LostUpdateData): void {
  new Stepper(section, sequence);
}

class Stepper {
  private readonly page: Document;
  private readonly address: Address;
  private readonly lanes: Lanes;
  private readonly where: HTMLElement;
  private readonly said: HTMLElement;
  private readonly stores: HTMLElement;
  private readonly back: HTMLButtonElement;
  private readonly next: HTMLButtonElement;
  /** Number of the step that it is at, from 1. */
  private at = 1;

  constructor(
    private readonly section: HTMLElement,
    private readonly sequence: Sequence,
  ) {
    const page = section.ownerDocument;
    this.page = page;
    this.address = new Address(section);
    this.lanes = new Lanes(page, sequence, 'All steps', (step) => this.go(step));
    this.where = make(page, 'b');
    this.said = make(page, 'p', { class: 'said', 'aria-live': 'polite' });
    this.stores = make(page, 'div', { class: 'stores' });
    this.back = button(page, '← Previous', () => this.go(this.at - 1));
    this.next = button(page, 'Next →', () => this.go(this.at + 1));
    const controls = make(page, 'div', { class: 'controls' }, this.back, this.where, this.next);
    const fatal = sequence.steps.findIndex((step) => step.fatal) + 1;
    if (fatal > 0) controls.append(button(page, 'Where it goes wrong', () => this.go(fatal)));
    const outcome = sequence.consequence.map((text) => make(page, 'p', {}, text));
    const stepper = make(
      page,
      'div',
      { class: 'stepper' },
      controls,
      this.said,
      this.stores,
      this.lanes.element,
      make(page, 'div', { class: 'consequence' }, ...outcome),
    );
    const figure = section.querySelector('figure');
    if (figure === null) section.append(stepper);
    else {
      figure.before(stepper);
      controls.append(this.pictureButton(figure));
    }
    this.lanes.draw(sequence.steps);
    this.show();
    page.addEventListener('keydown', (event) => this.key(event));
    this.address.follow((value) => {
      this.at = this.nearest(Number(value));
      this.show();
    });
  }

  /** Shows the picture of all steps, which is there without a script. */
  private pictureButton(figure: HTMLElement): HTMLButtonElement {
    const { classList } = this.section;
    const toggle = button(this.page, 'As one picture', () => {
      const isShown = !classList.toggle('stepped');
      toggle.setAttribute('aria-expanded', String(isShown));
      if (isShown) figure.scrollIntoView({ block: 'nearest' });
    });
    toggle.setAttribute('aria-expanded', 'false');
    classList.add('stepped');
    return toggle;
  }

  /** Arrow keys step, wherever the reader is in the section, or where the address speaks of it. */
  private key(event: KeyboardEvent): void {
    const { page, section, sequence, address } = this;
    const target = event.target as Element;
    const isHere = section.contains(target);
    const isNowhere = target === page.body && address.value !== undefined;
    if (!isHere && !isNowhere) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: this.at + 1,
      ArrowLeft: this.at - 1,
      Home: 1,
      End: sequence.steps.length,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.go(step);
  }

  private go(step: number): void {
    this.at = this.nearest(step);
    this.show();
    this.address.put(String(this.at));
  }

  /** The nearest step that there is. */
  private nearest(step: number): number {
    const { length } = this.sequence.steps;
    return Number.isInteger(step) ? Math.min(Math.max(step, 1), length) : 1;
  }

  private show(): void {
    const { page, sequence, at } = this;
    const { steps } = sequence;
    const step = steps[at - 1] as SequenceStep;
    this.where.textContent = `Step ${at} of ${steps.length}`;
    this.back.setAttribute('aria-disabled', String(at === 1));
    this.next.setAttribute('aria-disabled', String(at === steps.length));
    const wrong = step.fatal ? [make(page, 'b', { class: 'bad' }, 'Here it goes wrong.')] : [];
    this.said.replaceChildren(
      shown(`Step ${sequence.unit === '' ? '' : `${at}, `}${stepText(sequence, step)} `),
      ...wrong,
    );
    const box = (title: string, lines: SequenceStep['stored']) =>
      make(page, 'div', {}, make(page, 'h3', {}, title), storedList(page, lines));
    this.stores.replaceChildren(
      box('Stored before the step', storedBefore(sequence, at - 1)),
      box('Stored after it', step.stored),
    );
    this.lanes.mark(at);
  }
}
