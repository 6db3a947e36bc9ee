import type { LoggerChoice } from '../../loggers/choice.js';
import type {
  ExploreReport,
  ProgramReport,
  ReplayReport,
  ViolationReport,
} from '../../studies/explore/found.js';
import { allCommand, harderCommand, replayCommand } from '../../studies/explore/replay-command.js';
import type { Limits } from '../../studies/job.js';
import type { Advice } from '../../text/advice.js';
import { count, percent } from '../../text/figures.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';
import type { Story } from '../../worlds/explore/story.js';
import type { Bound } from '../../worlds/slices.js';
import type { Tool } from '../kit/json.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { capital, labelled, paragraph } from '../kit/words.js';
import type { Sequence } from '../sequence/sequence.js';
import { textSteps } from '../sequence/text.js';
import { listsText, plural } from './numbers.js';
import { KIND_VERBS, named, programPhrase } from './program.js';
import {
  leaseUntried,
  number,
  ordersText,
  remarksText,
  scopeText,
  times,
  untriedBy,
} from './scope.js';
import { SAMPLE_VALUES, sequenceOfReplay, sequenceOfViolation } from './sequence.js';

/** What a report on an exploration has to know beside what was found. */
export interface ExploreAsked {
  readonly tool: Tool;
  readonly logger: LoggerChoice;
  readonly limits: Limits;
  /** Whether how it was set up is told, and every figure. */
  readonly verbose: boolean;
}

/** The report of an exploration of one program as text, 80 columns wide: the answer first. */
export function textExplore(report: ExploreReport, asked: ExploreAsked, style: Style): string {
  const { violation } = report;
  return pageOf([
    verdict(report, asked.limits, style),
    tried(report, asked.limits, style),
    ...(violation === null ? [] : [textViolation(violation, asked.tool, style)]),
    ...(asked.verbose ? [details(report, style)] : []),
    ...nextStep(adviceAfter(report, asked), style),
    programQuoted(report, asked.tool, style),
  ]);
}

/** The story of a violation: the same bytes where it is found and where it is replayed. */
export function textViolation(violation: ViolationReport, tool: Tool, style: Style): string {
  const { kind, fault } = violation;
  return textStory(
    `${kind}: ${fault}`,
    violation.story,
    sequenceOfViolation(violation, tool),
    style,
  );
}

/** A schedule as numbered steps, each beside what is then stored. */
function textStory(
  title: string,
  { samples, ending }: Story,
  sequence: Sequence,
  style: Style,
): string {
  const values = SAMPLE_VALUES[samples];
  return [
    style.strong(paragraph(values === '' ? title : `${title} (${values})`)),
    textSteps(sequence, style),
    ...ending.map((line) => paragraph(`${capital(line)}.`, 2)),
  ].join('\n');
}

/** One schedule that was given, told. */
export function textReplay(
  report: ReplayReport,
  { tool, logger, verbose }: ExploreAsked,
  style: Style,
): string {
  const { program, schedule, story, violation } = report;
  const paint = violation === null ? style.good : style.bad;
  return pageOf([
    paint(paragraph(replayVerdict(report))),
    violation === null
      ? textStory(`Schedule ${schedule}`, story, sequenceOfReplay(report, tool), style)
      : textViolation(violation, tool, style),
    ...(verbose
      ? [
          labelled(
            [
              ['program', scopeText(program)],
              ['schedule', schedule],
            ],
            style.faint,
          ),
        ]
      : []),
    ...nextStep(replayAdvice(report, logger), style),
    programQuoted(program, tool, style),
  ]);
}

/** What one schedule shows. */
export function replayVerdict({ program, violation }: ReplayReport): string {
  const where = `in this order of ${programPhrase(program)}`;
  return violation === null
    ? `No violation of ${named(program)} ${where}. Other orders were not tried.`
    : `${named(program)} ${KIND_VERBS[violation.kind]} ${where}.`;
}

/** What to go on with after one schedule. */
export function replayAdvice({ program, violation }: ReplayReport, logger: LoggerChoice): Advice[] {
  return violation === null
    ? [{ says: 'Try every order:', command: replayCommand(logger, program, null) }]
    : [rerun(logger, violation)];
}

