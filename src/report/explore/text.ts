import type { ExploreReport, ReplayReport, ViolationReport } from '../../studies/explore/found.js';
import type { Limits } from '../../studies/job.js';
import { count, percent } from '../../text/figures.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';
import type { Bound } from '../../worlds/slices.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { paragraph, WIDTH, wrap } from '../kit/words.js';
import { listsText, plural } from './numbers.js';
import { number, ordersText, remarksText, scopeText, times, untriedBy } from './scope.js';
import { SAMPLE_VALUES, textStory } from './story.js';

/** The report of an exploration as text, 80 columns wide, without the command that replays it. */
export function textExplore(report: ExploreReport, limits: Limits, style: Style): string {
  const sections = [
    heading(report, style),
    covered(report, limits, style),
    verdict(report, limits, style),
  ];
  if (report.violation !== null) sections.push(textViolation(report.violation, style).trimEnd());
  return `${sections.join('\n\n')}\n`;
}

/** The story of a violation: the same bytes where it is found and where it is replayed. */
export function textViolation(violation: ViolationReport, style: Style): string {
  const { kind, fault, program, schedule, story } = violation;
  return textStory({ title: `${kind}: ${fault}`, program, schedule, story, bad: true }, style);
}

/** A schedule that was given, told. */
export function textReplay({ program, schedule, story, violation }: ReplayReport, style: Style) {
  if (violation !== null) return textViolation(violation, style);
  return textStory({ title: 'No violation', program, schedule, story, bad: false }, style);
}

function heading(report: ExploreReport, style: Style): string {
  const { options } = report;
  const strategy =
    options.strategy === 'exhaustive'
      ? 'exhaustive: every order of the steps'
      : options.strategy === 'pct'
        ? `pct of depth ${options.depth}, seed ${options.seed}`
        : `random walk, seed ${options.seed}`;
  return lined(
    [
      ['logger', named(report)],
      ['store', report.store],
      ['tasks', tasksText(report)],
      ...outside(report),
      ['strategy', strategy],
    ],
    style,
  );
}

/** The head of what is about a logger and several programs. */
export function loggerText(report: ExploreReport, style: Style): string {
  return lined([['logger', named(report)]], style);
}

function named({ logger, summary }: ExploreReport): string {
  return summary === '' ? logger : `${logger}: ${summary}`;
}

function lined(setting: readonly (readonly [name: string, text: string])[], style: Style): string {
  return setting
    .flatMap(([name, text]) =>
      wrap(text, WIDTH - 12).map(
        (line, i) => `  ${style.faint((i === 0 ? name : '').padEnd(8))}  ${line}`,
      ),
    )
    .join('\n');
}

function tasksText(report: ExploreReport): string {
  const { tasks, processes, deployments, samplesPerTask, sampleValues, keepsAverages } = report;
  const each = samplesPerTask === 1 ? '' : `, ${samplesPerTask} samples each`;
  const where = deployments === 'same' ? 'all for one deployment' : 'each for its own deployment';
  const values = sampleValues === 'powers' ? SAMPLE_VALUES.powers : `${sampleValues} samples`;
  const why = keepsAverages ? ' (it keeps averages: of equal samples none would be missed)' : '';
  return `${plural(tasks, 'task')} in ${plural(processes, 'process')}, ${where}${each}, ${values}${why}`;
}

/** What may happen besides the steps of tasks. */
function outside(report: ExploreReport): [string, string][] {
  const { minutes, listSize, select, expiry, leaseExpiry, crash } = report;
  const also = [
    ...(minutes ? ['tasks and selects in different minutes'] : []),
    ...(listSize === null ? [] : [listsText(listSize)]),
    ...(select ? ['a concurrent select'] : []),
    ...(expiry > 0 ? [`what is stored may expire (${times(expiry)})`] : []),
    ...(leaseExpiry > 0 ? [`a lease may run out too early (${times(leaseExpiry)})`] : []),
    ...(crash === 'none' ? [] : [`a ${crash} may crash (once)`]),
  ];
  return also.length === 0 ? [] : [['also', also.join('; ')]];
}

