import { count, fixed, seconds } from '../../text/figures.js';
import { hanging } from '../../text/problems.js';
import { nextText } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { roomBeside, table } from '../kit/table.js';
import { fold, paragraph, WIDTH, wrap } from '../kit/words.js';
import type { ImportedScenario, ImportReport, LogSummary } from './report.js';

/** The summary of an import. */
export function textImport(report: ImportReport, style: Style): string {
  const sections = [
    ...report.scenarios.map((scenario) => scenarioText(scenario, style)),
    ...(report.log === null ? [] : [section('Log', logLines(report.log), style)]),
    section('Assumed', assumptions(report), style),
    section(
      'Ignored, as it has no effect here',
      report.ignored.map(({ path, count: times }) => (times === 1 ? path : `${path} (${times})`)),
      style,
    ),
    next(report, style),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section(title: string, items: readonly string[], style: Style): string {
  if (items.length === 0) return '';
  return [style.strong(title), ...items.map(item)].join('\n');
}

/** A text after a dash, its further lines below it. */
function item(text: string): string {
  const [first = '', ...rest] = wrap(text, WIDTH - 4);
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
    { title: 'law' },
    { title: 'distance', align: 'right' as const },
  ];
  const width = roomBeside(others, figures);
  const rows = groups.map(({ name }, i) => [
    fold(name, width).join('\n'),
    ...(figures[i] ?? []).map((cell) => (cell === PLACEHOLDER ? style.bad(cell) : cell)),
  ]);
  const model = `model group ${modelGroup}${arrivalsFile === null ? '' : `; times in ${arrivalsFile}`}`;
  const [first = '', ...rest] = hanging(`${file}:`, model, WIDTH);
  const came =
    arrivals === null
      ? `Arrivals: ${style.bad(PLACEHOLDER)}`
      : paragraph(`Arrivals: ${arrivals.law}; ${arrivals.seen}`, 2).trimStart();
  return [
    `${style.strong(file)}${first.slice(file.length)}`,
    ...rest,
    table([{ title: 'group' }, ...others], rows, style.faint),
    `  ${came}`,
    ...(seen === null ? [] : [paragraph(seenText(seen), 2)]),
  ].join('\n');
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

/** What was found in a log. @param elsewhere what was left out, for a sentence */
export function logLines(
  log: LogSummary,
  elsewhere = 'requests of no model group that was imported',
): string[] {
  const { damaged } = log;
  const rest = damaged.count > damaged.first.length ? `, the first ${damaged.first.length}` : '';
  return [
    `${counted(log.rows, 'row')} of ${log.file}`,
    log.cacheHits > 0 && `${counted(log.cacheHits, 'cache hit')} left out`,
    log.elsewhere > 0 && `${count(log.elsewhere)} ${elsewhere}`,
    log.unknownCalls > 0 &&
      `${counted(log.unknownCalls, 'call')} of unknown type, taken as no chat`,
    log.jumps > 0 && `${counted(log.jumps, 'jump')} of the clock, taken as they are`,
    !log.zoned && 'times without a zone, taken as UTC',
    damaged.count > 0 && `${counted(damaged.count, 'damaged row')} skipped${rest}:`,
    ...damaged.first.map(({ line, reason }) => `line ${line}: ${reason}`),
  ].filter((line) => line !== false);
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Each once; those of one scenario only say which. */
function assumptions({ scenarios }: ImportReport): string[] {
  const all = new Map<string, string[]>();
  for (const { assumes, modelGroup } of scenarios) {
    for (const text of assumes) all.set(text, [...(all.get(text) ?? []), modelGroup]);
  }
  return [...all].map(([text, groups]) =>
    groups.length === scenarios.length ? text : `${groups.join(', ')}: ${text}`,
  );
}

function next({ scenarios }: ImportReport, style: Style): string {
  const [first] = scenarios;
  if (first === undefined) return '';
  const { run, file, toState, tries } = first;
  if (toState.length > 0) {
    const says = `State samples.kind of ${toState.join(', ')} in ${file} before you run it: its comments say how.`;
    return nextText([{ says }, ...tries], style);
  }
  return run === null ? '' : nextText([{ says: 'Run it:', command: run }], style);
}
