import { VERDICT_NAMES, VERDICT_TONE } from '../../measure/verdict.js';
import { valueAtPlace } from '../../studies/sweep/axis.js';
import { placesInOrder } from '../../studies/sweep/grid.js';
import type { SweepMeasure } from '../../studies/sweep/plan.js';
import { count, counted } from '../../text/figures.js';
import { nextStep } from '../kit/next.js';
import { sourceText } from '../kit/source.js';
import type { Style } from '../kit/style.js';
import { type Column, GAP, table } from '../kit/table.js';
import { bar, clip, clipName, paragraph, WIDTH } from '../kit/words.js';
import { citationOf, interruptionOf, rangeSentences, sweepAdvice } from './answer.js';
import { intervalOfMeasure, meanText } from './figures.js';
import { labelAt, type MapSlice, mapAxes, partOf, placesAlong, slicesOf, spanOf } from './map.js';
import type { PlacedCell, SweepReport } from './report.js';

/** Longer tables are left to --verbose and to other forms. */
const MOST_ROWS = 40;
/** So many maps are shown. */
const MOST_MAPS = 6;
/** Longer values are clipped. */
const LABEL = 14;

/**
 * A sweep as text, 80 columns wide: what it found, a map where two fields are varied, a line per cell.
 * @param verbose whether all cells are listed, however many
 */
export function textSweep(report: SweepReport, style: Style, verbose = false): string {
  const { plan, series, cells, partial } = report;
  const several = series.length > 1 ? `${series.map(({ name }) => name).join(', ')} · ` : '';
  const fields = plan.axes.map(({ path }) => path).join(' × ');
  const heading = `${style.strong(clipName(plan.scenario.name, 40))}  ${clip(`${several}${fields} · ${counted(cells.length, 'cell')}`, WIDTH - 2 - Math.min(40, plan.scenario.name.length))}`;
  const sections = [
    heading,
    ...(partial ? [style.unsure(paragraph(interruptionOf(report), 2))] : []),
    [
      style.strong(paragraph(report.finding, 2)),
      ...rangeSentences(report).map((one) => paragraph(one, 2)),
    ].join('\n'),
  ];
  const maps = mapAxes(report).down === null ? [] : slicesOf(report);
  for (const slice of maps.slice(0, MOST_MAPS)) sections.push(...mapsText(report, slice, style));
  if (maps.length > MOST_MAPS) {
    const rest = maps.length - MOST_MAPS;
    sections.push(
      paragraph(`${counted(rest, 'more map')} not shown: vary two fields, or ask for CSV.`, 2),
    );
  }
  if (maps.length > 0 && cells.some(({ holds }) => holds)) {
    sections.push(style.faint(paragraph(`* ${report.predicate}`, 2)));
  }
  if (cells.length > 0 && (verbose || cells.length <= MOST_ROWS)) {
    sections.push(tableText(report, style));
  } else if (cells.length > 0) {
    sections.push(
      paragraph(`All ${count(cells.length)} cells: --verbose, --format csv or --json.`, 2),
    );
  }
  if (report.remarks.length > 0) sections.push(style.faint(paragraph(report.remarks.join(' '))));
  sections.push(...nextStep(sweepAdvice(report), style));
  sections.push(sourceText(citationOf(report), verbose || cells.length <= MOST_ROWS, style));
  return `${sections.join('\n\n')}\n`;
}

const SHADES = [' ', '░', '▒', '▓', '█'] as const;

/** A map for each series, with the values in it; of very many columns the shades alone. */
function mapsText(report: SweepReport, slice: MapSlice, style: Style): string[] {
  const { plan, series } = report;
  const { across, down } = mapAxes(report);
  const [measure] = plan.measures as [SweepMeasure];
  const span = spanOf(report) ?? [0, 0];
  const all = slice.cells.flat();
  const columns = placesAlong(all, across);
  const rows = placesAlong(all, down ?? 0);
  const label = (axis: number, place: number) => clip(labelAt(plan.axes, axis, place), LABEL);
  const side = Math.max(...rows.map((place) => label(down ?? 0, place).length));
  const shown = (cell: PlacedCell | undefined): string => {
    if (cell === undefined) return '';
    const mean = cell.measures[measure.text]?.mean ?? null;
    const shade = mean === null ? '' : SHADES[Math.min(4, Math.floor(partOf(mean, span) * 5))];
    return `${shade}${shade} ${meanText(measure, mean)}${cell.holds ? '*' : ' '}`;
  };
  return series.flatMap(({ name }, s) => {
    const own = slice.cells[s] ?? [];
    if (own.length === 0) return [];
    const at = new Map(own.map((cell) => [`${cell.at[across]} ${cell.at[down ?? 0]}`, cell]));
    const cells = rows.map((row) => columns.map((column) => at.get(`${column} ${row}`)));
    const texts = cells.map((line) => line.map(shown));
    const wide = Math.max(
      ...columns.map((column) => label(across, column).length),
      ...texts.flat().map((text) => text.length),
    );
    const fits = 2 + side + columns.length * (GAP + wide) <= WIDTH;
    const title = [measure.text, ...(name === '' ? [] : [`under ${name}`]), slice.says]
      .filter((part) => part !== '')
      .join(', ');
    const axes = `${plan.axes[across]?.path} across, ${plan.axes[down ?? 0]?.path} down`;
    const body = fits
      ? [
          `  ${' '.repeat(side)}${columns.map((column) => ' '.repeat(GAP) + label(across, column).padStart(wide)).join('')}`,
          ...rows.map((row, r) =>
            `  ${label(down ?? 0, row).padStart(side)}${(texts[r] ?? []).map((text) => ' '.repeat(GAP) + text.padStart(wide)).join('')}`.trimEnd(),
          ),
        ]
      : shadesAlone(
          report,
          cells,
          rows.map((row) => label(down ?? 0, row)),
          side,
        );
    return [
      [paragraph(`${title} (${axes})`, 2), ...body]
        .map((line, i) => (i === 0 ? style.strong(line) : line))
        .join('\n'),
    ];
  });
}

