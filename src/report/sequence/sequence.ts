/** Who takes part, from left to right: those who act, then the copies of what is stored. */
export interface Participant {
  /** A letter and a number: safe in any format. */
  readonly id: string;
  readonly label: string;
  /** What there is to say of it beside its name; may be empty. */
  readonly about: string;
  /** Whether it does something, and does not only hold what is stored. */
  readonly acts: boolean;
}

/** Something that is done in a step. */
export interface Act {
  readonly text: string;
  /** Position of the copy that it is done to; null: it is done to none. */
  readonly at: number | null;
  /** What came back; null: nothing does. */
  readonly answer: string | null;
}

/** A line of what is stored: as it was, or new with the step; or what is not any more. */
export interface StoredLine {
  readonly text: string;
  readonly mark: 'kept' | 'new' | 'overwritten' | 'expired';
}

/** Whether a line is of what is not stored any more. */
export function isGone({ mark }: StoredLine): boolean {
  return mark === 'overwritten' || mark === 'expired';
}

/** A step, and what is stored after it. */
export interface SequenceStep {
  /** When it happens: a number in the sequence's unit. */
  readonly time: string;
  /** Position of who does it; a text: others, who have no place of their own. */
  readonly who: number | string;
  readonly acts: readonly Act[];
  /** What it comes to. */
  readonly remarks: readonly string[];
  /** What is stored afterwards, with what is gone last; empty: nothing. */
  readonly stored: readonly StoredLine[];
  /** Whether it is the one with which it goes wrong. */
  readonly fatal: boolean;
  /** What there is to say before it, of all. */
  readonly before?: string;
}

/** A story in its steps, whatever it is told with. */
export interface Sequence {
  /** A sentence without its full stop: what is found. */
  readonly title: string;
  /** Where and when it happens, and how to read it. */
  readonly subtitle: string;
  /** Unit of the steps' times; empty: they are numbers. */
  readonly unit: 'ms' | '';
  /** What the lines of what is stored are about. */
  readonly storedTitle: string;
  readonly participants: readonly Participant[];
  readonly steps: readonly SequenceStep[];
  /** What it leads to, sentence by sentence. */
  readonly consequence: readonly string[];
  /** What somebody needs who quotes it. */
  readonly footer: readonly string[];
}

/** Who a story is about. */
export type Cast = Pick<Sequence, 'participants'>;

/** Makes the participants from their names: who acts, then what holds the data. */
export function participantsOf(
  actors: readonly Omit<Participant, 'id' | 'acts'>[],
  copies: readonly Omit<Participant, 'id' | 'acts'>[],
): Participant[] {
  return [
    ...actors.map((one) => ({ ...one, acts: true })),
    ...copies.map((one) => ({ ...one, acts: false })),
  ].map((one, i) => ({ id: `p${i + 1}`, ...one }));
}

/** Whose step it is, by name. */
export function whoText({ participants }: Cast, { who }: Pick<SequenceStep, 'who'>): string {
  return typeof who === 'string' ? who : (participants[who]?.label ?? '');
}

/**
 * What is done and what it comes to, a text each.
 * @param withPlace whether it is said where it is done
 */
export function toldOf(
  { participants }: Cast,
  { acts, remarks }: SequenceStep,
  withPlace: boolean,
): string[] {
  const done = acts.map(({ text, at, answer }) => {
    const label = at === null ? '' : (participants[at]?.label ?? '');
    const where = !withPlace || label === '' || label === 'store' ? '' : ` in ${label}`;
    return answer === null ? text + where : `${text}${where}: ${answer}`;
  });
  return [...done, ...remarks];
}

/** When a step happens, in a sentence: '+1.376 ms', '4'. */
export function timeText({ unit }: Sequence, { time }: SequenceStep): string {
  return unit === '' ? time : `+${time} ${unit}`;
}

/** A step in words: when, who does what, and what is then stored. */
export function stepText(sequence: Sequence, step: SequenceStep): string {
  const stored = step.stored
    .map((line) => (isGone(line) ? `${line.text} ${line.mark}` : line.text))
    .join(', ');
  const told = toldOf(sequence, step, true).join('; ');
  return `${timeText(sequence, step)}: ${whoText(sequence, step)} ${told}. Stored: ${stored || 'nothing'}.`;
}

/** What is stored before a step; before the first, what that finds. */
export function storedBefore({ steps }: Pick<Sequence, 'steps'>, at: number): StoredLine[] {
  const before = steps[at - 1];
  const lines =
    before === undefined
      ? (steps[at]?.stored ?? []).filter(({ mark }) => mark !== 'new')
      : before.stored.filter((line) => !isGone(line));
  return lines.map(({ text }) => ({ text, mark: 'kept' }));
}

/** Whether what is stored after a step is what was stored after the one before. */
export function isUnchanged(step: SequenceStep, before: SequenceStep | undefined): boolean {
  if (before === undefined) return false;
  const left = before.stored.filter((line) => !isGone(line));
  return (
    step.stored.every(({ mark }) => mark === 'kept') &&
    step.stored.length === left.length &&
    step.stored.every(({ text }, i) => text === left[i]?.text)
  );
}
