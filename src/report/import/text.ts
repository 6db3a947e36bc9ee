import type { Advice } from '../../text/advice.js';
import { count, fixed, seconds } from '../../text/figures.js';
import { nextStep } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { roomBeside, table } from '../kit/table.js';
import { fold, list, paragraph, WIDTH } from '../kit/words.js';
import {
  type ImportedGroup,
  type ImportedScenario,
  type ImportReport,
  type LogSummary,
  rowClasses,
} from './report.js';

/** What a summary says beside the report. */
export interface ImportAsked {
  /** Of what is assumed: what decides most. */
  readonly decisive: readonly string[];
  readonly next: readonly Advice[];
}

/** The summary of an import, 80 columns wide: what was made, and what decides most. */
export function textImport(
  report: ImportReport,
  { decisive, next }: ImportAsked,
  style: Style,
): string {
  const assumed = assumptions(report);
  const first = [...new Set(decisive)].flatMap((most) =>
    assumed.filter(({ text }) => text === most),
  );
  const rest = assumed.filter(({ text }) => !decisive.includes(text));
  const sections = [
    [
      style.strong(paragraph(madeText(report))),
      ...first.map((one) => style.unsure(paragraph(`What decides most: ${said(one)}.`))),
      ...placeholders(report).map((text) => style.unsure(paragraph(text))),
    ].join('\n'),
    ...report.scenarios.map((scenario) => scenarioText(scenario, style)),
    ...(report.log === null ? [] : [section('Log', logLines(report.log), style)]),
    section('Assumed', rest.map(said), style),
    section(
      'Left out, as it has no effect here',
      report.ignored.map(({ path, count: times }) => (times === 1 ? path : `${path} (${times})`)),
      style,
    ),
    ...nextStep(next, style),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** `Made medium.yaml from config.yaml and spend.csv.` */
function madeText({ scenarios, config, log }: ImportReport): string {
  const files = scenarios.map(({ file }) => (file === 'stdout' ? 'a scenario' : file));
  const from = log === null ? config : `${config} and ${log.file}`;
  const made =
    files.length > MOST_FILES
      ? `${count(files.length)} scenarios, the first ${files[0]},`
      : list(files);
  return `Made ${made} from ${from}.`;
}

/** So many files are named in the first sentence; each has a section of its own. */
const MOST_FILES = 3;

/** What stands for what nobody measured is said before anything is read as a result. */
function placeholders({ scenarios }: ImportReport): string[] {
  const some = (missing: (one: ImportedScenario) => boolean, what: string) =>
    scenarios.some(missing) ? [what] : [];
  const what = [
    ...some(({ groups }) => groups.some(({ latency }) => latency === null), 'latencies'),
    ...some(({ arrivals }) => arrivals === null, 'arrivals'),
  ];
  return what.length === 0
    ? []
    : [
        `Not measured: ${list(what)}. Until the ${PLACEHOLDER}s are replaced, a run says nothing of your proxy.`,
      ];
}

function section(title: string, items: readonly string[], style: Style): string {
  if (items.length === 0) return '';
  return [style.strong(title), ...items.map(item)].join('\n');
}

/** A text after a dash, its further lines below it. */
function item(text: string): string {
  const [first = '', ...rest] = fold(text, WIDTH - 4);
  return [`  - ${first}`, ...rest.map((line) => `    ${line}`)].join('\n');
}

function scenarioText(scenario: ImportedScenario, style: Style): string {
  const { file, arrivalsFile, modelGroup, groups, arrivals, seen } = scenario;
  const figures = groups.map(({ deployments, latency }) => [
    count(deployments),
    ...(latency === null
      ? ['-', '-', '-', PLACEHOLDER, '-']
      : [
          count(latency.count),
          seconds(latency.p50_s),
          seconds(latency.p95_s),
          latency.law,
          fixed(latency.distance, 3),
        ]),
  ]);
  const others = [
    { title: 'depl.', align: 'right' as const },
    { title: 'answers', align: 'right' as const },
    { title: 'P50', align: 'right' as const },
    { title: 'P95', align: 'right' as const },
    { title: 'distribution' },
    { title: 'distance', align: 'right' as const },
  ];
  const width = roomBeside(others, figures);
  const rows = groups.map(({ name, latency }, i) => [
    fold(name, width)
      .map(paintOf(latency, groups, style))
      .join('\n'),
    ...(figures[i] ?? []).map((cell) => (cell === PLACEHOLDER ? style.unsure(cell) : cell)),
  ]);
  const model = `model group ${modelGroup}${arrivalsFile === null ? '' : `; times in ${arrivalsFile}`}`;
  const came =
    arrivals === null
      ? `Arrivals: ${style.unsure(PLACEHOLDER)}`
      : indented(`Arrivals: ${arrivals.law}; ${arrivals.seen}`).trimStart();
  return [
    style.strong(paragraph(`${file}: ${model}`)),
    table([{ title: 'group' }, ...others], rows, style.faint),
    `  ${came}`,
    ...(seen === null ? [] : [indented(seenText(seen))]),
  ].join('\n');
}

/** The fastest measured group in one colour, those that are slower in the other. */
function paintOf(
  latency: ImportedGroup['latency'],
  groups: readonly ImportedGroup[],
  { fast, slow }: Style,
): (text: string) => string {
  const measured = groups.flatMap((one) => (one.latency === null ? [] : [one.latency.p50_s]));
  if (latency === null || measured.length < 2) return (text) => text;
  const paint = latency.p50_s === Math.min(...measured) ? fast : slow;
  // More than the text, as `map` hands it on, would be painted, too.
  return (text) => paint(text);
}

function indented(text: string): string {
  return fold(text, WIDTH - 2)
    .map((line) => `  ${line}`)
    .join('\n');
}

/** What stands where nothing was measured. */
const PLACEHOLDER = 'PLACEHOLDER';

function seenText({
  requests,
  timeouts,
  failures,
  unplaced,
}: NonNullable<ImportedScenario['seen']>) {
  const parts = [
    counted(requests, 'request'),
    timeouts > 0 && `${count(timeouts)} of them timed out`,
    failures > 0 && `${counted(failures, 'other failure')} left out`,
    unplaced > 0 && `${count(unplaced)} fit no group, or several`,
  ];
  return `Log: ${parts.filter((part) => part !== false).join('; ')}`;
}

/** What was found in a log. */
export function logLines(log: LogSummary): string[] {
  const { damaged, missingPages } = log;
  const classes = rowClasses(log).filter(([number]) => number > 0);
  const all = classes.map(([number, one, many]) => `${count(number)} ${number === 1 ? one : many}`);
  const rest = damaged.count > damaged.first.length ? `, the first ${damaged.first.length}` : '';
  return [
    `${counted(log.rows, 'row')} of ${list(log.files)}: ${all.join(', ')}`,
    missingPages > 0 && `${counted(missingPages, 'page')} of the answer missing`,
    log.unknownCalls > 0 &&
      `${counted(log.unknownCalls, 'call')} of unknown type, not counted as chat`,
    log.jumps > 0 && `${counted(log.jumps, 'jump')} of the clock, taken as they are`,
    !log.zoned && 'times without a zone, taken as UTC',
    damaged.count > 0 && `${counted(damaged.count, 'damaged row')} skipped${rest}:`,
    ...damaged.first.map(
      ({ file, line, reason }) => `${file === undefined ? '' : `${file} `}line ${line}: ${reason}`,
    ),
  ].filter((line) => line !== false);
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

interface Assumption {
  readonly text: string;
  /** The model groups that it is about; none: all. */
  readonly of: readonly string[];
}

/** Each once; those of one scenario only say which. */
function assumptions({ scenarios }: ImportReport): Assumption[] {
  const all = new Map<string, string[]>();
  for (const { assumes, modelGroup } of scenarios) {
    for (const text of assumes) all.set(text, [...(all.get(text) ?? []), modelGroup]);
  }
  return [...all].map(([text, groups]) => ({
    text,
    of: groups.length === scenarios.length ? [] : groups,
  }));
}

function said({ text, of }: Assumption): string {
  return of.length === 0 ? text : `${of.join(', ')}: ${text}`;
}