/** A shade for each cell, `*` where the predicate holds; columns beyond the page are left out. */
function shadesAlone(
  report: SweepReport,
  cells: readonly (readonly (PlacedCell | undefined)[])[],
  labels: readonly string[],
  side: number,
): string[] {
  const span = spanOf(report) ?? [0, 0];
  const [measure = ''] = report.measures;
  const room = WIDTH - side - 4;
  return cells.map((line, r) => {
    const shades = line.slice(0, room).map((cell) => {
      const mean = cell?.measures[measure]?.mean ?? null;
      if (cell?.holds === true) return '*';
      return mean === null ? ' ' : SHADES[Math.min(4, Math.floor(partOf(mean, span) * 5))];
    });
    const more = line.length > room ? '…' : '';
    return `  ${(labels[r] ?? '').padStart(side)}  ${shades.join('')}${more}`;
  });
}

/** The end of a path, which tells more than its beginning. */
function endOf(path: string, width: number): string {
  return path.length <= width ? path : `…${path.slice(1 - width)}`;
}

/** A line per cell: its setting, what was measured, the verdict. As many columns as fit. */
function tableText(report: SweepReport, style: Style): string {
  const { plan, series } = report;
  const several = series.length > 1;
  const span = spanOf(report);
  const [first] = plan.measures as [SweepMeasure];
  const listed = series
    .flatMap(({ name, cells }, s) => cells.map((cell) => ({ name, cell, s })))
    .sort((a, b) => placesInOrder(a.cell.at, b.cell.at) || a.s - b.s);
  const texts = (of: (cell: PlacedCell) => string) => listed.map(({ cell }) => of(cell));
  const right = (title: string): Column => ({ title, align: 'right' });
  const must: (readonly [Column, string[]])[] = [
    ...plan.axes.map(
      (axis, a) =>
        [
          right(endOf(axis.path, several ? 16 : 20)),
          texts(({ at }) => clip(valueAtPlace(axis, at[a] as number), LABEL)),
        ] as const,
    ),
    ...(several
      ? [[{ title: 'under' }, listed.map(({ name }) => clipName(name, 18))] as const]
      : []),
    [
      right(clipName(first.text, 20)),
      texts(({ measures }) => meanText(first, measures[first.text]?.mean ?? null)),
    ],
  ];
  const may: (readonly [Column, string[]])[] = [
    [{ title: 'verdict' }, listed.map(({ cell: { verdict } }) => VERDICT_NAMES[verdict])],
    [
      { title: '95% CI' },
      texts(({ measures }) => {
        const own = measures[first.text];
        return own === undefined ? '-' : intervalOfMeasure(first, own);
      }),
    ],
    ...plan.measures
      .slice(1)
      .map(
        (measure) =>
          [
            right(clipName(measure.text, 20)),
            texts(({ measures }) => meanText(measure, measures[measure.text]?.mean ?? null)),
          ] as const,
      ),
    ...(plan.axes.length === 1 && span !== null
      ? [
          [
            { title: '' },
            texts(({ measures }) => {
              const mean = measures[first.text]?.mean ?? null;
              return mean === null
                ? ''
                : bar(first.unit === 'share' ? mean : partOf(mean, span), 14);
            }),
          ] as const,
        ]
      : []),
  ];
  const columns = [...must];
  const widthOf = ([{ title }, cells]: readonly [Column, string[]]) =>
    GAP + Math.max(title.length, ...cells.map(({ length }) => length));
  let room = WIDTH - must.reduce((sum, one) => sum + widthOf(one), 0);
  for (const one of may) {
    if (widthOf(one) > room) continue;
    room -= widthOf(one);
    columns.push(one);
  }
  const rows = listed.map(({ cell }, i) =>
    columns.map(([{ title }, cells]) => {
      const text = cells[i] ?? '';
      return title === 'verdict' ? style[VERDICT_TONE[cell.verdict]](text) : text;
    }),
  );
  return table(
    columns.map(([column]) => column),
    rows,
    style.faint,
  );
}
