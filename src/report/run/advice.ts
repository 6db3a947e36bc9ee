import { CAUSES, type Cause, describedCause } from '../../model/cause.js';
import type { RunReport } from './report.js';

/** The cause of most selections of slower groups, the first of these on a tie; null: there were none. */
export function leadingCause(causes: Readonly<Record<Cause, number>>): Cause | null {
  let leading: Cause | null = null;
  for (const cause of CAUSES) {
    if (causes[cause] > (leading === null ? 0 : causes[leading])) leading = cause;
  }
  return leading;
}

/** What a command has to say to examine the same experiment again; ready for a shell. */
export interface Where {
  /** The scenario and the options that changed it, the logger left out. */
  readonly argument: string;
  /** The same without the number of replications. */
  readonly unrepeated: string;
  /** The logger as the user named it. */
  readonly logger: string;
  /** Whether that is another than the scenario's own. */
  readonly loggerGiven: boolean;
  /** The options under which every answer is recorded. */
  readonly recorded: string;
  readonly ttl_s: number;
  readonly buffer: number;
}

/** What to try next, given a verdict and its leading cause. */
export function advice(report: RunReport, at: Where): string {
  const { verdict, replications } = report;
  const leading = leadingCause(report.causes);
  const why = leading === null ? '' : against(leading, at, report);
  switch (verdict) {
    case 'differentiated':
      if (backlog(report) > WORTH_A_WORD) {
        const others = ['locked', 'atomic'].filter((name) => name !== at.logger);
        return `Many samples were not logged when the run ended: logger calls queue, or flushes are rare. Compare: latsim compare ${at.argument} --loggers ${[at.logger, ...others].join()}`;
      }
      if (slowerShare(report) > WORTH_A_WORD) return why;
      return report.samples.lost > 0
        ? `Updates were lost, but not enough of them to matter here. ${against('lost', at, report)}`
        : 'Nothing needs mending; the time line shows what exploring costs.';
    case 'undecided':
      return replications.length < 2
        ? `One replication alone has no interval. Run more: ${more(at)} --seeds 20`
        : `More replications narrow the interval: ${more(at)} --seeds ${report.seeds * 4}. ${why}`.trim();
    case 'not-applicable':
      return tooAlike(report, at);
    default:
      return leading === null
        ? `This policy reads no latencies: ${run(at)} --set router.policy=lowest-latency`
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

/** Nothing to tell apart; losses are worth a word all the same. */
function tooAlike(report: RunReport, at: Where): string {
  if (report.samples.lost > 0) return against('lost', at, report);
  if (report.groups.length === report.verdicts.length) {
    return 'A model group with one group has nothing to tell apart. Add a group of another latency.';
  }
  return at.buffer === 0
    ? 'The true means of the groups are the same: there is nothing to tell apart.'
    : `The true means of the groups lie within lowest_latency_buffer of one another. A smaller one could tell them apart: ${run(at)} --set router.lowest_latency_buffer=0`;
}

/** What helps against a cause. */
function against(cause: Cause, at: Where, { duration_s, samples }: RunReport): string {
  const { argument, recorded, logger, ttl_s } = at;
  const examined = { run: run(at), argument, recorded, logger, ttl_s, duration_s, samples };
  return describedCause(cause).against(examined);
}

/** With another number of replications, which is to follow. */
function more(at: Where): string {
  return run({ ...at, argument: at.unrepeated });
}

function run({ argument, logger, loggerGiven }: Where): string {
  return `latsim run ${argument}${loggerGiven ? ` --logger ${logger}` : ''}`;
}
