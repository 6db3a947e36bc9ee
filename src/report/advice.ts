import { CAUSES, type Cause } from '../measure/causes.js';
import type { RunReport } from './run-report.js';

/** The cause of most selections of slower groups, the first of these on a tie; null: there were none. */
export function leadingCause(causes: Readonly<Record<Cause, number>>): Cause | null {
  let leading: Cause | null = null;
  for (const cause of CAUSES) {
    if (causes[cause] > (leading === null ? 0 : causes[leading])) leading = cause;
  }
  return leading;
}

/**
 * What to try next, given a verdict and its leading cause.
 * @param scenario how the user named the scenario, ready for a shell
 */
export function advice(report: RunReport, scenario: string): string {
  const { verdict, replications } = report;
  const leading = leadingCause(report.causes);
  const why = leading === null ? '' : AGAINST[leading](scenario);
  switch (verdict) {
    case 'differentiated':
      if (backlog(report) > WORTH_A_WORD) {
        const others = ['locked', 'atomic'].filter((name) => name !== report.logger);
        return `Logger calls queue up, so that the map is ever further behind. Compare: latsim compare ${scenario} --loggers ${[report.logger, ...others].join()}`;
      }
      if (slowerShare(report) > WORTH_A_WORD) return why;
      return report.samples.lost > 0
        ? `Updates were lost, but not enough of them to matter here. ${AGAINST.lost(scenario)}`
        : 'Nothing needs mending; the time line shows what exploring costs.';
    case 'undecided':
      return replications.length < 2
        ? `One replication alone has no interval. Run more: latsim run ${scenario} --seeds 20`
        : `More replications narrow the interval: latsim run ${scenario} --seeds ${report.seeds * 4}. ${why}`.trim();
    case 'not-applicable':
      return `The true means of the groups lie within lowest_latency_buffer of one another. A smaller one could tell them apart: latsim run ${scenario} --set router.lowest_latency_buffer=0`;
    default:
      return leading === null
        ? `This policy reads no latencies: latsim run ${scenario} --set router.policy=lowest-latency`
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

/** What helps against each cause. */
const AGAINST: Readonly<Record<Cause, (scenario: string) => string>> = {
  unavailable: () =>
    'The fastest deployments are over their rpm or tpm limits, so that traffic goes where there is room. Raise their limits or add deployments; the logger has no part in it.',
  'never-sent-to': (scenario) =>
    `The map is cold: choices are made before every deployment has been tried, with any logger. A longer run tells a cold start from a steady state: latsim run ${scenario} --set duration=1h`,
  'in-flight': (scenario) =>
    `The map is cold: choices are made before the first answers are back, with any logger. A longer run tells a cold start from a steady state: latsim run ${scenario} --set duration=1h`,
  'waiting-to-be-logged': (scenario) =>
    `Answers are back but not logged yet. Log them sooner (--set 'dispatch={kind: immediate}'), or without queueing for a lock on a slow store: latsim compare ${scenario} --loggers locked,atomic`,
  'not-recordable': (scenario) =>
    `These samples never reach the logger, so that no change of the logger helps. Have them recorded: latsim run ${scenario} --set samples.kind=chat`,
  lost: (scenario) =>
    `Updates overwrite one another. To see what a lock or an append changes: latsim compare ${scenario} --loggers unlocked,locked,atomic`,
  expired: (scenario) =>
    `The map expires before it is of use. Keep it longer: latsim run ${scenario} --set router.ttl=1h`,
  'placeholder-or-uncounted': (scenario) =>
    `Samples are counted but not summed (no usage, no chat answer, or a placeholder left by a select), so that an average looks lower than it is. Compare with samples that count: latsim run ${scenario} --set samples.kind=chat`,
  'within-buffer': (scenario) =>
    `The buffer lets slower deployments in. Without it: latsim run ${scenario} --set router.lowest_latency_buffer=0`,
  'lowest-on-record': (scenario) =>
    `What is on record really is lowest for a slower deployment: stale samples, or answers of other lengths where latency is counted per token. To see which: latsim run ${scenario} --by deployment`,
};
