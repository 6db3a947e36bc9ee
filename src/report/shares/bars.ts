import type { Interval } from '../../measure/level.js';
import { percent, percentInterval } from '../../text/figures.js';
import { contentWidth, linesOf, stacked } from '../kit/picture.js';
import { element, type SvgBlock, textAt } from '../kit/svg-elements.js';
import { fitted, textWidth } from '../kit/text-width.js';

/** A share of requests, as a bar. */
export interface ShareBar {
  readonly label: string;
  readonly colour: string;
  readonly share: number;
  readonly ci95: Interval;
}

/** Bars of which each would be as long if deployments were chosen at random. */
export interface ShareBars {
  /** What they have in common; absent: their labels say all. */
  readonly title?: string;
  /** What random choice would give, a fraction. */
  readonly random: number;
  /** Whether the line for it has its label here. */
  readonly labelled: boolean;
  readonly bars: readonly ShareBar[];
}

/** Sizes in pixels. */
const LABELS = 184;
const FIGURES = 176;
const WIDTH = contentWidth() - LABELS - FIGURES;
const ROW = 26;
const BAR = 14;
const LINE = 17;
const GAP = 12;

const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

/** Shares as bars from 0 to 100%, with their intervals, and an axis below. */
export function shareBlock(groups: readonly ShareBars[]): SvgBlock {
  const { height, body } = stacked(groups.map(barsOf));
  const ticks = TICKS.map((tick) =>
    textAt(LABELS + tick * WIDTH, height + LINE - 2, `${tick * 100}%`, 'small quiet', 'middle'),
  );
  const title = textAt(
    LABELS + WIDTH / 2,
    height + 2 * LINE,
    'share of requests',
    'small quiet',
    'middle',
  );
  return { height: height + 2 * LINE + 6, body: [body, ...ticks, title].join('\n') };
}

function barsOf({ title, random, labelled, bars }: ShareBars): SvgBlock {
  const head =
    title === undefined ? [] : [linesOf([fitted(title, LABELS + WIDTH, 'name')], 'name')];
  const top = stacked(labelled ? [...head, randomLabel(random)] : head);
  const x = LABELS + random * WIDTH;
  const end = top.height + bars.length * ROW;
  const line = (name: string, width: number) =>
    element('line', {
      class: name,
      'stroke-width': width,
      ...(name === 'mark' && { 'stroke-dasharray': '4 3' }),
      x1: x,
      y1: top.height,
      x2: x,
      y2: end,
    });
  const rows = bars.map((bar, i) => rowOf(bar, top.height + i * ROW));
  const drawn = [...grid(top.height, end), top.body, ...rows, line('halo', 3.5), line('mark', 1.5)];
  return { height: end + (title === undefined ? 0 : GAP), body: drawn.join('\n') };
}

/** From bar to bar: what is written above them stays clear of it. */
function grid(y1: number, y2: number): string[] {
  return TICKS.map((tick) => {
    const x = LABELS + tick * WIDTH;
    return element('line', { class: tick === 0 ? 'axis' : 'grid', x1: x, y1, x2: x, y2 });
  });
}

function randomLabel(random: number): SvgBlock {
  const text = `random choice ${percent(random)}`;
  const half = textWidth(text, 'small') / 2;
  const middle = Math.min(LABELS + WIDTH - half, Math.max(LABELS + half, LABELS + random * WIDTH));
  return { height: LINE, body: textAt(middle, LINE - 5, text, 'small', 'middle') };
}

function rowOf({ label, colour, share, ci95 }: ShareBar, y: number): string {
  const middle = y + ROW / 2;
  const interval = ci95 === null ? '' : ` ${percentInterval(ci95)}`;
  return [
    textAt(0, middle + 4, fitted(label, LABELS - 12, 'text'), 'text'),
    element('rect', {
      x: LABELS,
      y: middle - BAR / 2,
      width: share * WIDTH,
      height: BAR,
      fill: colour,
    }),
    ci95 === null ? '' : whisker(ci95, middle),
    textAt(LABELS + WIDTH + 20, middle + 4, `${percent(share)}${interval}`, 'small'),
  ].join('');
}

function whisker([low, high]: NonNullable<Interval>, y: number): string {
  const [x1, x2] = [LABELS + low * WIDTH, LABELS + high * WIDTH];
  const lines = [
    { x1, y1: y, x2, y2: y },
    { x1, y1: y - 4, x2: x1, y2: y + 4 },
    { x1: x2, y1: y - 4, x2, y2: y + 4 },
  ];
  return (['halo', 'mark'] as const)
    .flatMap((name) =>
      lines.map((line) =>
        element('line', { class: name, 'stroke-width': name === 'halo' ? 4 : 1.5, ...line }),
      ),
    )
    .join('');
}
