import type { LoggerChoice } from '../../loggers/choice.js';
import type {
  ExploreReport,
  ProgramReport,
  ReplayReport,
  ViolationReport,
} from '../../studies/explore/found.js';
import type { ScenarioNamed } from '../../studies/explore/question.js';
import { allCommand, harderCommand, replayCommand } from '../../studies/explore/replay-command.js';
import type { Limits } from '../../studies/job.js';
import type { Advice } from '../../text/advice.js';
import { count } from '../../text/figures.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';
import type { Bound } from '../../worlds/slices.js';
import type { Tool } from '../kit/json.js';
import type { Style } from '../kit/style.js';
import { paragraph } from '../kit/words.js';
import { plural } from './numbers.js';
import { KIND_VERBS, named, programPhrase } from './program.js';
import { leaseUntried, ordersText, remarksText, scopeText, untriedBy } from './scope.js';

/** What a report on an exploration has to know beside what was found. */
export interface ExploreAsked {
  readonly tool: Tool;
  readonly logger: LoggerChoice;
  /** The one that says on what; undefined: options do. */
  readonly scenario?: ScenarioNamed | undefined;
  readonly limits: Limits;
  /** Whether how it was set up is told, and every figure. */
  readonly verbose: boolean;
}

/** What to quote beside what was found. */
export function subjectsOf(
  { logger, profile }: ProgramReport,
  { scenario }: Pick<ExploreAsked, 'scenario'>,
): string[] {
  const named = scenario === undefined ? [] : [`${scenario.name} ${scenario.hash}`];
  return [...named, logger, `profile ${profile}`];
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

/** How to see a violation again. */
export function rerun(
  logger: LoggerChoice,
  { program, schedule, minimal }: ViolationReport,
): Advice {
  const shortest = minimal === true ? ', the shortest that shows it' : '';
  const command = replayCommand(logger, program, schedule);
  return { says: `Rerun this order${shortest}:`, command };
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
      : `${count(schedules)} of ${ordersText([report])}`;
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
      ? `${count(String(lost))} of ${count(schedules)} orders`
      : 'some orders';
  }
  return tried > 0 ? `some of ${count(tried)} orders drawn at random` : 'some orders';
}

/** What else goes wrong; a state that no sequential order leaves is what any of the others comes to. */
export function alsoText({ kinds }: Pick<ExploreReport, 'kinds'>): string {
  const others = kinds.slice(1).filter((kind) => kind !== 'not-serializable');
  return others.length === 0
    ? ''
    : ` It also ${others.map((kind) => KIND_VERBS[kind]).join(', and ')}.`;
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
      ? `${count(schedules)} of ${ordersText([report])}`
      : tried > 0
        ? `${plural(tried, 'order')} drawn, some of them alike${searched}`
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
  const head = `${count(first.schedules)} of ${count(String(total))} ${orders} ${verb(String(first.schedules))} ${kept(first.samples)}`;
  const rest = others.map(
    (one) =>
      `${count(one.schedules)} ${verb(String(one.schedules))} ${kept(one.samples).replace(/ samples?$/, '')}`,
  );
  return [['outcomes', [head, ...rest].join(', ')]];
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
