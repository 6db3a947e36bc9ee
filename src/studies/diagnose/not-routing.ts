import { totalOf } from '../../stats/dirichlet-multinomial.js';
import { ln } from '../../stats/elementary.js';
import type { CourseWindow, Evidence, LogEvidence } from './evidence.js';
import type { Subject } from './subject.js';

/** What explains a split, or a part of it, and is no matter of how deployments are chosen. */
export type NotRouting =
  /** There is one deployment: whatever is chosen, it is that. */
  | { readonly kind: 'one-deployment' }
  /** More requests fail than not. */
  | { readonly kind: 'failures'; readonly failures: number; readonly of: number }
  | Stretch;

/** A time in which a group answered hardly anything, as it did before and after. */
export interface Stretch {
  readonly kind: 'stretch';
  /** Position of the group. */
  readonly group: number;
  /** In seconds since 1970. */
  readonly from_s: number;
  readonly to_s: number;
  /** Answers of the group in it, of so many; and otherwise. */
  readonly answers: number;
  readonly of: number;
  readonly answersOutside: number;
  readonly ofOutside: number;
  /** Failed requests in it. */
  readonly failures: number;
  /** Whether requests fail then as at no other time: else something else may have kept them away. */
  readonly failing: boolean;
}

/** @returns null: nothing speaks against a matter of routing */
export function notRouting({ log }: Evidence, { modelGroup }: Subject): NotRouting | null {
  const deployments = modelGroup.groups.reduce((sum, group) => sum + group.deployments, 0);
  if (deployments === 1) return { kind: 'one-deployment' };
  if (log === null) return null;
  const failures = log.timeouts + log.failures;
  if (failures > log.requests / 2) return { kind: 'failures', failures, of: log.requests };
  return stretchIn(log);
}

/** A log without a stretch of its time. */
export function without(log: LogEvidence, { from_s, to_s }: Stretch): LogEvidence {
  const { course } = log;
  const windows = course.windows.filter((one) => one.from_s < from_s || one.from_s >= to_s);
  return { ...log, course: { ...course, windows } };
}

/** Requests by group in a stretch. */
export function requestsIn({ course }: LogEvidence, { from_s, to_s }: Stretch): number[] {
  const counts = (course.windows[0]?.answers ?? []).map(() => 0);
  for (const window of course.windows) {
    if (window.from_s < from_s || window.from_s >= to_s) continue;
    for (const g of counts.keys()) counts[g] = (counts[g] ?? 0) + requestsOf(window, g);
  }
  return counts;
}

function requestsOf({ answers, failures }: CourseWindow, group: number): number {
  return (answers[group] ?? 0) + (failures[group] ?? 0);
}

/** A longer log is looked at in longer pieces. */
const MOST_PIECES = 400;
/** A group of a smaller share is not missed. */
const LEAST_SHARE = 0.15;
/** In a stretch it has no more than this part of its share; without failures, no more than that. */
const FAILING_PART = 1 / 3;
const QUIET_PART = 1 / 6;
/** Requests in a stretch, and answers outside of it. */
const LEAST_INSIDE = 20;
const LEAST_OUTSIDE = 40;
/** Logarithm of how much likelier two shares must be than one; without failures, more. */
const FAILING_EVIDENCE = 12;
const QUIET_EVIDENCE = 30;
/** Failures in a stretch: so many, and so many times as often as outside. */
const LEAST_FAILURES = 3;
const MORE_FAILURES = 5;
/** A piece beside a stretch belongs to it where the group has less than this part of its share. */
const EDGE_PART = 0.75;
/** Outside of a quiet stretch the share is nearly everywhere about the same. */
const STEADY_WITHIN = 0.25;
const STEADY_PART = 0.9;

/** A piece of the course, as sums from its beginning up to its end. */
interface Sums {
  readonly own: readonly number[];
  readonly all: readonly number[];
  readonly failures: readonly number[];
}

/** The clearest stretch; null: there is none. */
function stretchIn({ course: { window_s, windows } }: LogEvidence): Stretch | null {
  const pieces = inPieces(windows, window_s);
  const groups = windows[0]?.answers.length ?? 0;
  let best: { stretch: Stretch; evidence: number } | null = null;
  for (let group = 0; group < groups; group++) {
    const sums = sumsOf(pieces, group);
    if (last(sums.own) < LEAST_SHARE * last(sums.all)) continue;
    const lowest = lowestIn(sums, best?.evidence ?? FAILING_EVIDENCE);
    const stretch = lowest && stretchAt(pieces, group, sums, lowest);
    if (lowest && stretch) best = { stretch, evidence: lowest.evidence };
  }
  return best?.stretch ?? null;
}

/** Positions of pieces: the first one, and that behind the last. */
interface PieceRange {
  readonly from: number;
  readonly to: number;
}

interface Low extends PieceRange {
  /** The share of the group otherwise. */
  readonly usual: number;
  /** The part of it that it has there. */
  readonly part: number;
  readonly evidence: number;
}

