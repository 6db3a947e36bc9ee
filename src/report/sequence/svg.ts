import {
  contentWidth,
  type Picture,
  paragraphOf,
  picture,
  space,
  stacked,
} from '../kit/picture.js';
import { element, moved, type SvgBlock, textAt } from '../kit/svg-elements.js';
import { fitted, textWidth, wrapped } from '../kit/text-width.js';
import {
  isGone,
  isUnchanged,
  type Participant,
  type Sequence,
  type SequenceStep,
  type StoredLine,
  stepText,
  toldOf,
  whoText,
} from './sequence.js';

/** Sizes in pixels. */
const MARGIN = 24;
const LANE = 184;
const LINE = 16;
const GAP = 10;
const PAD = 8;
const STORED = [210, 340] as const;
const TIME_MOST = 110;
const LEAST_WIDTH = 760;
/** Lines that an answer, or something stored, may take. */
const MOST_LINES = 8;

/** Of the arrows, and of what is stored: new is green, lost is red where it goes wrong. */
export const SEQUENCE_STYLE = `
  .life { fill: #8c959f; }
  .call { stroke: #0072b2; stroke-width: 1.5; }
  .tip { fill: #0072b2; }
  .reply { stroke: #59636e; stroke-width: 1.5; stroke-dasharray: 4 3; }
  .reply-tip { fill: #59636e; }
  .fatal { stroke: #cf222e; stroke-width: 3; }
  .fatal-tip { fill: #cf222e; }
  .fresh { fill: #dafbe1; }
  .lost { fill: #ffebe9; }
  .gone { text-decoration: line-through; }
  .outcome { fill: #fff8c5; stroke: #d4a72c; }
  @media (prefers-color-scheme: dark) {
    .life { fill: #656c76; }
    .call { stroke: #58a6ff; }
    .tip { fill: #58a6ff; }
    .reply { stroke: #9198a1; }
    .reply-tip { fill: #9198a1; }
    .fatal { stroke: #ff7b72; }
    .fatal-tip { fill: #ff7b72; }
    .fresh { fill: #12351f; }
    .lost { fill: #4a1d1f; }
    .outcome { fill: #3a2f0b; stroke: #9e7a16; }
  }
`;

/** Where everything stands, from the left of the content. */
interface SequenceLayout {
  readonly sequence: Sequence;
  readonly room: number;
  readonly timeWidth: number;
  /** The lifeline of each participant. */
  readonly lanes: readonly number[];
  /** Where what is stored begins, and how wide it may be. */
  readonly storedX: number;
  readonly storedWidth: number;
}

/**
 * A story as a picture: who does what from the top to the bottom, beside what is stored after each step.
 * What is said of a step stands between two lifelines, so that none goes through it.
 * @param id sets it apart from other pictures on a page
 */
export function svgSequence(sequence: Sequence, id: string): string {
  return picture(pictureOfSequence(sequence, id));
}

/** The same, not drawn yet. */
export function pictureOfSequence(sequence: Sequence, id: string): Picture {
  const layout = layoutOf(sequence);
  const { title, subtitle, footer } = sequence;
  const heads = headsOf(layout);
  const steps = sequence.steps.map((step, i) => stepOf(layout, step, sequence.steps[i - 1]));
  const body = stacked(steps);
  const lives = layout.lanes.map((x) =>
    element('rect', { class: 'life', x: x - 0.5, y: 0, width: 1, height: body.height }),
  );
  return {
    id,
    title: `${title}.`,
    subtitle,
    description: description(sequence),
    footer,
    width: layout.room + 2 * MARGIN,
    parts: [heads, { height: body.height, body: lives.join('') + body.body }, outcome(layout)],
    style: SEQUENCE_STYLE,
  };
}

function layoutOf(sequence: Sequence): SequenceLayout {
  const { participants, steps, unit } = sequence;
  const times = [unit, ...steps.map(({ time }) => time)];
  const timeWidth = Math.min(TIME_MOST, Math.max(...times.map((text) => textWidth(text, 'small'))));
  const last = participants.at(-1);
  const merged = last !== undefined && !last.acts;
  const first = timeWidth + GAP + LANE / 2 - 16;
  const lanes = participants.map((_, i) => first + i * LANE);
  // The last copy has what is stored beside it; where there is none, it stands alone.
  const storedX = (merged ? (lanes.at(-1) as number) : first + participants.length * LANE) + PAD;
  const longest = steps.flatMap(({ stored }) => stored.map(({ text }) => textWidth(text, 'mono')));
  const wanted = Math.max(STORED[0], Math.min(STORED[1], Math.max(0, ...longest) + 2 * PAD));
  const room = Math.max(contentWidth(LEAST_WIDTH), storedX + wanted);
  return { sequence, room, timeWidth, lanes, storedX, storedWidth: room - storedX };
}

