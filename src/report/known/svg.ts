import type { KnownOverTime } from '../../measure/known.js';
import { fixed, percent } from '../../text/figures.js';
import { contentWidth, linesOf, paragraphOf, stacked } from '../kit/picture.js';
import { element, moved, type SvgBlock, short, textAt } from '../kit/svg-elements.js';
import { fitted } from '../kit/text-width.js';
import { type ChosenKnown, chosenKnown, type KnownBand } from './chosen.js';
import { type KnownFinding, knownFinding, knownIn } from './finding.js';
import {
  endOf,
  groupsOf,
  type KnownPanel,
  knownOf,
  knownPart,
  knownText,
  timeText,
} from './panel.js';

/** Sizes in pixels. */
const LABELS = 148;
const GAP = 24;
const ROW = 14;
const STRIP = 40;
const BETWEEN = 9;
const LINE = 17;

/** More panels than these are not drawn in one row. */
const MOST_IN_ROW = 3;

/** What the router knows with each logger, as a part of a picture. */
export interface KnownPicture {
  /** A sentence about what is drawn. */
  readonly says: string;
  /** How to read it. */
  readonly legend: string;
  /** The same in words. */
  readonly words: string;
  readonly block: SvgBlock;
}

/**
 * Deployments and time, a panel for each logger, side by side.
 * @param cursor whether each has a `cursor`, as wide as a column, on the first one, for a page to move
 * @returns undefined where nothing looks into a map
 */
export function knownPicture(
  all: readonly KnownPanel[],
  { cursor = false } = {},
): KnownPicture | undefined {
  const [first, ...others] = all.filter(({ known }) => known.length > 0);
  if (first === undefined) return undefined;
  const chosen = chosenKnown([first, ...others]);
  const finding = knownFinding(chosen.panels, (name) => name);
  if (finding === undefined) return undefined;
  return {
    says: finding.says,
    legend: legend(chosen),
    words: words(chosen.panels),
    block: panelsBlock(chosen, finding, cursor),
  };
}

function legend({ panels: [first], bands, rest }: ChosenKnown): string {
  const [of] = first.known as [KnownOverTime];
  const column = timeText(of.column_s);
  const filled = bands[0]?.isStrip
    ? `Each strip is a group, each column ${column} of replication ${of.replication}: coloured as high as the part of its deployments whose latency is in the map that a request saw.`
    : `Each row is a deployment, each column ${column} of replication ${of.replication}. Coloured: its latency is in the map that a request saw; paler: only some requests of that time saw it; grey: none did.`;
  const processes = of.processes > 1 ? `All ${of.processes} processes of the router together.` : '';
  const isIdle = of.columns.some(({ selects }) => selects === 0);
  const idle = isIdle ? 'A gap: no request came.' : '';
  return [filled, idle, processes, rest].filter((text) => text !== '').join(' ');
}

function words(panels: readonly KnownPanel[]): string {
  return panels
    .flatMap(({ logger, known }) =>
      known.map((of) => {
        const last = of.columns.length - 1;
        return `${logger}, ${of.modelGroup}: ${knownOf(of, 0)} deployments known after ${timeText(endOf(of, 0))}, ${knownOf(of, last)} after ${timeText(endOf(of, last))}.`;
      }),
    )
    .join(' ');
}

function panelsBlock(
  { panels, bands }: ChosenKnown,
  finding: KnownFinding,
  cursor: boolean,
): SvgBlock {
  const perRow = panels.length > MOST_IN_ROW ? 2 : panels.length;
  const rows: SvgBlock[] = [];
  for (let i = 0; i < panels.length; i += perRow) {
    rows.push(rowOfPanels(bands, panels.slice(i, i + perRow), perRow, finding, cursor));
  }
  return stacked(rows);
}

function rowOfPanels(
  bands: readonly KnownBand[],
  panels: readonly KnownPanel[],
  perRow: number,
  found: KnownFinding,
  cursor: boolean,
): SvgBlock {
  const width = (contentWidth() - LABELS - GAP * (perRow - 1)) / perRow;
  const places = placesOf(bands);
  const bottom = LINE + 4 + places.height;
  const feet = panels.map((panel) => figures(panel, width, found));
  const drawn = panels.map((panel, i) => {
    const body = [
      textAt(0, LINE - 4, fitted(panel.logger, width, 'name'), 'name'),
      ...bands.map((band, b) => bandIn(panel, band, places.tops[b] as number, width)),
      ...timeAxis(panel, bottom, width),
      ...(cursor ? [cursorIn(panel, places.height, width)] : []),
      moved(0, bottom + LINE, feet[i]?.body ?? ''),
    ];
    return moved(LABELS + i * (width + GAP), 0, body.join('\n'));
  });
  const height = bottom + LINE + Math.max(...feet.map((foot) => foot.height)) + BETWEEN;
  return { height, body: [labels(bands, places), ...drawn].join('\n') };
}

/** How high it is, in pixels. */
function heightOf({ isStrip, deployments }: KnownBand): number {
  return isStrip ? STRIP : deployments * ROW;
}

interface BandPlaces {
  readonly tops: readonly number[];
  /** Where the name of a model group stands: those of the first of its bands. */
  readonly titles: readonly { readonly y: number; readonly text: string }[];
  readonly height: number;
}

