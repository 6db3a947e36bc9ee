import { capital } from '../../report/kit/words.js';
import type { ChoicesData, ChoicesWith, StateData } from '../../report/page/choices.js';
import { commandWords } from '../../report/page/parts.js';
import {
  isGone,
  type SequenceStep,
  type StoredLine,
  toldOf,
  whoText,
} from '../../report/sequence/sequence.js';
import { shellWord } from '../../text/shell.js';
import { Address } from '../address.js';
import { button, make, shown } from '../elements.js';
import { Lanes, storedList } from '../lanes.js';

/** Lets a reader choose what happens next, and take it back; the moves stand in the page's address. */
export function mountChoices(section: HTMLElement, { loggers }: ChoicesData): void {
  new Chooser(section, loggers);
}

class Chooser {
  private readonly page: Document;
  private readonly address: Address;
  private readonly said: HTMLElement;
  private readonly choices: HTMLElement;
  private readonly now: HTMLElement;
  private readonly lanes: HTMLElement;
  private readonly command: HTMLElement;
  private readonly undo: HTMLButtonElement;
  private readonly radios: readonly HTMLInputElement[];
  private with: ChoicesWith;
  /** The moves so far. */
  private moves: readonly string[] = [];

  constructor(
    private readonly section: HTMLElement,
    private readonly loggers: readonly ChoicesWith[],
  ) {
    const page = section.ownerDocument;
    this.page = page;
    this.address = new Address(section);
    this.with = loggers[0] as ChoicesWith;
    this.said = make(page, 'p', { class: 'said', 'aria-live': 'polite' });
    this.choices = make(page, 'ul', { class: 'moves' });
    this.now = make(page, 'div', { class: 'stores' });
    this.lanes = make(page, 'div');
    this.command = make(page, 'code');
    this.undo = button(page, '← Undo', () => this.go(this.moves.slice(0, -1)));
    this.radios = loggers.map((one) => this.radio(one));
    const again = button(page, 'Start over', () => this.go([]));
    section.append(
      make(
        page,
        'div',
        { class: 'chooser' },
        ...(loggers.length > 1 ? [this.loggerChoice()] : []),
        this.said,
        this.now,
        this.choices,
        make(page, 'div', { class: 'controls' }, this.undo, again),
        this.lanes,
        make(page, 'p', { class: 'label' }, 'The same on the command line:'),
        make(page, 'pre', { class: 'command', tabindex: '0' }, this.command),
      ),
    );
    this.show();
    this.address.follow((value) => this.follow(value));
  }

  private radio({ logger }: ChoicesWith): HTMLInputElement {
    const name = `${this.section.id}-logger`;
    const radio = make(this.page, 'input', { type: 'radio', name, value: logger });
    radio.addEventListener('change', () => {
      this.choose(logger);
      this.go(this.moves);
    });
    return radio;
  }

  private loggerChoice(): HTMLElement {
    const { page } = this;
    const labels = this.radios.map((radio) => make(page, 'label', {}, radio, ` ${radio.value}`));
    return make(page, 'fieldset', {}, make(page, 'legend', {}, 'Logger'), ...labels);
  }

  private choose(logger: string): void {
    this.with = this.loggers.find((one) => one.logger === logger) ?? this.with;
  }

  /** Goes where a link leads: `unlocked:1,2,1,2`. */
  private follow(value: string): void {
    const [logger = '', moves = ''] = value.split(':');
    this.choose(decoded(logger));
    this.moves = this.possible(moves === '' ? [] : moves.split(',').map(decoded));
    this.show();
  }

  /** Makes these moves from the start, as far as they are possible. */
  private go(moves: readonly string[]): void {
    this.moves = this.possible(moves);
    this.show();
    const schedule = this.moves.map(encodeURIComponent).join(',');
    this.address.put(`${encodeURIComponent(this.with.logger)}:${schedule}`);
  }

  private possible(moves: readonly string[]): readonly string[] {
    return this.wayOf(moves).steps.map(({ move }) => move);
  }