function covered(report: ExploreReport, limits: Limits, style: Style): string {
  const { schedules, lossless, states, tried, samples, bound, hasCycle } = report;
  const rows: [string, string][] = [];
  if (schedules !== null && lossless !== null) {
    rows.push(['schedules', `${number(schedules)}, of which ${number(lossless)} lose no sample`]);
  } else if (tried > 0) {
    rows.push(['schedules', `${count(tried)} tried`]);
  } else {
    rows.push([
      'schedules',
      hasCycle ? 'not counted: some can go round for ever' : 'not counted: not all were tried',
    ]);
  }
  rows.push(['states', count(states)]);
  const total = samples.reduce((sum, one) => sum + Number(one.schedules), 0);
  for (const [i, one] of samples.entries()) {
    const part = percent(Number(one.schedules) / total);
    const words = `${plural(one.samples, 'sample')} in ${number(one.schedules)} (${part})`;
    rows.push([i === 0 ? 'in the end' : '', words]);
  }
  rows.push([
    'coverage',
    bound === null ? 'exhaustive' : `stopped by ${boundText(report, limits)}`,
  ]);
  return `${style.strong('Covered')}\n${table([{ title: '' }, { title: '' }], rows, style.faint)}`;
}

/** What stopped it. */
export function boundText(
  { bound, options, states, tried }: ExploreReport,
  limits: Limits,
): string {
  const reached: Record<Bound, string> = {
    states: `--max-states ${options.maxStates}`,
    steps: `--max-steps ${options.maxSteps}`,
    schedules: `--schedules ${options.schedules}`,
    seconds: `--max-seconds ${limits.maxSeconds}`,
    memory: `--max-memory ${limits.maxMemory_MB} (MB)`,
    interrupted: `an interrupt, after ${tried > 0 ? `${count(tried)} schedules and ` : ''}${count(states)} states`,
  };
  return reached[bound as Bound];
}

const KIND_LABELS: Readonly<Record<ViolationKind, string>> = {
  deadlock: 'deadlocks',
  'lock-left-held': 'leaves a lock held',
  'endless-loop': 'can loop for ever',
  'lost-update': 'loses updates',
  'stale-view': 'does not show the router what is stored',
  abandoned: 'gives samples up',
  'not-serializable': 'leaves a state that no sequential order leaves',
};

/** `loses updates; deadlocks`. */
export function kindsText(kinds: readonly ViolationKind[]): string {
  return kinds.map((kind) => KIND_LABELS[kind]).join('; ');
}

/** Why a program's endings were not compared with those of the sequential orders. */
export function uncheckedText({ serializabilityChecked, bound, options }: ExploreReport): string {
  if (serializabilityChecked) return '';
  const why =
    bound === 'steps'
      ? `the sequential orders, too, take more than ${plural(options.maxSteps, 'step')}`
      : 'there are too many sequential orders';
  return ` Serializability was not checked: ${why}.`;
}

/** What was found, and what that is about. */
function verdict(report: ExploreReport, limits: Limits, style: Style): string {
  const { violation, kinds, schedules, bound, expiry } = report;
  const unchecked = uncheckedText(report);
  if (violation !== null || kinds.length > 0) {
    const smaller =
      violation?.minimal === true
        ? ' Below is the shortest schedule, with the fewest tasks, that shows the first of these.'
        : '';
    return style.bad(paragraph(`Not safe: it ${kindsText(kinds)}.${smaller}${unchecked}`));
  }
  const expiring = expiry > 0 ? '' : ' It holds as long as nothing expires.';
  const rest = `${expiring}${remarksText(report)} Not tried: ${untriedBy(report).join(', ')}.${unchecked}`;
  const scope = scopeText(report);
  if (bound !== null) {
    const within = `No violation within ${boundText(report, limits)}. That is no proof.`;
    return style.unsure(paragraph(`${within} Explored: ${scope}.${rest}`));
  }
  const orders =
    schedules === null
      ? 'every order, some of which can go round and round'
      : `${number(schedules)} of ${ordersText([report])}`;
  return style.good(paragraph(`No violation found: ${orders}, ${scope}.${rest}`));
}
