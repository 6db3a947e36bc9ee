import { element, escaped, type SvgBlock, textAt } from '../kit/svg-elements.js';
import { clip, wrap } from '../kit/words.js';
import type { Participant, Sequence, SequenceItem } from './sequence.js';

/** Sizes in pixels. */
const MARGIN = 24;
const TIME_WIDTH = 88;
const LANE_WIDTH = 200;
const HEAD_HEIGHT = 30;
const LINE_HEIGHT = 16;
const GAP = 12;
const NOTE_PADDING = 8;
/** Width of a character of the small text, about: there is no way to measure it here. */
const CHARACTER_WIDTH = 6.6;

const STYLE = `
  .page { fill: #ffffff; stroke: #d0d7de; }
  text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
  .heading { font-size: 16px; font-weight: 600; }
  .name { font-weight: 600; }
  .time { fill: #59636e; }
  .head { fill: #f6f8fa; stroke: #8c959f; }
  .life { stroke: #8c959f; stroke-dasharray: 4 3; }
  .arrow { stroke: #0072b2; stroke-width: 1.5; }
  .reply { stroke: #59636e; stroke-width: 1.5; stroke-dasharray: 5 3; }
  .tip { fill: #0072b2; }
  .reply-tip { fill: #59636e; }
  .note { fill: #fff8c5; stroke: #d4a72c; }
  .note-text { fill: #1f2328; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #161b22; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .time { fill: #9198a1; }
    .head { fill: #21262d; stroke: #656c76; }
    .arrow { stroke: #58a6ff; }
    .reply { stroke: #9198a1; }
    .tip { fill: #58a6ff; }
    .reply-tip { fill: #9198a1; }
    .note { fill: #3a2f0b; stroke: #9e7a16; }
    .note-text { fill: #f0f6fc; }
  }
`;

/**
 * A sequence diagram as a picture. It carries its own background, so that it can be read on light
 * and on dark pages.
 * @param id sets its title and description apart from those of other pictures on a page
 */
export function svgSequence(sequence: Sequence, id: string): string {
  const { participants, items, title } = sequence;
  const width = 2 * MARGIN + TIME_WIDTH + Math.max(2, participants.length) * LANE_WIDTH;
  const titleLines = wrap(title, Math.floor((width - 2 * MARGIN) / 9));
  const top = MARGIN + titleLines.length * 20 + 8;
  let y = top + HEAD_HEIGHT + GAP;
  const drawn = items.map((item) => {
    const part = item.kind === 'message' ? message(item) : note(item);
    const group = element('g', { transform: `translate(0 ${y})` }, part.body);
    y += part.height + GAP;
    return group;
  });
  const height = y + MARGIN / 2;
  const life = participants.map((_, i) => {
    const x = laneX(i);
    return element('line', { class: 'life', x1: x, y1: top + HEAD_HEIGHT, x2: x, y2: y });
  });
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
  };
  return `${element(
    'svg',
    attributes,
    [
      element('title', { id: `${id}-title` }, escaped(title)),
      element('desc', { id: `${id}-desc` }, escaped(description(sequence))),
      element('style', {}, STYLE),
      element('rect', {
        class: 'page',
        x: 0.5,
        y: 0.5,
        width: width - 1,
        height: height - 1,
        rx: 8,
      }),
      ...titleLines.map((line, i) => textAt(MARGIN, MARGIN + 14 + i * 20, line, 'heading')),
      ...life,
      ...participants.map((participant, i) => head(participant, i, top)),
      ...drawn,
    ].join('\n'),
  )}\n`;
}

/** The diagram in words, for those who cannot see it. */
function description({ participants, items }: Sequence): string {
  const label = (position: number): string => participants[position]?.label ?? '';
  return items
    .map((item) => {
      const time = item.time === '' ? '' : `${item.time}: `;
      return item.kind === 'note'
        ? `${time}${item.text}.`
        : `${time}${label(item.from)} to ${label(item.to)}: ${item.text}.`;
    })
    .join(' ');
}

function laneX(position: number): number {
  return MARGIN + TIME_WIDTH + (position + 0.5) * LANE_WIDTH;
}

function head({ label }: Participant, position: number, y: number): string {
  const x = laneX(position);
  const width = LANE_WIDTH - 40;
  const box = { class: 'head', x: x - width / 2, y, width, height: HEAD_HEIGHT, rx: 4 };
  const text = clip(label, Math.floor(width / CHARACTER_WIDTH) - 2);
  return element('rect', box) + textAt(x, y + 19, text, 'name', 'middle');
}

function time(text: string): string {
  return text === '' ? '' : textAt(MARGIN + TIME_WIDTH - 12, LINE_HEIGHT - 4, text, 'time', 'end');
}

/** The text above its arrow. */
function message(item: Extract<SequenceItem, { kind: 'message' }>): SvgBlock {
  const [from, to] = [laneX(item.from), laneX(item.to)];
  const span = Math.max(LANE_WIDTH, Math.abs(to - from)) - 24;
  const lines = wrap(item.text, Math.floor(span / CHARACTER_WIDTH));
  const y = lines.length * LINE_HEIGHT + 4;
  const direction = to < from ? -1 : 1;
  const tip = `${to},${y} ${to - 8 * direction},${y - 4} ${to - 8 * direction},${y + 4}`;
  const line = { class: item.reply ? 'reply' : 'arrow', x1: from, y1: y, x2: to, y2: y };
  return {
    height: y + 2,
    body: [
      time(item.time),
      ...lines.map((text, i) =>
        textAt((from + to) / 2, (i + 1) * LINE_HEIGHT - 4, text, undefined, 'middle'),
      ),
      element('line', line),
      element('polygon', { class: item.reply ? 'reply-tip' : 'tip', points: tip }),
    ].join(''),
  };
}

function note(item: Extract<SequenceItem, { kind: 'note' }>): SvgBlock {
  const [first, last] = item.over;
  const width = (last - first + 1) * LANE_WIDTH - 20;
  const x = laneX(first) - LANE_WIDTH / 2 + 10;
  const lines = wrap(item.text, Math.floor((width - 2 * NOTE_PADDING) / CHARACTER_WIDTH));
  const height = lines.length * LINE_HEIGHT + NOTE_PADDING;
  return {
    height,
    body: [
      time(item.time),
      element('rect', { class: 'note', x, y: 0, width, height, rx: 3 }),
      ...lines.map((text, i) =>
        textAt(x + width / 2, (i + 1) * LINE_HEIGHT, text, 'note-text', 'middle'),
      ),
    ].join(''),
  };
}
