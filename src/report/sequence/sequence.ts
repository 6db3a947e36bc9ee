import type { Story, StoryStep } from '../../worlds/explore/story.js';

/** Who takes part in a sequence diagram, from left to right. */
export interface Participant {
  /** A letter and a number: safe in any format. */
  readonly id: string;
  readonly label: string;
}

/** A line of a sequence diagram. `from`, `to` and `over` are positions among the participants. */
export type SequenceItem =
  | {
      readonly kind: 'message';
      readonly from: number;
      readonly to: number;
      readonly text: string;
      /** An answer to a message before. */
      readonly reply: boolean;
      /** When it happened, as it is printed; of a schedule, the number of the step. */
      readonly time: string;
    }
  | {
      readonly kind: 'note';
      readonly over: readonly [first: number, last: number];
      readonly text: string;
      readonly time: string;
    };

/** A sequence diagram, whatever it is drawn with. */
export interface Sequence {
  readonly title: string;
  readonly participants: readonly Participant[];
  readonly items: readonly SequenceItem[];
}

/** Collects the lines of a diagram, for participants that go by their labels. */
export class SequenceBuilder {
  private readonly items: SequenceItem[] = [];

  constructor(
    private readonly title: string,
    private readonly labels: readonly string[],
    /** How a participant is shown, where not by its label. */
    private readonly shown: (label: string) => string = (label) => label,
  ) {}

  message(time: string, from: string, to: string, text: string, reply = false): this {
    const item = { from: this.position(from), to: this.position(to), text, reply, time };
    this.items.push({ kind: 'message', ...item });
    return this;
  }

  note(time: string, over: string, text: string): this {
    const position = this.position(over);
    this.items.push({ kind: 'note', over: [position, position], text, time });
    return this;
  }

  noteOverAll(time: string, text: string): this {
    this.items.push({ kind: 'note', over: [0, this.labels.length - 1], text, time });
    return this;
  }

  build(): Sequence {
    const participants = this.labels.map((label, i) => ({
      id: `p${i + 1}`,
      label: this.shown(label),
    }));
    return { title: this.title, participants, items: this.items };
  }

  private position(label: string): number {
    const position = this.labels.indexOf(label);
    if (position < 0) throw new RangeError(`'${label}' takes no part`);
    return position;
  }
}

/** The diagram of a schedule; where there are several processes, it names that of each task. */
export function sequenceOfStory(story: Story, title: string): Sequence {
  const builder = new SequenceBuilder(title, story.participants, (label) => {
    const process = story.processes[label];
    return process === undefined ? label : `${label} (process ${process})`;
  });
  for (const step of story.steps) {
    if (step.step === story.cycleFrom) builder.noteOverAll('', 'from here it goes round for ever');
    tellStep(builder, step);
  }
  for (const line of story.ending) builder.noteOverAll('', line);
  return builder.build();
}

function tellStep(builder: SequenceBuilder, { step, who, did, remarks }: StoryStep): void {
  let time = String(step);
  for (const { at, what, answer } of did) {
    if (at === null) builder.note(time, who, what);
    else builder.message(time, who, at, what);
    time = '';
    if (at !== null && answer !== null) builder.message('', at, who, answer, true);
  }
  for (const remark of remarks) {
    builder.note(time, who, remark);
    time = '';
  }
}
