import type { SweepMeasure } from '../../studies/sweep/plan.js';
import { counted } from '../../text/figures.js';
import { FAST, SLOWER } from '../kit/palette.js';
import {
  contentWidth,
  drawing,
  linesOf,
  type Picture,
  picture,
  space,
  stacked,
} from '../kit/picture.js';
import { RAMP_STYLE, type RampColour, rampColour } from '../kit/ramp.js';
import { footerOf } from '../kit/source.js';
import { element, moved, type SvgBlock, textAt } from '../kit/svg-elements.js';
import { fitted, textWidth } from '../kit/text-width.js';
import { citationOf, interruptionOf, rangeSentences } from './answer.js';
import { meanText } from './figures.js';
import { labelAt, type MapSlice, mapAxes, partOf, placesAlong, slicesOf, spanOf } from './map.js';
import type { PlacedCell, SweepReport } from './report.js';

/** Sizes in pixels. */
const GAP = 20;
const LINE = 17;
const PLOT = 190;
const ROW = 30;
const SIDE = 92;
const RAMP = 160;
const NARROWEST = 46;
/** So many slices are drawn. */
const MOST_SLICES = 4;

/** Rules for figures on a map, and for a mark with the colour of the page within. */
export const SWEEP_STYLE = `${RAMP_STYLE}  .hollow { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    .hollow { fill: #161b22; }
  }
`;

/**
 * A sweep as a picture: a heat map of two fields, or a line with its band for one; small multiples for
 * loggers and strategies. Its title is the finding.
 */
export function svgSweep(report: SweepReport): string {
  return picture(pictureOf(report));
}

/** The maps alone, for a page that says itself what is around them. */
export function sweepDrawing(report: SweepReport): string {
  return drawing(pictureOf(report));
}

function pictureOf(report: SweepReport): Picture {
  const { plan, partial, finding, remarks } = report;
  const isLine = mapAxes(report).down === null;
  const slices = slicesOf(report);
  const drawn = slices.slice(0, MOST_SLICES);
  const rest = slices.length - drawn.length;
  const [measure] = plan.measures as [SweepMeasure];
  return {
    id: `latsim-sweep-${plan.scenario.hash}`,
    title: finding,
    beside: [
      ...(partial ? [interruptionOf(report)] : []),
      ...rangeSentences(report),
      ...(rest > 0 ? [`${counted(rest, 'more map')} not drawn.`] : []),
    ],
    subtitle: [howToRead(report), ...remarks].join(' '),
    description: describedCells(report, measure),
    footer: footerOf(citationOf(report)),
    style: SWEEP_STYLE,
    parts: isLine ? [lines(report)] : drawn.flatMap((slice) => heatMaps(report, slice)),
  };
}

/** What is drawn, and what a mark means. */
export function howToRead(report: SweepReport): string {
  const { axes, measures } = report.plan;
  const [measure] = measures as [SweepMeasure];
  const isLine = mapAxes(report).down === null;
  const fields = axes.slice(0, 2).map(({ path }) => path);
  return [
    isLine
      ? `${measure.text} along ${fields[0]}; the band is its 95% interval.`
      : `${measure.text} by ${fields.join(' and ')}.`,
    `${isLine ? 'Filled marks' : 'A dot'}: ${report.predicate}.`,
    ...(isLine || report.refined === null ? [] : ['Where there is nothing, nothing was run.']),
  ].join(' ');
}

/** The figures in words, unless there are very many. */
function describedCells({ series, measures }: SweepReport, measure: SweepMeasure): string {
  const [name = ''] = measures;
  return series
    .map(({ name: variant, cells }) => {
      const texts = cells.slice(0, 60).map(({ set, measures }) => {
        const at = Object.values(set).join(' ');
        return `${at}: ${meanText(measure, measures[name]?.mean ?? null)}`;
      });
      return `${variant === '' ? '' : `Under ${variant}: `}${texts.join(', ')}.`;
    })
    .join(' ');
}

/** Blue is the side on which traffic goes to the fastest group, or on which there is less of it. */
function colourOf(report: SweepReport, mean: number): RampColour {
  const [measure] = report.plan.measures as [SweepMeasure];
  const isShare = measure.unit === 'share' || measure.unit === 'difference';
  const part = partOf(mean, spanOf(report) ?? [0, 0]);
  return rampColour(isShare ? part : 1 - part);
}

