import { CAUSES, type Cause, describedCause } from '../../model/cause.js';
import { FEWEST_REPLICATIONS, tooFew } from '../../stats/interval.js';
import { BASELINES } from '../../strategies/index.js';
import { enoughEvents } from '../../studies/event-limit.js';
import { MOST_REPLICATIONS } from '../../studies/replication-limits.js';
import type { Advice } from '../../text/advice.js';
import { type CommandOption, commandLine, withOptions } from '../../text/shell.js';
import type { RunReport } from './report.js';
import { goesByLatencies } from './tested.js';

/** The cause of most selections of slower groups, the first of these on a tie; null: there were none. */
export function leadingCause(causes: Readonly<Record<Cause, number>>): Cause | null {
  let leading: Cause | null = null;
  for (const cause of CAUSES) {
    if (causes[cause] > (leading === null ? 0 : causes[leading])) leading = cause;
  }
  return leading;
}

/** What a command has to say to examine the same experiment again. */
export interface Where {
  /** The scenario as the user named it. */
  readonly scenario: string;
  /** The options that changed it, the logger left out. */
  readonly options: readonly CommandOption[];
  /** Those that show the same again; absent: the same. */
  readonly again?: readonly CommandOption[];
  /** The logger as the user named it. */
  readonly logger: string;
  /** Whether that is another than the scenario's own. */
  readonly loggerGiven: boolean;
  /** The options under which every answer is recorded. */
  readonly recorded: readonly CommandOption[];
  /** From which release on LiteLLM records answers on /v1/messages. */
  readonly recordedFrom: string;
  /** How often it tries again, where it is compare-and-set. */
  readonly retries: number;
  readonly ttl_s: number;
  readonly buffer: number;
  /** Whether each sample is handed to the logger as soon as its answer is back. */
  readonly loggedAtOnce: boolean;
  /** Whether several processes share the store. */
  readonly processesShareStore: boolean;
  /** No replication has more requests than these; null: there is no such limit. */
  readonly requestLimit: number | null;
  /** Occurrences of all replications, about; and how many are allowed. */
  readonly events: number;
  readonly maxEvents: number;
}

/** What to try next, given a verdict and its leading cause. */
export function advice(report: RunReport, at: Where): Advice[] {
  return [...morePrecise(report, at), ...byVerdict(report, at)];
}

/** What would be as precise as asked; nothing where it is. */
function morePrecise({ precision }: RunReport, at: Where): Advice[] {
  if (precision === undefined || precision.allowance === null) return [];
  return [{ says: MORE_PRECISE, command: run(again(at), ...optionsIn(precision.allowance)) }];
}

/** What is said before the command that would be as precise as asked. */
export const MORE_PRECISE = 'More replications would be as precise as asked:';

/** Options as they stand on a command line, each with a value. */
export function optionsIn(text: string): CommandOption[] {
  return [...text.matchAll(/(\S+) (\S+)/g)].map(([, flag = '', value = '']) => [flag, value]);
}

/** The same experiment, with the options that show the same again. */
export function again<At extends Pick<Where, 'options' | 'again'>>(at: At): At {
  return { ...at, options: at.again ?? at.options };
}

function byVerdict(report: RunReport, at: Where): Advice[] {
  const { verdict } = report;
  const leading = leadingCause(report.causes);
  const why = leading === null ? [] : [against(leading, at, report)];
  switch (verdict) {
    case 'differentiated':
      if (backlog(report) > WORTH_A_WORD) {
        return [
          {
            says: 'Many samples were not logged when the run ended: logger calls queue, or flushes are rare. Compare:',
            command: comparison(at, ['locked', 'atomic']),
          },
        ];
      }
      if (slowerShare(report) > WORTH_A_WORD) return why;
      return (report.samples.lost ?? 0) > 0 && goesByLatencies(report)
        ? [
            {
              ...against('lost', at, report),
              says: 'Updates were overwritten, but not enough of them to matter here. To see what would keep them:',
            },
          ]
        : [{ says: 'Nothing to fix. The time line shows the cost of exploration.' }];
    case 'undecided':
      return moreReplications(report, at, why);
    case 'not-applicable':
      return [tooAlike(report, at)];
    default:
      return leading === null
        ? [
            {
              says: 'This strategy reads no latencies. With one that does:',
              command: run(at, ['--set', 'router.strategy=lowest-latency']),
            },
          ]
        : why;
  }
}

/** A router that explores sends a few per cent to slower groups: that calls for no advice. */
const WORTH_A_WORD = 0.1;

function slowerShare({ groups, requests }: RunReport): number {
  const slower = groups.filter(({ fastest }) => !fastest);
  return slower.reduce((sum, group) => sum + group.requests, 0) / requests;
}