function placesOf(bands: readonly KnownBand[]): BandPlaces {
  const several = new Set(bands.map(({ modelGroup }) => modelGroup)).size > 1;
  const tops: number[] = [];
  const titles: { y: number; text: string }[] = [];
  let y = LINE + 4;
  let before: string | undefined;
  for (const band of bands) {
    if (several && band.modelGroup !== before) {
      titles.push({ y: y + LINE - 6, text: band.modelGroup });
      y += LINE + 2;
    }
    before = band.modelGroup;
    tops.push(y);
    y += heightOf(band) + BETWEEN;
  }
  return { tops, titles, height: y - LINE - 4 };
}

function labels(bands: readonly KnownBand[], { tops, titles }: BandPlaces): string {
  const room = LABELS - 12;
  const names = bands.flatMap((band, b) => {
    const y = (tops[b] as number) + 11;
    const name = textAt(0, y, fitted(band.label, room, 'small'), 'small');
    if (heightOf(band) < 2 * ROW) return [name];
    return [name, textAt(0, y + 15, fitted(band.detail, room, 'small'), 'small quiet')];
  });
  return [
    ...titles.map(({ y, text }) => textAt(0, y, fitted(text, room, 'name'), 'name')),
    ...names,
  ].join('');
}

/** Its cells, or its strip. One path has all that look the same. */
function bandIn(panel: KnownPanel, band: KnownBand, top: number, width: number): string {
  const of = knownIn(panel, band.modelGroup);
  if (of === undefined) return '';
  const cellsAt = cellsOf(of, width);
  const grey: string[] = [];
  const coloured = new Map<string, string[]>();
  const put = (opacity: string, box: string): void => {
    coloured.set(opacity, [...(coloured.get(opacity) ?? []), box]);
  };
  if (band.isStrip) {
    for (const [c, part] of knownPart(of, band.groups).entries()) {
      if (part === null) continue;
      const [x, w] = cellsAt(c);
      grey.push(box(x, top, w, STRIP));
      if (part > 0) put('1', box(x, top + STRIP * (1 - part), w, STRIP * part));
    }
  } else {
    const rows = [...of.rows.keys()].filter((r) => band.groups.includes(of.rows[r]?.group ?? -1));
    for (const [i, row] of rows.entries()) {
      for (const [c, { selects, seen }] of of.columns.entries()) {
        if (selects === 0) continue;
        const [x, w] = cellsAt(c);
        const cell = box(x, top + i * ROW, w, ROW - 2);
        const part = seen[row] as number;
        if (part === 0) grey.push(cell);
        else put(part === 1 ? '1' : fixed(0.2 + 0.6 * part, 1), cell);
      }
    }
  }
  const fills = [...coloured].map(([opacity, boxes]) =>
    element('path', {
      fill: band.colour,
      ...(opacity !== '1' && { 'fill-opacity': opacity }),
      d: boxes.join(''),
    }),
  );
  const nothing =
    grey.length === 0 ? [] : [element('path', { class: 'nothing', d: grey.join('') })];
  return [...nothing, ...fills].join('');
}

/** Where a column is, and how wide. */
function cellsOf(of: KnownOverTime, width: number): (column: number) => [x: number, width: number] {
  const pitch = width / of.columns.length;
  const gap = pitch >= 10 ? 2 : pitch >= 5 ? 1 : 0.5;
  return (column) => [column * pitch, pitch - gap];
}

function box(x: number, y: number, width: number, height: number): string {
  return `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}`;
}

function timeAxis({ known }: KnownPanel, y: number, width: number): string[] {
  const [of] = known as [KnownOverTime];
  return [
    textAt(0, y + 8, '0 s', 'small quiet'),
    textAt(width, y + 8, timeText(of.duration_s), 'small quiet', 'end'),
  ];
}

function cursorIn({ known }: KnownPanel, height: number, width: number): string {
  const [of] = known as [KnownOverTime];
  const [, w] = cellsOf(of, width)(0);
  // From one column to the next, as a page moves it.
  const pitch = fixed(width / of.columns.length, 3);
  const [y, tall] = [LINE + 2, height - 4];
  return element('rect', { class: 'cursor', 'data-pitch': pitch, x: 0, y, width: w, height: tall });
}

/** What the panel comes to: how much was known when, and what the fastest group gets. */
function figures(panel: KnownPanel, width: number, { modelGroup, column }: KnownFinding): SvgBlock {
  const of = knownIn(panel, modelGroup);
  if (of === undefined) return linesOf([], 'text');
  const last = of.columns.length - 1;
  const when = (at: number) => `${knownOf(of, at)} known after ${timeText(endOf(of, at))}`;
  const known =
    column === last
      ? when(last)
      : `${when(column)}, ${knownText(of.columns[last]?.known ?? 0)} at the end`;
  const fastest = groupsOf(panel, of).find((group) => group.fastest);
  const within = panel.alone ? ` in replication ${of.replication}` : '';
  return stacked([
    paragraphOf(known, width, 'text'),
    paragraphOf(
      fastest === undefined
        ? ''
        : `${percent(fastest.share)} of requests reach ${fitted(fastest.name, width - 20, 'text')}${within}`,
      width,
      'text',
    ),
  ]);
}
