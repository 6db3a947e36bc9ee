import type { LoggedCall } from '../../litellm/spend-row.js';

/**
 * What is known of the observed requests beside their split: what a log has in its other columns, and
 * what the router's map held. It excludes mechanisms, or fits them; it is never simulated.
 */
export interface Evidence {
  /** What the log shows; null: the split was given without one. */
  readonly log: LogEvidence | null;
  /** The latency map that was looked at; null: nobody looked. */
  readonly map: MapEvidence | null;
}

/** Of the requests of the observed model group, those of groups alone that the scenario has. */
export interface LogEvidence extends Answers {
  /** Requests: answers, timeouts and other failures. */
  readonly requests: number;
  readonly timeouts: number;
  readonly failures: number;
  /** Requests that began while another one was under way. */
  readonly overlapping: number;
  /** In the order of the model group's groups. */
  readonly groups: readonly GroupEvidence[];
  /** In the order of their first request. */
  readonly deployments: readonly DeploymentEvidence[];
  readonly course: Course;
}

/** What answers say of themselves. */
export interface Answers {
  /** Answers, by what was called. */
  readonly calls: Readonly<Record<LoggedCall, number>>;
  /** Of those of /chat/completions: that say no completion tokens, or 0. Null: the log has no such column. */
  readonly withoutTokens: number | null;
}

export interface GroupEvidence extends Answers {
  /** Requests: answers, timeouts and other failures. */
  readonly requests: number;
  /** Mean completion tokens of answers that say them; null where none does. */
  readonly tokens: number | null;
}

export interface DeploymentEvidence {
  /** Position of its group in the model group. */
  readonly group: number;
  readonly requests: number;
  /** Failures of any kind. */
  readonly failures: number;
  /** Mean seconds of its answers; null where it has none. */
  readonly latency_s: number | null;
}

/** Requests by windows of equal length, of time with traffic: others are left out. */
export interface Course {
  readonly window_s: number;
  /** In the order of time. */
  readonly windows: readonly CourseWindow[];
}

/** What ended in a window. */
export interface CourseWindow {
  /** In seconds since 1970. */
  readonly from_s: number;
  /** By group: answers. */
  readonly answers: readonly number[];
  /** By group: failures of any kind. */
  readonly failures: readonly number[];
}

/** What a router's latency map held when it was looked at. */
export type MapEvidence =
  /** No map at all: nothing was ever written, or it had expired. */
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'there';
      readonly deployments: readonly MapDeployment[];
      /** Whether its fields are called as up to 1.108, or as from 1.109.0 on. */
      readonly names: 'former' | 'newer';
      /** Seconds that its minutes are apart, from the first to the last; null: it has none. */
      readonly span_s: number | null;
      /** Its whole minutes beside those of the log; null: none is known to be the same. */
      readonly minutes: CountedMinutes | null;
    };

/** Answers in minutes that both a map and a log have in full. */
export interface CountedMinutes {
  /** By the map. */
  readonly counted: number;
  /** By the log. */
  readonly logged: number;
}

/** The entry of one deployment. */
export interface MapDeployment {
  /** Position of its group; null: its id is not known of any. */
  readonly group: number | null;
  /** Samples that are numbers above 0: seconds, or seconds per token. */
  readonly numbers: number;
  /** Samples that are stored and not counted (a timedelta's text). */
  readonly notCounted: number;
  /** Placeholders: the 0 that a choice writes. */
  readonly placeholders: number;
  /** Requests that its minutes counted. */
  readonly counted: number;
  /** Mean of its numbers; null where it has none. */
  readonly mean: number | null;
}

export const NO_EVIDENCE: Evidence = { log: null, map: null };

/** How a mechanism stands to the evidence. */
export type Bearing = Fits | { readonly kind: 'excluded'; readonly because: string };

export interface Fits {
  readonly kind: 'fits';
  /** So many requests, or entries of a map, are as they are under it. */
  readonly fits: number;
  readonly of: number;
  readonly because: string;
  /** Whether it is sure to be at work: then nothing else is needed that predicts the same. */
  readonly sure: boolean;
}
