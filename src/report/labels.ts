import type { Cause } from '../measure/causes.js';
import type { Verdict } from '../measure/verdict.js';

/**
 * Causes in words. "It" is a deployment of the fastest group: the one that should have been chosen
 * and was not known to be fast, at the earliest stage that any of them was stuck in.
 */
export const CAUSE_LABELS: Readonly<Record<Cause, string>> = {
  unavailable: 'unavailable: the fastest are over their limits',
  'never-sent-to': 'never sent to: no request has gone there yet',
  'in-flight': 'in flight: its first answer is under way',
  'waiting-to-be-logged': 'completed, waiting to be logged',
  'not-recordable': 'not recordable: its answers never reach the logger',
  lost: 'lost: its sample was overwritten or given up',
  expired: 'expired: its samples outlived the ttl',
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
