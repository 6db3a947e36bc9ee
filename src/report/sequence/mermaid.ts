import { withoutUnseen } from '../../text/harmless.js';
import { wrap } from '../kit/words.js';
import { isGone, isUnchanged, type Sequence, type SequenceStep, timeText } from './sequence.js';

/** Behind the step with which it goes wrong: red that can be read on light and on dark pages. */
const FATAL = 'rgba(207, 34, 46, 0.2)';

/** A story for Mermaid, as GitHub and GitLab draw it in Markdown, under its sentence. */
export function sequenceMermaid(sequence: Sequence): string {
  const { title, subtitle, participants, steps, consequence } = sequence;
  const lines = [
    'sequenceDiagram',
    `  accTitle: ${plain(title)}`,
    `  accDescr: ${plain([subtitle, ...consequence].join(' '))}`,
    ...participants.map(
      ({ id, label, about }) =>
        `  participant ${id} as ${about === '' ? plain(label) : `${plain(label)}<br/>${plain(about)}`}`,
    ),
    // A title of its own is one line, which is cut where the diagram ends.
    `  Note over ${acrossAll(sequence)}: ${lined(title)}`,
    ...steps.flatMap((step, i) => stepLines(sequence, step, steps[i - 1])),
    ...consequence.map((line) => `  Note over ${acrossAll(sequence)}: ${lined(line)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function stepLines(sequence: Sequence, step: SequenceStep, before?: SequenceStep): string[] {
  const { who, acts, remarks, fatal } = step;
  const id = (position: number) => sequence.participants[position]?.id ?? '';
  const over = typeof who === 'string' ? acrossAll(sequence) : id(who);
  let time = timeText(sequence, step);
  /** The step's first line says when it is. */
  const said = (text: string): string => {
    const whole = time === '' ? text : `${time}: ${text}`;
    time = '';
    return lined(whole);
  };
  const lines: string[] = [];
  if (typeof who === 'string') lines.push(`Note over ${over}: ${said(who)}`);
  for (const { text, at, answer } of acts) {
    if (at === null || typeof who === 'string') {
      lines.push(`Note over ${over}: ${said(answer === null ? text : `${text}: ${answer}`)}`);
      continue;
    }
    lines.push(`${over}->>${id(at)}: ${said(text)}`);
    if (answer !== null) lines.push(`${id(at)}-->>${over}: ${lined(answer)}`);
  }
  lines.push(...remarks.map((text) => `Note over ${over}: ${said(text)}`));
  const stored = storedText(step, before);
  const holder = sequence.participants.at(-1);
  if (stored !== '' && holder?.acts === false) {
    lines.push(`Note over ${holder.id}: ${stored}`);
  }
  const told = fatal ? [`rect ${FATAL}`, ...lines.map((line) => `  ${line}`), 'end'] : lines;
  return [
    ...(step.before === undefined
      ? []
      : [`Note over ${acrossAll(sequence)}: ${plain(step.before)}`]),
    ...told,
  ].map((line) => `  ${line}`);
}

/** What is stored where it has changed: a line each, what is gone last. */
function storedText(step: SequenceStep, before: SequenceStep | undefined): string {
  const changed = step.stored.some(({ mark }) => mark !== 'kept');
  if (!changed || isUnchanged(step, before)) return '';
  return step.stored
    .map((line) => plain(isGone(line) ? `${line.mark}: ${line.text}` : line.text))
    .join('<br/>');
}

function acrossAll({ participants }: Sequence): string {
  const [first, last] = [participants[0]?.id ?? '', participants.at(-1)?.id ?? ''];
  return first === last ? first : `${first},${last}`;
}

/** Mermaid breaks no lines: longer texts would run over what stands beside them. */
const LINE_WIDTH = 44;

function lined(text: string): string {
  const lines = wrap(text, LINE_WIDTH);
  return lines.length < 2 ? plain(text) : lines.map(plain).join('<br/>');
}

/**
 * Text that means itself: Mermaid ends a statement at a semicolon or line end, takes # for the start
 * of a character's number, and lets HTML through.
 */
function plain(text: string): string {
  const written = withoutUnseen(text, ' ').replace(
    /[#;<>&%{}"]/g,
    (character) => `#${character.charCodeAt(0)};`,
  );
  // A text of nothing, or a colon's next to one, is no text for its parser.
  return written.trim() === '' ? '-' : written.trim();
}