/** The maps of all series, side by side where there is room, and what the colours mean. */
function heatMaps(report: SweepReport, slice: MapSlice): SvgBlock[] {
  const { series } = report;
  const shown = series.flatMap(({ name }, s) =>
    (slice.cells[s] ?? []).length === 0 ? [] : [{ name, cells: slice.cells[s] ?? [] }],
  );
  const room = contentWidth();
  const half = (room - GAP) / 2;
  const across = placesAlong(slice.cells.flat(), mapAxes(report).across).length;
  // Side by side, where figures still have room in the cells.
  const columns = shown.length > 1 && (half - SIDE) / across >= NARROWEST ? 2 : 1;
  const width = columns === 1 ? room : half;
  const rows: SvgBlock[] = [];
  for (let first = 0; first < shown.length; first += columns) {
    const blocks = shown
      .slice(first, first + columns)
      .map(({ name, cells }) => heatMap(report, slice, name, cells, width));
    rows.push({
      height: Math.max(...blocks.map(({ height }) => height)),
      body: blocks.map(({ body }, i) => moved(i * (width + GAP), 0, body)).join('\n'),
    });
  }
  const title = slice.says === '' ? [] : [linesOf([fitted(slice.says, room, 'name')], 'name')];
  return [...title, ...rows.flatMap((row) => [row, space(8)]), legend(report), space(8)];
}

function heatMap(
  report: SweepReport,
  slice: MapSlice,
  name: string,
  cells: readonly PlacedCell[],
  width: number,
): SvgBlock {
  const { axes, measures } = report.plan;
  const { across, down } = mapAxes(report);
  const [measure] = measures as [SweepMeasure];
  const all = slice.cells.flat();
  const columns = placesAlong(all, across);
  const rows = placesAlong(all, down as number);
  const top = name === '' ? 0 : LINE + 4;
  const cellWidth = (width - SIDE) / columns.length;
  const rowHeight = Math.min(ROW, Math.max(10, 420 / rows.length));
  const height = rows.length * rowHeight;
  const texts = cells.map(({ measures: own }) =>
    meanText(measure, own[measure.text]?.mean ?? null).replace(/%$/, ''),
  );
  const hasTexts =
    rowHeight >= 16 && Math.max(...texts.map((text) => textWidth(text, 'small'))) + 14 <= cellWidth;
  const drawn = cells.map((cell, i) => {
    const x = SIDE + columns.indexOf(cell.at[across] as number) * cellWidth;
    const y = top + rows.indexOf(cell.at[down as number] as number) * rowHeight;
    const mean = cell.measures[measure.text]?.mean ?? null;
    const box = { x, y, width: cellWidth - 1, height: rowHeight - 1 };
    if (mean === null) return element('rect', { class: 'nothing', ...box });
    const { fill, on } = colourOf(report, mean);
    const middle = y + rowHeight / 2;
    return [
      element('rect', { fill, ...box }),
      hasTexts
        ? element(
            'text',
            {
              x: x + cellWidth / 2,
              y: middle + 4,
              class: `small ${on}`,
              'text-anchor': 'middle',
            },
            texts[i],
          )
        : '',
      cell.holds ? element('circle', { cx: x + 6, cy: y + 6, r: hasTexts ? 3 : 2, class: on }) : '',
    ].join('');
  });
  const every = Math.ceil(
    Math.max(...columns.map((one) => textWidth(labelAt(axes, across, one), 'small') + 8)) /
      cellWidth,
  );
  const below = columns.map((one, c) =>
    c % every === 0
      ? textAt(
          SIDE + (c + 0.5) * cellWidth,
          top + height + LINE - 2,
          labelAt(axes, across, one),
          'small quiet',
          'middle',
        )
      : '',
  );
  const everyRow = Math.ceil(14 / rowHeight);
  const beside = rows.map((one, r) =>
    r % everyRow === 0
      ? textAt(
          SIDE - 8,
          top + (r + 0.5) * rowHeight + 4,
          fitted(labelAt(axes, down as number, one), SIDE - 12, 'small'),
          'small quiet',
          'end',
        )
      : '',
  );
  const names = `${axes[across]?.path} across, ${axes[down as number]?.path} down`;
  return {
    height: top + height + 2 * LINE + 6,
    body: [
      name === ''
        ? ''
        : textAt(SIDE, LINE - 3, fitted(`under ${name}`, width - SIDE, 'name'), 'name'),
      ...drawn,
      ...below,
      ...beside,
      textAt(
        SIDE + (width - SIDE) / 2,
        top + height + 2 * LINE,
        fitted(names, width - SIDE, 'small'),
        'small quiet',
        'middle',
      ),
    ].join('\n'),
  };
}

/** From which figure to which the colours go. */
function legend(report: SweepReport): SvgBlock {
  const span = spanOf(report);
  const [measure] = report.plan.measures as [SweepMeasure];
  if (span === null) return space(0);
  const steps = 32;
  const x0 = SIDE;
  const rects = Array.from({ length: steps }, (_, i) =>
    element('rect', {
      x: x0 + (i * RAMP) / steps,
      y: 4,
      width: RAMP / steps + 0.5,
      height: 10,
      fill: colourOf(report, span[0] + ((i + 0.5) / steps) * (span[1] - span[0])).fill,
    }),
  );
  const [least, most] = span.map((value) => meanText(measure, value)) as [string, string];
  return {
    height: LINE + 2,
    body: [
      textAt(x0 - 8, 13, least, 'small quiet', 'end'),
      ...rects,
      textAt(x0 + RAMP + 8, 13, `${most}  ${measure.text}`, 'small quiet'),
    ].join(''),
  };
}