  /** The steps that moves take, and the state that they lead to. */
  private wayOf(moves: readonly string[]) {
    const { states, steps } = this.with;
    let state = states[0] as StateData;
    const way: (SequenceStep & { readonly move: string })[] = [];
    for (const move of moves) {
      const next = state.next.find(([step]) => steps[step]?.move === move);
      const step = next && steps[next[0]];
      if (next === undefined || step === undefined) break;
      const before = new Set(state.stored);
      state = states[next[1]] as StateData;
      const stored = state.stored.map(
        (place): StoredLine => ({
          text: this.text(place),
          mark: before.has(place) ? 'kept' : 'new',
        }),
      );
      const { gone, ...done } = step;
      way.push({
        ...done,
        time: String(way.length + 1),
        stored: [...stored, ...gone],
        fatal: gone.some(({ mark }) => mark === 'overwritten'),
      });
    }
    return { steps: way, state };
  }

  private text(place: number): string {
    return this.with.texts[place] ?? '';
  }

  private show(): void {
    const { page, moves } = this;
    const { participants, logger } = this.with;
    const { steps, state } = this.wayOf(moves);
    for (const radio of this.radios) radio.checked = radio.value === logger;
    this.undo.setAttribute('aria-disabled', String(moves.length === 0));
    const hadFocus = this.choices.contains(page.activeElement);
    this.choices.replaceChildren(...this.buttons(state), ...this.waiting(state));
    if (hadFocus) (this.choices.querySelector('button') ?? this.undo).focus();
    this.tell(steps.at(-1), state);
    this.command.innerHTML = commandWords(this.commandText()).markup;
    const kept = (steps.at(-1)?.stored ?? []).filter((line) => !isGone(line));
    this.now.replaceChildren(
      make(page, 'div', {}, make(page, 'h3', {}, 'Stored now'), storedList(page, kept)),
    );
    const sequence = { participants, unit: '' as const, storedTitle: 'stored afterwards' };
    const lanes = new Lanes(page, sequence, 'What has happened');
    lanes.draw(steps);
    this.lanes.replaceChildren(...(steps.length === 0 ? [] : [lanes.element]));
  }

  private buttons({ next }: StateData): HTMLElement[] {
    const { page } = this;
    const { states, steps } = this.with;
    return next.map(([place, to]) => {
      const step = steps[place] as ChoicesWith['steps'][number];
      const does = step.acts.map(({ text }) => text).join(', ');
      const choice = button(page, '', () => this.go([...this.moves, step.move]));
      choice.append(
        make(page, 'b', {}, `${whoText(this.with, step)}: ${does}`),
        make(page, 'small', {}, this.text((states[to] as StateData).behind)),
      );
      return make(page, 'li', {}, choice);
    });
  }

  private waiting({ waiting }: StateData): HTMLElement[] {
    const { page } = this;
    return waiting.map((place) => make(page, 'li', { class: 'waits' }, this.text(place)));
  }

  /** What has just happened, and how it stands. */
  private tell(last: SequenceStep | undefined, state: StateData): void {
    const { page, said, moves } = this;
    const done =
      last === undefined
        ? ''
        : `${moves.length}. ${whoText(this.with, last)}: ${toldOf(this.with, last, true).join('; ')}. `;
    const texts = (places: readonly number[]) =>
      places.map((place) => `${capital(this.text(place))}.`).join(' ');
    if (state.next.length > 0) {
      said.replaceChildren(shown(`${done}${capital(this.text(state.behind))}.`));
      return;
    }
    const isWrong = state.faults.length > 0;
    const verdict = isWrong
      ? `You have found it: ${this.text(state.faults[0] as number)}. `
      : `In this order no recorded sample is lost. ${this.rest()} `;
    said.replaceChildren(
      shown(done),
      make(page, 'b', isWrong ? { class: 'bad' } : {}, verdict),
      shown(texts(state.ending)),
    );
  }

  /** What there is to find in other orders. */
  private rest(): string {
    const start = this.text((this.with.states[0] as StateData).behind);
    return `${capital(start.replace('from here', 'from the start'))}.`;
  }

  /** What runs these moves, or tries all orders where there are none. */
  private commandText(): string {
    const { moves } = this;
    const schedule = moves.length === 0 ? '' : ` --schedule ${shellWord(moves.join(','))}`;
    return this.with.command + schedule;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
