import type { Verdict } from '../../measure/verdict.js';
import type { Cause } from '../../model/cause.js';

/**
 * Causes in words. Those from `never-sent-to` to `expired` say what became of the samples of a
 * deployment of which nothing was known: one of the fastest group, or else the one that was chosen.
 */
export const CAUSE_LABELS: Readonly<Record<Cause, string>> = {
  unavailable: 'unavailable: the fastest are over their limits',
  'never-sent-to': 'never sent to: no request has gone there yet',
  'in-flight': 'in flight: the first answer is under way',
  'waiting-to-be-logged': 'completed, waiting to be logged',
  'not-recordable': 'not recordable: answers never reach the logger',
  lost: 'lost: the sample was overwritten or given up',
  expired: 'expired: the samples outlived the ttl',
  'placeholder-or-uncounted': 'placeholder or uncounted sample',
  'within-buffer': 'within lowest_latency_buffer of the fastest',
  'lowest-on-record': 'lowest on record',
};

/** What a verdict says about the router, in words. */
export const VERDICT_LABELS: Readonly<Record<Verdict, string>> = {
  degraded: 'the router does no better than blind choice',
  differentiated: 'the router prefers the fastest group',
  inverted: 'the router avoids the fastest group',
  undecided: 'the interval does not settle it',
  'not-applicable': 'the groups are too alike for the router to tell apart',
};

/** Whether a verdict is good news. */
export const VERDICT_TONE: Readonly<Record<Verdict, 'good' | 'bad' | 'unsure'>> = {
  degraded: 'bad',
  differentiated: 'good',
  inverted: 'bad',
  undecided: 'unsure',
  'not-applicable': 'unsure',
};