/** Sections, with a line between them. */
export function pageOf(sections: readonly string[]): string {
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** How to see a violation again. */
export function rerun(
  logger: LoggerChoice,
  { program, schedule, minimal }: ViolationReport,
): Advice {
  const shortest = minimal === true ? ', the shortest that shows it' : '';
  const command = replayCommand(logger, program, schedule);
  return { says: `Rerun this order${shortest}:`, command };
}

/** The quiet last line. */
export function programQuoted(
  { logger, profile }: ProgramReport,
  tool: Tool,
  style: Style,
): string {
  return quotable(tool, [logger, `profile ${profile}`], style);
}

/** What was found, and what that is about. */
export function verdict(report: ExploreReport, limits: Limits, style: Style): string {
  const { violation, kinds, schedules, bound } = report;
  const unchecked = uncheckedText(report);
  if (violation !== null || kinds.length > 0) {
    return style.bad(paragraph(`${violatedText(report)}.${alsoText(report)}${unchecked}`));
  }
  const rest = `${remarksText(report)} Not tried: ${untriedBy(report).join(', ')}.${unchecked}`;
  const scope = scopeText(report);
  if (bound !== null) {
    const within = `No violation of ${named(report)} within ${boundText(report, limits)}. That is no proof.`;
    return style.unsure(paragraph(`${within} Explored: ${scope}.${rest}`));
  }
  const orders =
    schedules === null
      ? 'every order, some of which can go round and round'
      : `${number(schedules)} of ${ordersText([report])}`;
  return `${style.good(paragraph(`No violation found: ${named(report)}, ${orders}, ${scope}.`))}\n${paragraph(rest.trimStart())}`;
}

/** `unlocked loses an update in 4 of 6 orders of two concurrent completions, remote store`. */
export function violatedText(report: ExploreReport): string {
  const [kind = 'lost-update'] = report.kinds;
  const verb = `${named(report)} ${KIND_VERBS[kind]}`;
  const other = otherProgram(report);
  return other === null
    ? `${verb} in ${violatingOrders(report, kind)} of ${programPhrase(report)}`
    : `${verb} in some orders of ${programPhrase(other)}`;
}

/**
 * The program that it goes wrong in, where that is not the one whose orders were counted, but for fewer
 * tasks: a select beside it, say, or another minute.
 */
function otherProgram(report: ExploreReport): ProgramReport | null {
  if (report.violation === null) return null;
  const { program } = report.violation;
  const same =
    scopeText({ ...program, tasks: report.tasks }) === scopeText(report) &&
    program.sampleValues === report.sampleValues;
  return same ? null : program;
}

/** In how many orders it goes wrong; it was counted of lost updates alone. */
function violatingOrders({ schedules, lossless, tried }: ExploreReport, kind: ViolationKind) {
  if (schedules === 1) return 'the only order';
  if (schedules !== null && lossless !== null) {
    const lost = BigInt(schedules) - BigInt(lossless);
    return kind === 'lost-update'
      ? `${number(String(lost))} of ${number(schedules)} orders`
      : 'some orders';
  }
  return tried > 0 ? `some of the ${count(tried)} orders tried` : 'some orders';
}

/** What else goes wrong; a state that no sequential order leaves is what any of the others comes to. */
export function alsoText({ kinds }: Pick<ExploreReport, 'kinds'>): string {
  const others = kinds.slice(1).filter((kind) => kind !== 'not-serializable');
  return others.length === 0
    ? ''
    : ` It also ${others.map((kind) => KIND_VERBS[kind]).join(', and ')}.`;
}

/** What was tried, and in how many orders how many samples were kept. */
function tried(report: ExploreReport, limits: Limits, style: Style): string {
  const rows = triedRows(report, limits);
  // Where nothing is wrong, the sentence says in full what the program is.
  return labelled(report.kinds.length === 0 ? rows.slice(1) : rows, style.faint);
}

/** The program, what was tried of it, and in how many orders how many samples were kept. */
export function triedRows(report: ExploreReport, limits: Limits): [label: string, text: string][] {
  return [
    ['program', scopeText(report)],
    ['tried', triedText(report, limits)],
    ...outcomes(report),
  ];
}

function triedText(report: ExploreReport, limits: Limits): string {
  const { schedules, states, tried, bound, hasCycle, options } = report;
  const searched =
    options.strategy === 'exhaustive'
      ? ''
      : ` (${options.strategy === 'pct' ? `PCT of depth ${options.depth}` : 'random walk'}, seed ${options.seed})`;
  const orders =
    schedules !== null
      ? `${number(schedules)} of ${ordersText([report])}`
      : tried > 0
        ? `${plural(tried, 'order')}${searched}`
        : bound !== null
          ? 'not every order'
          : hasCycle
            ? 'every order, not counted: some can go round for ever'
            : 'every order, not counted';
  const stopped = bound === null ? '' : `; stopped by ${boundText(report, limits)}`;
  return `${orders}, ${plural(states, 'state')}${stopped}`;
}

/** '4 of 6 orders keep 1 sample, 2 keep both'. */
function outcomes({ samples, ...program }: ExploreReport): [string, string][] {
  const [first, ...others] = samples;
  if (first === undefined) return [];
  const total = samples.reduce((sum, one) => sum + BigInt(one.schedules), 0n);
  const all = program.tasks * program.samplesPerTask;
  const kept = (n: number): string => {
    if (n === all && n > 1) return n === 2 ? 'both' : `all ${n}`;
    return n === 0 ? 'none' : plural(n, 'sample');
  };
  const verb = (orders: string) => (orders === '1' ? 'keeps' : 'keep');
  const orders = total === 1n ? 'order' : 'orders';
  const head = `${number(first.schedules)} of ${number(String(total))} ${orders} ${verb(String(first.schedules))} ${kept(first.samples)}`;
  const rest = others.map(
    (one) =>
      `${number(one.schedules)} ${verb(String(one.schedules))} ${kept(one.samples).replace(/ samples?$/, '')}`,
  );
  return [['outcomes', [head, ...rest].join(', ')]];
}

/** How it was set up, and every figure. */
function details(report: ExploreReport, style: Style): string {
  const { options, samples, kinds, exhaustive } = report;
  const search =
    options.strategy === 'exhaustive'
      ? 'exhaustive: every order of the steps'
      : options.strategy === 'pct'
        ? `pct of depth ${options.depth}, seed ${options.seed}`
        : `random walk, seed ${options.seed}`;
  const total = samples.reduce((sum, one) => sum + Number(one.schedules), 0);
  return `${style.strong('Details')}\n${labelled(
    [
      ['logger', summaryText(report)],
      ['store', report.store],
      ['tasks', tasksText(report)],
      ...outside(report),
      ['search', search],
      ['coverage', exhaustive ? 'exhaustive' : 'not exhaustive'],
      ...samples.map((one, i): [string, string] => [
        i === 0 ? 'in the end' : '',
        `${plural(one.samples, 'sample')} in ${number(one.schedules)} (${percent(Number(one.schedules) / total)})`,
      ]),
      ...(kinds.length === 0 ? [] : [['violations', kinds.join(', ')] as const]),
    ],
    style.faint,
  )}`;
}

/** A logger and what it does. */
export function summaryText({ logger, summary }: ExploreReport): string {
  return summary === '' ? logger : `${logger}: ${summary}`;
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
    interrupted: `an interrupt, after ${tried > 0 ? `${count(tried)} orders and ` : ''}${count(states)} states`,
  };
  return reached[bound as Bound];
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

/** One thing to go on with; what a bound has stopped says itself what to raise. */
export function adviceAfter(report: ExploreReport, { logger }: ExploreAsked): Advice[] {
  const { violation, bound, expiry, crash } = report;
  if (violation !== null) return [rerun(logger, violation)];
  if (bound !== null) return [];
  if (expiry === 0 && crash === 'none') return [harder(report, logger)];
  const says = 'Try it on every store, beside the shipped loggers:';
  return [{ says, command: allCommand(logger) }];
}

/**
 * What is harder than any program of the small matrix; what an expiry then comes to under a lock is
 * told before, as it is no fault of the lock.
 */
export function harder(report: ExploreReport, logger: LoggerChoice): Advice {
  const { locks, leases } = report.guards;
  const ttl =
    locks || leases
      ? '. If data expires between a read and its write, it is written back: any lock is then "not serializable", which is the doing of the TTL'
      : '';
  return {
    says: `Try expiry and a process that crashes, too${ttl}:`,
    command: harderCommand(logger, report, leaseUntried(report)),
  };
}
