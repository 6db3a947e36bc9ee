import {
  type ChoicesFound,
  type LoggerChoices,
  MOST_STATES,
} from '../../studies/explore/choices.js';
import { replayCommand } from '../../studies/explore/replay-command.js';
import type { ChoiceState, NextMove } from '../../worlds/explore/choices.js';
import { behindText } from '../explore/behind.js';
import { named, programPhrase } from '../explore/program.js';
import { deedsIn, goneLines, participantsIn } from '../explore/sequence.js';
import { html } from '../kit/html.js';
import { capital } from '../kit/words.js';
import type { Participant, SequenceStep, StoredLine } from '../sequence/sequence.js';
import type { PageSection } from './document.js';
import { dataTable, paragraphs } from './parts.js';

/** What the panel of this section is given: the states of a program, with each of its loggers. */
export interface ChoicesData {
  readonly loggers: readonly ChoicesWith[];
}

/** The states with a logger. Steps and texts that many of them have are there once, and named by their place. */
export interface ChoicesWith {
  readonly logger: string;
  /** The command that tries all orders; it takes the schedule of one. */
  readonly command: string;
  readonly participants: readonly Participant[];
  readonly texts: readonly string[];
  readonly steps: readonly ChoosableStep[];
  /** The first is the start. */
  readonly states: readonly StateData[];
}

/** What a move does, wherever it does that. */
export interface ChoosableStep extends Pick<SequenceStep, 'who' | 'acts' | 'remarks'> {
  /** As it is written in a schedule. */
  readonly move: string;
  /** What it takes away. */
  readonly gone: readonly StoredLine[];
}

/** A state, its texts by their places. */
export interface StateData {
  readonly stored: readonly number[];
  readonly waiting: readonly number[];
  /** What lies behind it. */
  readonly behind: number;
  /** The steps that may be next, and the states that they lead to; none: it is an ending. */
  readonly next: readonly (readonly [step: number, to: number])[];
  /** How it ends, and what is wrong with that. */
  readonly ending: readonly number[];
  readonly faults: readonly number[];
}

/** The states of a small program, for who chooses the next step. */
export function choicesSection({ program, loggers }: ChoicesFound): PageSection {
  const base = { id: 'choices', title: 'Choose the next step yourself' };
  const what = capital(programPhrase(program));
  if (loggers.length === 0) {
    const says = `${what}: with ${named(program)} it can be in more than ${MOST_STATES} states, too many to go through by hand. The command line tries every order.`;
    return { ...base, body: paragraphs([says]) };
  }
  const says = `${what}. At each point any task that can go on may be next. Each choice says how the orders end that begin with it.`;
  const table = dataTable(
    'How all orders end',
    [{ title: 'logger' }, { title: 'all orders' }],
    loggers.map(({ choices }) => [
      named(choices.program),
      behindText((choices.states[0] as ChoiceState).behind),
    ]),
  );
  const data: ChoicesData = { loggers: loggers.map(choicesWith) };
  return { ...base, body: html`${paragraphs([says])}${table}`, data };
}

function choicesWith({ logger, choices }: LoggerChoices): ChoicesWith {
  const { states, program } = choices;
  const all = states.flatMap((state) => state.choices);
  const participants = participantsIn(choices, all);
  const texts = new Catalogue<string>((text) => text);
  const steps = new Catalogue<ChoosableStep>((step) => JSON.stringify(step));
  const placesOf = (some: readonly string[]) => some.map((text) => texts.placeOf(text));
  return {
    logger: program.logger,
    command: replayCommand(logger, program, null),
    participants,
    states: states.map(({ stored, waiting, behind, choices: next, ending, faults }) => ({
      stored: placesOf(stored),
      waiting: placesOf(waiting),
      behind: texts.placeOf(
        next.length === 0 ? endText(faults) : `from here ${behindText(behind)}`,
      ),
      next: next.map((choice) => [steps.placeOf(stepOf(choice, participants)), choice.to]),
      ending: placesOf(ending),
      faults: placesOf(faults),
    })),
    texts: texts.all,
    steps: steps.all,
  };
}

function stepOf(choice: NextMove, participants: readonly Participant[]): ChoosableStep {
  return {
    move: choice.move,
    ...deedsIn(choice, participants),
    gone: goneLines(choice),
  };
}

/** How a choice ends that is the last. */
function endText(faults: readonly string[]): string {
  return `the end: ${faults[0] ?? 'no recorded sample is lost'}`;
}

/** Things that are the same, in one place. */
class Catalogue<Thing> {
  readonly all: Thing[] = [];
  private readonly places = new Map<string, number>();

  constructor(private readonly keyOf: (thing: Thing) => string) {}

  placeOf(thing: Thing): number {
    const key = this.keyOf(thing);
    const known = this.places.get(key);
    if (known !== undefined) return known;
    this.places.set(key, this.all.length);
    return this.all.push(thing) - 1;
  }
}
