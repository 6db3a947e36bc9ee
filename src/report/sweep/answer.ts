import { settingsAt } from '../../studies/sweep/grid.js';
import type { SweepMeasure } from '../../studies/sweep/plan.js';
import type { Advice } from '../../text/advice.js';
import { counted, replicationsText } from '../../text/figures.js';
import { type CommandOption, commandLine } from '../../text/shell.js';
import type { Citation } from '../kit/source.js';
import { meanText } from './figures.js';
import type { PlacedCell, SweepReport } from './report.js';

/** From where to where the first measure goes under each variant, in sentences. */
export function rangeSentences(report: SweepReport): string[] {
  const { plan, series } = report;
  const [measure] = plan.measures as [SweepMeasure];
  return series.flatMap(({ name, cells }) => {
    const under = name === '' ? '' : ` under ${name}`;
    const [least, most] = extremes(report, cells);
    if (least === undefined || most === undefined) return [];
    const told = (cell: PlacedCell) =>
      `${meanText(measure, meanOfCell(report, cell))} at ${settingsAt(plan.axes, cell.at).join(', ')}`;
    const same = meanOfCell(report, least) === meanOfCell(report, most);
    return same
      ? [`${measure.text} is ${meanText(measure, meanOfCell(report, least))} throughout${under}.`]
      : [`${measure.text} ranges from ${told(least)} to ${told(most)}${under}.`];
  });
}

function meanOfCell({ measures }: SweepReport, cell: PlacedCell): number | null {
  return cell.measures[measures[0] ?? '']?.mean ?? null;
}

function extremes(
  report: SweepReport,
  cells: readonly PlacedCell[],
): [least: PlacedCell | undefined, most: PlacedCell | undefined] {
  let least: PlacedCell | undefined;
  let most: PlacedCell | undefined;
  for (const cell of cells) {
    const mean = meanOfCell(report, cell);
    if (mean === null) continue;
    if (least === undefined || mean < (meanOfCell(report, least) ?? mean)) least = cell;
    if (most === undefined || mean > (meanOfCell(report, most) ?? mean)) most = cell;
  }
  return [least, most];
}

/** The command that shows one of the cells for which it was asked, in full. */
export function sweepAdvice(report: SweepReport): Advice[] {
  const { plan, series } = report;
  const all = series.flatMap(({ cells }) => cells);
  const one = all.find(({ holds }) => holds) ?? all[0];
  if (one === undefined) return [];
  const options: CommandOption[] = [
    ...plan.fixed,
    ...settingsAt(plan.axes, one.at).map((set): CommandOption => ['--set', set]),
    ...variantOptions(report, one),
  ];
  const command = commandLine(['run', plan.scenario.file, ...options.flat()]);
  return [{ says: 'To see why, at the first setting where it is so:', command }];
}

function variantOptions({ plan, series }: SweepReport, one: PlacedCell): CommandOption[] {
  const variant = series.findIndex(({ cells }) => cells.includes(one));
  const { logger, strategy } = plan.variants[variant] ?? {};
  return [
    ...(logger == null ? [] : [['--logger', logger] as const]),
    ...(strategy == null ? [] : [['--strategy', strategy] as const]),
  ];
}

/** Where a sweep comes from; what is varied is the cells' own. */
export function citationOf({ plan, tool, scenario, profile, seed }: SweepReport): Citation {
  const varies = (path: string) => plan.axes.some((axis) => axis.path === path);
  return {
    tool,
    scenario,
    ...(varies('router.profile') ? {} : { profile }),
    ...(varies('seed') ? {} : { seed }),
    ...(varies('replications') ? {} : { runs: `${replicationsText(plan.replications)} each` }),
  };
}

/** That a sweep is not all there. */
export function interruptionOf({ cells }: SweepReport): string {
  return `Interrupted: only the ${counted(cells.length, 'cell')} that ${cells.length === 1 ? 'was' : 'were'} finished ${cells.length === 1 ? 'is' : 'are'} here.`;
}