/** Completed samples that were not logged when the run ended, as a fraction. */
function backlog({ samples: { pending, completed } }: RunReport): number {
  return completed === 0 ? 0 : pending / completed;
}

/** So many replications are enough for a first interval. */
const ENOUGH = 20;

function moreReplications(report: RunReport, at: Where, why: readonly Advice[]): Advice[] {
  const { replications, seeds } = report;
  if (tooFew(replications.length)) {
    return [
      {
        says: `Fewer than ${FEWEST_REPLICATIONS} replications have no interval. Run more:`,
        command: repeated(at, seeds, ENOUGH),
      },
      ...why,
    ];
  }
  const wanted = Math.min(4 * seeds, MOST_REPLICATIONS);
  return wanted === seeds
    ? [...why]
    : [
        {
          says: 'More replications narrow the interval:',
          command: repeated(at, seeds, wanted),
        },
        ...why,
      ];
}

/** With another number of replications. */
function repeated(at: Where, seeds: number, wanted: number): string {
  return run(at, ['--replications', String(wanted)], ...allowed(at, wanted / seeds));
}

/** Nothing to tell apart; losses are worth a word all the same. */
function tooAlike(report: RunReport, at: Where): Advice {
  if (!goesByLatencies(report)) return otherStrategies(report, at);
  if ((report.samples.lost ?? 0) > 0) return against('lost', at, report);
  if (report.groups.length === report.verdicts.length) {
    if (report.busiest.some(({ uneven }) => uneven)) {
      return {
        says: 'The lowest average of equals is chance. A buffer lets the others in:',
        command: run(at, ['--set', 'router.lowest_latency_buffer=0.5']),
      };
    }
    return {
      says: 'A model group with one group has nothing to tell apart. Add a group of another latency.',
    };
  }
  return at.buffer === 0
    ? { says: 'The true means of the groups are the same: there is nothing to tell apart.' }
    : {
        says: 'The true means of the groups lie within lowest_latency_buffer of one another. A smaller one could tell them apart:',
        command: run(at, ['--set', 'router.lowest_latency_buffer=0']),
      };
}

/** What others make of the same requests. */
function otherStrategies({ strategy }: RunReport, at: Where): Advice {
  const names = [...new Set([strategy, ...BASELINES])];
  const options = withOptions(
    at.options,
    names.map((name): CommandOption => ['--strategy', name]),
  );
  return {
    says: 'What other strategies make of the same requests:',
    command: commandLine(['compare', at.scenario, ...options.flat()]),
  };
}

/** What helps against a cause. */
function against(cause: Cause, at: Where, { duration_s, samples }: RunReport): Advice {
  const { recorded, recordedFrom, logger, retries, ttl_s, loggedAtOnce, processesShareStore } = at;
  return describedCause(cause).against({
    run: (...options) => run(at, ...options),
    longer: (times) => longer(at, duration_s, times),
    compare: (...loggers) => comparison(at, loggers),
    explore: commandLine(['explore', '--logger', logger]),
    recorded,
    recordedFrom,
    logger,
    retries,
    ttl_s,
    loggedAtOnce,
    processesShareStore,
    samples: { lost: 0, lostAfterExpiry: 0, ...samples },
  });
}

function run(at: Where, ...added: readonly CommandOption[]): string {
  const logger: readonly CommandOption[] = at.loggerGiven ? [['--logger', at.logger]] : [];
  const options = withOptions([...at.options, ...logger], added);
  return commandLine(['run', at.scenario, ...options.flat()]);
}

/** The command that shows the same run again. */
export function againCommand({ replication }: RunReport, at: Where): string {
  return run(
    again(at),
    ...(replication === null ? [] : [['--replication', String(replication)] as const]),
  );
}

function longer(at: Where, duration_s: number, times: number): string {
  const { requestLimit } = at;
  const more: CommandOption[] = [
    ['--set', `duration=${Number((times * duration_s).toPrecision(12))}s`],
  ];
  if (requestLimit !== null) more.push(['--set', `requests=${times * requestLimit}`]);
  return run(at, ...more, ...allowed(at, times));
}

/** The logger at hand beside others. */
function comparison(at: Where, others: readonly string[]): string {
  const names = [...new Set([at.logger, ...others])];
  const options = withOptions(
    at.options,
    names.map((name) => ['--logger', name]),
  );
  return commandLine(['compare', at.scenario, ...options.flat()]);
}

/** What allows so many times the events, where that takes an option. */
function allowed({ events, maxEvents }: Where, times: number): CommandOption[] {
  const enough = times * events > maxEvents ? enoughEvents(times * events) : undefined;
  return enough === undefined ? [] : [['--max-events', enough]];
}