/** A box for each participant, that of the last copy as wide as what it holds. */
function headsOf({ sequence, lanes, storedX, storedWidth, timeWidth }: SequenceLayout): SvgBlock {
  const { participants, storedTitle, unit } = sequence;
  const boxes = participants.map((one, i) => {
    const x = lanes[i] as number;
    const holds = i === participants.length - 1 && !one.acts;
    const width = holds ? storedWidth + PAD : LANE - 24;
    return boxOf(one, holds ? x : x - width / 2, width, holds ? 'after each step' : '');
  });
  if (participants.at(-1)?.acts !== false) {
    const alone = { id: '', label: storedTitle, about: '', acts: false };
    boxes.push(boxOf(alone, storedX - PAD, storedWidth + PAD, ''));
  }
  const height = Math.max(...boxes.map((box) => box.height));
  return {
    height,
    body: [
      ...boxes.map(({ draw }) => draw(height)),
      unit === '' ? '' : textAt(timeWidth, height - 8, unit, 'small quiet', 'end'),
    ].join(''),
  };
}

function boxOf(one: Participant, x: number, width: number, more: string) {
  const about = [one.about, more].filter((text) => text !== '').join(', ');
  const lines = [
    fitted(one.label, width - 2 * PAD, 'name'),
    ...wrapped(about, width - 2 * PAD, 'small'),
  ];
  const least = lines.length * LINE + PAD;
  return {
    height: least,
    draw: (height: number) =>
      element('rect', { class: 'panel', x, y: 0, width, height, rx: 4 }) +
      lines
        .map((line, i) => {
          const tone = i === 0 ? 'name' : 'small quiet';
          return textAt(x + width / 2, (i + 1) * LINE, line, tone, 'middle');
        })
        .join(''),
  };
}

/** A step: what is done on the left, what is stored afterwards on the right. */
function stepOf(
  layout: SequenceLayout,
  step: SequenceStep,
  before: SequenceStep | undefined,
): SvgBlock {
  const all = step.before === undefined ? [] : [acrossAll(layout, step.before)];
  const done = typeof step.who === 'string' ? others(layout, step) : doneIn(layout, step, step.who);
  const stored = storedAfter(layout, step, before);
  const { timeWidth } = layout;
  const time = textAt(
    timeWidth,
    GAP + LINE - 4,
    fitted(step.time, timeWidth, 'small'),
    'small quiet',
    'end',
  );
  const height = Math.max(done.height, stored.height) + GAP;
  return stacked([...all, { height, body: time + moved(0, GAP, done.body + stored.body) }]);
}

/** Something that is said of all that follows. */
function acrossAll({ timeWidth, lanes }: SequenceLayout, text: string): SvgBlock {
  const x = (lanes[0] ?? timeWidth) + PAD;
  return {
    height: LINE + GAP,
    body: textAt(x, GAP + LINE - 4, fitted(text, LANE - 2 * PAD, 'name'), 'name bad'),
  };
}

/** What others do, who have no lane. */
function others({ lanes, sequence }: SequenceLayout, step: SequenceStep): SvgBlock {
  const x = (lanes[0] ?? 0) + PAD;
  const told = [whoText(sequence, step), ...toldOf(sequence, step, true)].join(' ');
  const lines = wrapped(told, LANE - 2 * PAD, 'small');
  return textLines(lines, x, undefined, 'small quiet');
}