/** The place where the share of a group is the most surely far below what it is otherwise. */
function lowestIn(sums: Sums, least: number): Low | null {
  const [own, all] = [last(sums.own), last(sums.all)];
  const pieces = sums.own.length - 1;
  let lowest: Low | null = null;
  for (let from = 0; from < pieces; from++) {
    for (let to = from + 1; to <= pieces; to++) {
      const [answers, of] = [between(sums.own, from, to), between(sums.all, from, to)];
      const outside = all - of;
      if (of + between(sums.failures, from, to) < LEAST_INSIDE || outside < LEAST_OUTSIDE) continue;
      const usual = (own - answers) / outside;
      const part = of === 0 ? 0 : answers / of / usual;
      if (usual < LEAST_SHARE || part > FAILING_PART) continue;
      const evidence = ratio(answers, of, own, all);
      if (evidence > (lowest?.evidence ?? least)) lowest = { from, to, usual, part, evidence };
    }
  }
  return lowest;
}

/** A stretch with what belongs to it at its edges; null: chance, or a start, may look so. */
function stretchAt(
  pieces: readonly CoursePiece[],
  group: number,
  sums: Sums,
  low: Low,
): Stretch | null {
  const { usual, part, evidence } = low;
  const failures = ({ from, to }: PieceRange) => between(sums.failures, from, to);
  const requests = ({ from, to }: PieceRange) =>
    between(sums.all, from, to) + failures({ from, to });
  const whole = { from: 0, to: pieces.length };
  const moreIn = (place: PieceRange, but: PieceRange) =>
    failures(place) * (requests(whole) - requests(but)) >
    MORE_FAILURES * (failures(whole) - failures(but)) * requests(place);
  // What began before is answered after it; and it begins with what fails.
  const around = { from: Math.max(0, low.from - 1), to: Math.min(pieces.length, low.to + 1) };
  const belongs = (place: PieceRange) =>
    between(sums.own, place.from, place.to) <
      EDGE_PART * usual * between(sums.all, place.from, place.to) || moreIn(place, around);
  const { from, to } = {
    from: belongs({ from: around.from, to: low.from }) ? around.from : low.from,
    to: belongs({ from: low.to, to: around.to }) ? around.to : low.to,
  };
  const failed = failures({ from, to });
  const failing = failed >= LEAST_FAILURES && moreIn({ from, to }, { from, to });
  const quiet =
    from > 0 &&
    to < pieces.length &&
    part <= QUIET_PART &&
    evidence >= QUIET_EVIDENCE &&
    isSteady(pieces, group, from, to, usual);
  if (!failing && !quiet) return null;
  const [answers, of] = [between(sums.own, from, to), between(sums.all, from, to)];
  return {
    kind: 'stretch',
    group,
    from_s: (pieces[from] as CoursePiece).from_s,
    to_s: (pieces[to - 1] as CoursePiece).to_s,
    answers,
    of,
    answersOutside: last(sums.own) - answers,
    ofOutside: last(sums.all) - of,
    failures: failed,
    failing,
  };
}

interface CoursePiece extends CourseWindow {
  readonly to_s: number;
}

/** Windows, or several of them together. */
function inPieces(windows: readonly CourseWindow[], window_s: number): CoursePiece[] {
  const each = Math.ceil(windows.length / MOST_PIECES);
  return Array.from({ length: Math.ceil(windows.length / each) }, (_, i): CoursePiece => {
    const own = windows.slice(i * each, (i + 1) * each);
    const [first, final] = [own[0], own.at(-1)] as [CourseWindow, CourseWindow];
    const added = (of: 'answers' | 'failures') =>
      first[of].map((_, g) => own.reduce((sum, one) => sum + (one[of][g] as number), 0));
    return {
      from_s: first.from_s,
      to_s: final.from_s + window_s,
      answers: added('answers'),
      failures: added('failures'),
    };
  });
}

function sumsOf(pieces: readonly CoursePiece[], group: number): Sums {
  const sums = { own: [0], all: [0], failures: [0] };
  for (const { answers, failures } of pieces) {
    sums.own.push(last(sums.own) + (answers[group] as number));
    sums.all.push(last(sums.all) + totalOf(answers));
    sums.failures.push(last(sums.failures) + totalOf(failures));
  }
  return sums;
}

/** By how much two shares, inside and outside, are likelier than one: the logarithm of the ratio. */
function ratio(answers: number, of: number, own: number, all: number): number {
  return likelihood(answers, of) + likelihood(own - answers, all - of) - likelihood(own, all);
}

function likelihood(own: number, all: number): number {
  const entropy = (part: number) => (part === 0 ? 0 : part * ln(part / all));
  return entropy(own) + entropy(all - own);
}

/** Whether a group has about its usual share in nearly all pieces of some answers outside of a stretch. */
function isSteady(
  pieces: readonly CoursePiece[],
  group: number,
  from: number,
  to: number,
  usual: number,
): boolean {
  let [steady, looked] = [0, 0];
  let [own, all] = [0, 0];
  for (const [i, { answers }] of pieces.entries()) {
    if (i >= from && i < to) continue;
    own += answers[group] as number;
    all += totalOf(answers);
    if (all < LEAST_INSIDE) continue;
    looked += 1;
    if (Math.abs(own / all - usual) <= STEADY_WITHIN) steady += 1;
    [own, all] = [0, 0];
  }
  return steady >= STEADY_PART * looked;
}

function between(sums: readonly number[], from: number, to: number): number {
  return (sums[to] as number) - (sums[from] as number);
}

function last(values: readonly number[]): number {
  return values.at(-1) as number;
}
