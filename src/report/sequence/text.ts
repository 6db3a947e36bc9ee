import type { Style } from '../kit/style.js';
import { GAP, table } from '../kit/table.js';
import { fold, WIDTH } from '../kit/words.js';
import {
  isUnchanged,
  type Sequence,
  type SequenceStep,
  type StoredLine,
  toldOf,
  whoText,
} from './sequence.js';

/** What is done takes so much at most; what is then stored has the rest. */
const DONE_WIDTH = 36;
/** Who does it takes so much at most. */
const WHO_WIDTH = 18;

/** The steps of a story, each beside what is then stored, as a table within 80 columns. */
export function textSteps(sequence: Sequence, style: Style): string {
  const { steps, unit, storedTitle } = sequence;
  const whose = steps.map((step) => fold(whoText(sequence, step), WHO_WIDTH));
  const times = steps.map(({ time }) => time);
  const most = (texts: readonly string[], least = 0) =>
    Math.max(least, ...texts.map(({ length }) => length));
  const taken = most(times, unit.length) + most(whose.flat(), 'who'.length) + 4 * GAP;
  const doneWidth = Math.min(DONE_WIDTH, Math.ceil((WIDTH - taken) / 2));
  const does = steps.map((step) => [
    ...(step.before === undefined ? [] : fold(`(${step.before})`, doneWidth)),
    ...toldOf(sequence, step, true).flatMap((text) => fold(text, doneWidth)),
  ]);
  const room = WIDTH - taken - most(does.flat(), 'does'.length);
  const rows = steps.map((step, i) => {
    const paint = step.fatal ? style.bad : (text: string) => text;
    return [[times[i] as string], whose[i] as string[], does[i] as string[], stored(i)].map(
      (lines) => lines.map((line) => paint(line)).join('\n'),
    );
  });
  const columns = [
    { title: unit, align: 'right' as const },
    { title: 'who' },
    { title: 'does' },
    { title: storedTitle },
  ];
  return table(columns, rows, style.faint);

  function stored(at: number): string[] {
    const step = steps[at] as SequenceStep;
    const lines = step.stored.flatMap((line) => fold(storedText(line), room));
    if (step.stored.length === 0) return ['nothing'];
    // What takes several lines is told where it changes.
    return lines.length > 1 && isUnchanged(step, steps[at - 1]) ? ['the same'] : lines;
  }
}

function storedText({ text, mark }: StoredLine): string {
  return (
    text + (mark === 'overwritten' ? ' <- overwritten' : mark === 'expired' ? ' <- expired' : '')
  );
}
