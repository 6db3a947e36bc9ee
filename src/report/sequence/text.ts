import { clip, WIDTH, wrap } from '../kit/words.js';
import type { Sequence, SequenceItem } from './sequence.js';

/** Narrower than this, lanes cannot be told apart; then it is told line by line. */
const NARROWEST_LANE = 12;

/** A sequence diagram in characters, 80 columns wide. */
export function sequenceText(sequence: Sequence): string {
  const { participants, items } = sequence;
  const timeWidth = Math.max(0, ...items.map(({ time }) => time.length)) + 2;
  const laneWidth = Math.floor((WIDTH - timeWidth) / Math.max(1, participants.length));
  if (laneWidth < NARROWEST_LANE) return asList(sequence);
  const lanes = new Lanes(participants.length, timeWidth, Math.min(laneWidth, 32));
  const head = lanes.blank('');
  for (const [i, { label }] of participants.entries()) {
    lanes.centre(head, i, clip(label, laneWidth - 2));
  }
  const lines = [head.join('').trimEnd(), ...items.flatMap((item) => lanes.draw(item))];
  return `${lines.join('\n')}\n`;
}

class Lanes {
  private readonly width: number;

  constructor(
    private readonly count: number,
    private readonly left: number,
    private readonly lane: number,
  ) {
    this.width = left + count * lane;
  }

  /** Column of a participant's life line. */
  private column(position: number): number {
    return this.left + position * this.lane + Math.floor(this.lane / 2);
  }

  /** A line with nothing but a time. */
  blank(time: string): string[] {
    const line = new Array<string>(this.width).fill(' ');
    put(line, Math.max(0, this.left - 2 - time.length), time);
    return line;
  }

  /** A line with all life lines. */
  private lines(time: string): string[] {
    const line = this.blank(time);
    for (let i = 0; i < this.count; i++) line[this.column(i)] = '│';
    return line;
  }

  centre(line: string[], position: number, text: string): void {
    const start = this.column(position) - Math.floor(text.length / 2);
    put(line, Math.min(Math.max(this.left, start), this.width - text.length), text);
  }

  draw(item: SequenceItem): string[] {
    return item.kind === 'message' ? this.message(item) : this.note(item);
  }

  /** The text above its arrow. */
  private message({ from, to, text, reply, time }: Extract<SequenceItem, { kind: 'message' }>) {
    const start = this.column(Math.min(from, to));
    const end = this.column(Math.max(from, to));
    const texts = wrap(text, Math.max(end - start - 3, NARROWEST_LANE - 3)).map((part, i) => {
      const line = this.lines(i === 0 ? time : '');
      const middle = Math.floor((start + end + 1 - part.length) / 2);
      put(line, Math.max(start + 1, middle), part);
      return line;
    });
    const arrow = this.lines(texts.length === 0 ? time : '');
    for (let column = start + 1; column < end; column++) arrow[column] = reply ? '╌' : '─';
    if (to > from) arrow[end - 1] = '▶';
    else if (to < from) arrow[start + 1] = '◀';
    return [...texts, arrow].map(ended);
  }

  private note({ over, text, time }: Extract<SequenceItem, { kind: 'note' }>): string[] {
    const [first, last] = over;
    const middle = (this.column(first) + this.column(last)) / 2;
    const room = first === last ? Math.max(this.lane, 18) : this.width - this.left - 4;
    return wrap(text, room).map((part, i) => {
      const line = this.lines(i === 0 ? time : '');
      const boxed = `[ ${part} ]`;
      const start = Math.round(middle - boxed.length / 2);
      put(line, Math.max(this.left, Math.min(start, this.width - boxed.length)), boxed);
      return ended(line);
    });
  }
}

function put(line: string[], start: number, text: string): void {
  for (const [i, character] of [...text].entries()) line[start + i] = character;
}

function ended(line: readonly string[]): string {
  return line.join('').trimEnd();
}

/** Too many participants for lanes: one line per message. */
function asList({ participants, items }: Sequence): string {
  const label = (position: number): string => participants[position]?.label ?? '';
  const width = Math.max(0, ...items.map(({ time }) => time.length));
  const lines = items.flatMap((item) => {
    const who =
      item.kind === 'note'
        ? item.over[0] === item.over[1]
          ? `${label(item.over[0])}: `
          : ''
        : `${label(item.from)} ${item.reply ? '╌' : '─'}▶ ${label(item.to)}: `;
    return wrap(who + item.text, WIDTH - width - 2).map(
      (line, i) => `${(i === 0 ? item.time : '').padStart(width)}  ${line}`,
    );
  });
  return `${lines.join('\n')}\n`;
}