/** A line for each series over the only field, each with the band of its intervals. */
function lines(report: SweepReport): SvgBlock {
  const { plan, series } = report;
  const [axis] = plan.axes;
  const [measure] = plan.measures as [SweepMeasure];
  const all = series.flatMap(({ cells }) => cells);
  const places = placesAlong(all, 0);
  const width = contentWidth() - SIDE - 10;
  const [first = 0, last = 1] = [places[0], places.at(-1)];
  const x = (place: number) =>
    SIDE + (last > first ? (place - first) / (last - first) : 0.5) * width;
  const values = all.flatMap(({ measures }) => {
    const own = measures[measure.text];
    return [own?.mean ?? null, ...(own?.ci95 ?? [])].filter((value) => value !== null);
  });
  const isShare = measure.unit === 'share' || measure.unit === 'verdict';
  const low = isShare ? 0 : Math.min(0, ...values);
  const high = isShare ? 1 : Math.max(0, ...values) || 1;
  const y = (value: number) => 8 + (1 - (value - low) / (high - low)) * PLOT;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => low + part * (high - low));
  const grid = ticks.map((tick, i) =>
    [
      element('line', {
        class: i === 0 ? 'axis' : 'grid',
        x1: SIDE,
        y1: y(tick),
        x2: SIDE + width,
        y2: y(tick),
      }),
      textAt(SIDE - 8, y(tick) + 4, meanText(measure, tick), 'small quiet', 'end'),
    ].join(''),
  );
  const widest = Math.max(...places.map((one) => textWidth(labelOf(plan.axes, one), 'small') + 10));
  let free = Number.NEGATIVE_INFINITY;
  const labels = places.map((one) => {
    if (x(one) - widest / 2 < free) return '';
    free = x(one) + widest / 2;
    return textAt(x(one), PLOT + 8 + LINE, labelOf(plan.axes, one), 'small quiet', 'middle');
  });
  const colours = [SLOWER[0] as string, FAST, ...SLOWER.slice(1)];
  const drawn = series.map(({ cells }, s) => {
    const colour = colours[s % colours.length] as string;
    const known = cells.flatMap((cell) => {
      const own = cell.measures[measure.text];
      return own?.mean == null ? [] : [{ cell, mean: own.mean, ci95: own.ci95 }];
    });
    const point = (place: number, value: number) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`;
    const at = ({ cell }: (typeof known)[number]) => cell.at[0] as number;
    const banded = known.filter(({ ci95 }) => ci95 !== null);
    const band = [
      ...banded.map((one) => point(at(one), one.ci95?.[1] ?? one.mean)),
      ...[...banded].reverse().map((one) => point(at(one), one.ci95?.[0] ?? one.mean)),
    ];
    return [
      banded.length > 1
        ? element('polygon', { points: band.join(' '), fill: colour, 'fill-opacity': '0.2' })
        : '',
      axis?.range === null
        ? ''
        : element('polyline', {
            points: known.map((one) => point(at(one), one.mean)).join(' '),
            fill: 'none',
            stroke: colour,
            'stroke-width': 2,
          }),
      ...known.map((one) =>
        element('circle', {
          cx: x(at(one)),
          cy: y(one.mean),
          r: 4,
          stroke: colour,
          'stroke-width': 2,
          ...(one.cell.holds ? { fill: colour } : { class: 'hollow' }),
        }),
      ),
    ].join('\n');
  });
  let left = SIDE;
  const names = series.flatMap(({ name }, s) => {
    if (name === '') return [];
    const colour = colours[s % colours.length] as string;
    const start = left;
    left += 34 + textWidth(name, 'small');
    return [
      element('circle', { cx: start + 5, cy: 8, r: 5, fill: colour }),
      textAt(start + 16, 12, name, 'small'),
    ];
  });
  const plot: SvgBlock = {
    height: PLOT + 8 + 2 * LINE + 6,
    body: [
      ...grid,
      ...drawn,
      ...labels,
      textAt(SIDE + width / 2, PLOT + 8 + 2 * LINE, axis?.path ?? '', 'small quiet', 'middle'),
    ].join('\n'),
  };
  return stacked([
    ...(names.length === 0 ? [] : [{ height: LINE + 4, body: names.join('') }]),
    plot,
  ]);
}

function labelOf(axes: SweepReport['plan']['axes'], place: number): string {
  return labelAt(axes, 0, place);
}
