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
  const beside = new Set([...report.misplaced, ...report.odd, ...report.notModelled]);
  const shown = report.scenarios.slice(0, MOST_TABLES);
  const more = report.scenarios.length - shown.length;
  const assumed = assumptions(shown).filter(({ text }) => !beside.has(text));
  const first = [...new Set(decisive)].flatMap((most) =>
    assumed.filter(({ text }) => text === most),
  );
  const rest = assumed.filter(({ text }) => !decisive.includes(text));
  const sections = [
    [
      ...report.misplaced.map((text) => style.strong(paragraph(`${text}.`))),
      style.strong(paragraph(routingText(report))),
    ].join('\n'),
    section('Odd', report.odd, style),
    [
      style.strong(paragraph(madeText(report))),
      ...notRoutedText(report),
      ...decisiveText(first.map(said)).map(style.unsure),
      ...placeholders(report).map((text) => style.unsure(paragraph(text))),
    ].join('\n'),
    ...shown.map((scenario) => scenarioText(scenario, style)),
    more > 0 ? `... and ${counted(more, 'more scenario')}` : '',
    ...(report.log === null ? [] : [section('Log', logLines(report.log), style)]),
    section(
      'Not modelled, and it would change the answer',
      report.notModelled.map(withoutVerb),
      style,
    ),
    section('Assumed', rest.map(said), style),
    section('Left out, as it has no effect on who is chosen', report.ignored.map(pathText), style),
    section('Of names that are not known, and left out', report.unknown.map(unknownText), style),
    ...nextStep(next, style),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** `This proxy routes by latency-based-routing: LiteLLM 1.82.3, 8 processes, each with a map of its own.` */
function routingText({ routing, scenarios, notRouted }: ImportReport): string {
  const { strategy, own, litellm, processes, redis } = routing;
  if (scenarios.length === 0) {
    const [only] = notRouted;
    return notRouted.length === 1
      ? `Nothing is routed: ${only} has one deployment, so that there is none to choose.`
      : `Nothing is routed: each of the ${count(notRouted.length)} model groups has one deployment, so that there is none to choose.`;
  }
  const others = own.map(({ modelGroup, strategy }) => `${modelGroup} by ${strategy}`);
  const does = strategy.endsWith('shuffle') ? `shuffles (${strategy})` : `routes by ${strategy}`;
  const isAll = own.length === scenarios.length;
  const by = isAll ? `routes ${list(others)}` : [does, ...others].join(', ');
  const memory = redis === null ? 'without Redis' : 'over Redis';
  const run = processes === 1 ? `one process ${memory}` : `${processes} processes ${memory}`;
  return `This proxy ${by}: LiteLLM ${litellm}, ${run}.`;
}

/** Model groups in which nobody is chosen, where others are routed. */
function notRoutedText({ notRouted, scenarios }: ImportReport): string[] {
  if (notRouted.length === 0 || scenarios.length === 0) return [];
  const names = notRouted.slice(0, MOST_NAMES).join(', ');
  const more = notRouted.length > MOST_NAMES ? ', ...' : '';
  const groups = counted(notRouted.length, 'model group');
  return [
    paragraph(`Left out: ${groups} of one deployment, where nobody is chosen: ${names}${more}.`),
  ];
}

const MOST_NAMES = 5;

/** `cooldowns (allowed_fails): a deployment ...`, under a title that says the rest. */
function withoutVerb(text: string): string {
  return text.replace(/ (?:is|are) not modelled:/, ':');
}

function pathText({ path, count: times }: ImportReport['ignored'][number]): string {
  return times === 1 ? path : `${path} (${times})`;
}

/** `1 setting under router_settings, like enable_pre_call_checks`: the name itself may be anything. */
function unknownText({ path, count: times }: ImportReport['unknown'][number]): string {
  const [, section = '', like] = /^(.*?)\.?\((?:unknown|like (\w+))\)$/.exec(path) ?? [];
  const what =
    section === '' ? counted(times, 'section') : `${counted(times, 'setting')} under ${section}`;
  return like === undefined ? what : `${what}, like ${like}`;
}

/** `Made medium.yaml from config.yaml and spend.csv.` */
function madeText({ scenarios, config, log }: ImportReport): string {
  if (scenarios.length === 0) return 'Nothing was written.';
  const files = scenarios.map(({ file }) => (file === 'stdout' ? 'a scenario' : file));
  const from = list([config, ...(log?.files ?? []).map(fileText)]);
  const made =
    files.length > MOST_FILES
      ? `${count(files.length)} scenarios, the first ${files[0]},`
      : list(files);
  return `Made ${made} from ${from}.`;
}

function fileText(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** So many files are named in the first sentence; each has a section of its own, up to so many of these. */
const MOST_FILES = 3;
const MOST_TABLES = 20;

/** One as a sentence, several as a list. */
function decisiveText(most: readonly string[]): string[] {
  const [only, ...more] = most;
  if (only === undefined) return [];
  return more.length === 0
    ? [paragraph(`What decides most: ${only}.`)]
    : ['What decides most:', ...most.map(item)];
}

/** What stands for what nobody measured is said before anything is read as a result. */
function placeholders({ scenarios }: ImportReport): string[] {
  const some = (missing: (one: ImportedScenario) => boolean, what: string) => {
    const without = scenarios.filter(missing).length;
    if (without === 0) return [];
    return without === scenarios.length
      ? [what]
      : [`${what} of ${count(without)} of ${count(scenarios.length)} model groups`];
  };
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
    `${counted(log.rows, 'row')} of ${list(log.files.map(fileText))}: ${all.join(', ')}`,
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
function assumptions(scenarios: readonly ImportedScenario[]): Assumption[] {
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