function doneIn(layout: SequenceLayout, step: SequenceStep, who: number): SvgBlock {
  const { lanes, sequence } = layout;
  const from = lanes[who] ?? 0;
  // To the right of who has something there for the last lane: what is stored.
  const isLast = who === lanes.length - 1 && sequence.participants[who]?.acts === false;
  const [x, anchor] = isLast ? [from - PAD, 'end' as const] : [from + PAD, undefined];
  const tone = step.fatal ? ' bad' : '';
  const parts: SvgBlock[] = [];
  for (const { text, at, answer } of step.acts) {
    const said = answer === null ? text : `${text}: ${answer}`;
    const lines = clipped(wrapped(said, LANE - 2 * PAD, 'small'));
    parts.push(textLines(lines, x, anchor, `small${tone}`));
    const to = at === null ? undefined : lanes[at];
    if (to === undefined || at === who) continue;
    parts.push(arrows(from, to, step.fatal, answer !== null));
  }
  for (const [i, remark] of step.remarks.entries()) {
    // What goes wrong is said first.
    const isWrong = step.fatal && i === 0;
    const lines = wrapped(remark, LANE - 2 * PAD, isWrong ? 'name' : 'small');
    parts.push(textLines(lines, x, anchor, isWrong ? 'name bad' : 'small quiet'));
  }
  const dot = element('circle', {
    class: step.fatal ? 'fatal-tip' : 'tip',
    cx: from,
    cy: LINE - 8,
    r: 3.5,
  });
  const { height, body } = stacked(parts);
  return { height, body: dot + body };
}

/** A call, and below it its answer. */
function arrows(from: number, to: number, fatal: boolean, answered: boolean): SvgBlock {
  const y = 5;
  const call = arrow(from, to, y, fatal ? 'fatal' : 'call', fatal ? 'fatal-tip' : 'tip');
  if (!answered) return { height: 14, body: call };
  return { height: 22, body: call + arrow(to, from, y + 9, 'reply', 'reply-tip') };
}

function arrow(from: number, to: number, y: number, line: string, tip: string): string {
  const back = to < from ? 8 : -8;
  const points = `${to},${y} ${to + back},${y - 4} ${to + back},${y + 4}`;
  return (
    element('line', { class: line, x1: from, y1: y, x2: to + back / 2, y2: y }) +
    element('polygon', { class: tip, points })
  );
}

function textLines(
  lines: readonly string[],
  x: number,
  anchor: 'end' | undefined,
  className: string,
): SvgBlock {
  return {
    height: lines.length * LINE,
    body: lines.map((line, i) => textAt(x, (i + 1) * LINE - 4, line, className, anchor)).join(''),
  };
}

/** As many lines as may be; the last says that there are more. */
function clipped(lines: readonly string[]): readonly string[] {
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), '…'];
}

function storedAfter(
  { storedX, storedWidth }: SequenceLayout,
  step: SequenceStep,
  before: SequenceStep | undefined,
): SvgBlock {
  if (step.stored.length === 0) return textLines(['nothing'], storedX, undefined, 'mono quiet');
  const unchanged = isUnchanged(step, before);
  const drawn = step.stored.map((line) => {
    const lines = clipped(wrapped(line.text, storedWidth - 2 * PAD, 'mono'));
    return textLines(lines, storedX, undefined, `mono${toneOf(line, step.fatal)}`);
  });
  // What takes much room is told where it changes.
  if (unchanged && drawn.length > 2) {
    return textLines(['unchanged'], storedX, undefined, 'mono quiet');
  }
  const { height, body } = stacked(drawn);
  const marked = step.stored.some(({ mark }) => mark === 'overwritten') && step.fatal;
  const area = marked
    ? 'lost'
    : step.stored.some(({ mark }) => mark === 'new')
      ? 'fresh'
      : undefined;
  if (area === undefined) return { height, body };
  const box = {
    class: area,
    x: storedX - 4,
    y: 0,
    width: storedWidth + 4,
    height: height + 2,
    rx: 3,
  };
  return { height: height + 2, body: element('rect', box) + body };
}

function toneOf(line: StoredLine, fatal: boolean): string {
  if (isGone(line)) return fatal ? ' bad gone' : ' quiet gone';
  return line.mark === 'new' ? '' : ' quiet';
}

/** What it leads to. */
function outcome({ sequence, room }: SequenceLayout): SvgBlock {
  const [first, ...rest] = sequence.consequence;
  if (first === undefined) return space(0);
  const inner = stacked([
    paragraphOf(first, room - 4 * PAD, 'name'),
    ...rest.map((line) => paragraphOf(line, room - 4 * PAD, 'text')),
  ]);
  const height = inner.height + 2 * PAD;
  const area = { class: 'outcome', x: 0, y: GAP, width: room, height, rx: 6 };
  return {
    height: height + GAP,
    body: element('rect', area) + moved(2 * PAD, GAP + PAD, inner.body),
  };
}

/** The story in words, for those who cannot see it. */
function description(sequence: Sequence): string {
  const steps = sequence.steps.map((step) => stepText(sequence, step));
  return [...steps, ...sequence.consequence].join(' ');
}
