import type { PairedDifference } from '../../measure/comparison.js';
import {
  cost,
  costDifferenceInterval,
  costWithin,
  percent,
  pointsInterval,
  replicationsText,
} from '../../text/figures.js';
import { clipName, list } from '../kit/words.js';
import { alikeDecisions, type ComparedRun, type CompareReport } from './report.js';

/** Longer names are clipped in sentences. */
const NAME_WIDTH = 32;

/**
 * What a comparison came to: sentences that can be quoted, about the baseline and each variant that
 * differs from those before it; then which do not differ. "No difference" is only said of figures that
 * are the same in every replication.
 */
export function conclusionOf(report: CompareReport): string[] {
  const [baseline, ...others] = report.runs as [ComparedRun, ...ComparedRun[]];
  if (report.runs.every(({ requests }) => requests === 0)) {
    const when = report.runs.some(({ samples }) => samples.completed > 0)
      ? ' after the warm-up'
      : '';
    return [`No request was served${when}: there is nothing to compare.`];
  }
  const distinct: ComparedRun[] = [baseline];
  const same: { readonly run: ComparedRun; readonly as: ComparedRun }[] = [];
  for (const run of others) {
    const as = distinct.find((one) => sameFigures(one, run, report));
    if (as === undefined) distinct.push(run);
    else same.push({ run, as });
  }
  const [, ...different] = distinct;
  const sentenceOf = report.compared === 'loggers' ? sentence : sentenceOfStrategy;
  return [
    ...(different.length === 0 ? [alone(baseline)] : []),
    ...different.map((run, i) => sentenceOf(run as Different, baseline, i === 0)),
    ...distinct.flatMap((as) => noDifference(report, as, same)),
    ...soonest(report, different),
  ];
}

/** Of several strategies the one whose callers wait least, where it is surely better than the baseline. */
function soonest({ compared }: CompareReport, different: readonly ComparedRun[]): string[] {
  if (compared === 'loggers' || different.length < 2) return [];
  const better = different
    .filter(isDifferent)
    .filter(
      (run) => servedPart(run) >= NEARLY_ALL && (run.difference.latency_s.ci95?.[1] ?? 0) < 0,
    );
  if (better.length === 0) return [];
  const best = better.reduce((a, b) =>
    b.difference.latency_s.mean < a.difference.latency_s.mean ? b : a,
  );
  return [`Of these, ${clipName(best.variant, NAME_WIDTH)} answers soonest on average.`];
}

/** How far an interrupted comparison came. */
export function interruption({ runs }: CompareReport): string {
  const finished = runs.map(({ variant, replications, seeds, precision }) =>
    precision === undefined
      ? `${variant} ${replications.length} of ${seeds}`
      : `${variant} ${replications.length}`,
  );
  return `Interrupted: ${finished.join(', ')}. Only these count.`;
}

/** A run that is compared with another. */
export type Different = ComparedRun & { readonly difference: PairedDifference };

export function isDifferent(run: ComparedRun): run is Different {
  return run.difference !== null;
}

/** Whether shares and latency are the same in every replication, and both have the same of these. */
function sameFigures(one: ComparedRun, other: ComparedRun, { compared }: CompareReport): boolean {
  if (one.replications.length !== other.replications.length) return false;
  return one.replications.every((mine, i) => {
    const its = other.replications[i] as typeof mine;
    const latencyOf = (of: typeof mine) =>
      compared === 'loggers' ? of.lostSecondsPerRequest : (of.latency_s ?? 0);
    const figures = (of: typeof mine) => [of.replication, ...of.shares, latencyOf(of)];
    const others = figures(its);
    return figures(mine).every(
      (value, f) => Math.abs(value - (others[f] ?? Number.NaN)) <= ROUNDING,
    );
  });
}

/** What sums of the same numbers may differ by that were added in another order. */
const ROUNDING = 1e-9;

/** The shares of the fastest groups: `92.4% to gpt-4.1`. */
function sends(run: ComparedRun, named: boolean): string {
  return list(
    fastestOf(run).map(({ at, name }) => {
      const share = percent(run.groups[at]?.share ?? 0);
      return named ? `${share} to ${clipName(name, NAME_WIDTH)}` : share;
    }),
  );
}

/** The fastest group of each model group, and where it stands among all groups. */
export function fastestOf({ groups, verdicts }: Pick<ComparedRun, 'groups' | 'verdicts'>) {
  return verdicts.map(({ modelGroup, fastest }) => ({
    modelGroup,
    name: fastest,
    at: groups.findIndex((group) => group.modelGroup === modelGroup && group.name === fastest),
  }));
}

function alone(run: ComparedRun): string {
  return `${clipName(run.variant, NAME_WIDTH)} sends ${sends(run, true)}.`;
}

/** @param first whether nobody has yet said what the baseline does */
function sentence(run: Different, baseline: ComparedRun, first: boolean): string {
  const name = clipName(run.variant, NAME_WIDTH);
  const other = clipName(baseline.variant, NAME_WIDTH);
  const beside = first ? `, ${other} ${sends(baseline, false)}` : '';
  return `${name} sends ${sends(run, first)}${beside}; ${effect(run)}.`;
}

/** How much sooner a strategy answers than the baseline, as far as that is known, and where it sends. */
function sentenceOfStrategy(run: Different, baseline: ComparedRun, first: boolean): string {
  const name = clipName(run.variant, NAME_WIDTH);
  const other = clipName(baseline.variant, NAME_WIDTH);
  const partial = [run, baseline].find((one) => servedPart(one) < NEARLY_ALL);
  if (partial !== undefined)
    return sentenceOfPartial(partial, `${name} sends ${sends(run, first)}`);
  const beside = first ? `, ${other} ${sends(baseline, false)}` : '';
  const { mean, ci95 } = run.difference.latency_s;
  // Where each model group has one group only, there is nothing to say of shares.
  const shares = run.groups.length > run.verdicts.length;
  const sent = shares ? `sends ${sends(run, first)}${beside}` : '';
  if (ci95 === null) return `${name} ${sent || 'is not told apart'}; ${tooFewToTell(run)}.`;
  const [low, high] = ci95;
  if (low <= 0 && high >= 0) {
    const open = `undecided whether it answers sooner: ${costDifferenceInterval(ci95)} s a request.`;
    return shares ? `${name} ${sent}; ${open}` : `${name}: ${open}`;
  }
  const answers =
    high < 0 ? `${costWithin(-mean, [-high, -low])} sooner` : `${costWithin(mean, ci95)} later`;
  const where = shares ? `; it ${sent}` : '';
  return `${name} answers ${answers} than ${other}${where}.`;
}

/** Of one that rejects requests: it is not the faster for it. */
function sentenceOfPartial(run: ComparedRun, sent: string): string {
  const name = clipName(run.variant, NAME_WIDTH);
  const part = servedPart(run);
  return part === 0
    ? `${name} serves no request: its latencies cannot be compared.`
    : `${sent}; ${name} serves ${percent(part)} of its requests only, so that latencies cannot be compared.`;
}

/** Fewer than this part of the requests served, and latencies are of others than those compared with. */
const NEARLY_ALL = 0.99;

/** Of the requests that came, how many were served, a fraction; of none, none. */
function servedPart({ requests, rejected }: ComparedRun): number {
  return requests === 0 ? 0 : requests / (requests + rejected);
}

function tooFewToTell({ replications: { length } }: ComparedRun): string {
  return `${replicationsText(length)} ${length === 1 ? 'is' : 'are'} too few to tell an effect from chance`;
}

/** What it saves or costs, as far as that is known. */
function effect(run: Different): string {
  const { mean, ci95 } = run.difference.lostPerRequest_s;
  if (ci95 === null) return tooFewToTell(run);
  if (isNegligible(run)) {
    return `any difference is below ${NEGLIGIBLE.points} points and ${cost(NEGLIGIBLE.latency_s)} a request`;
  }
  const [low, high] = ci95;
  const shares = openShares(run);
  const inShares = `${shares.join(' and ')} points`;
  if (low <= 0 && high >= 0) {
    const inLatency = `${costDifferenceInterval(ci95)} s a request`;
    return shares.length === 0
      ? `undecided whether it saves latency: ${inLatency}`
      : `undecided whether that is a difference: ${inShares}, ${inLatency}`;
  }
  const saves =
    high < 0
      ? `it saves ${costWithin(-mean, [-high, -low])} a request`
      : `it costs ${costWithin(mean, ci95)} more a request`;
  return shares.length === 0 ? saves : `${saves} (undecided for shares: ${inShares})`;
}

/** What nobody would call an effect. */
const NEGLIGIBLE = { points: 0.1, latency_s: 0.001 } as const;

/** Whether the whole intervals of all differences are so near to none. */
export function isNegligible({ difference }: Different): boolean {
  const within = (ci95: PairedDifference['lostPerRequest_s']['ci95'], most: number) =>
    ci95?.every((bound) => Math.abs(bound) < most) ?? false;
  return (
    within(difference.lostPerRequest_s.ci95, NEGLIGIBLE.latency_s) &&
    difference.shares.every(({ ci95 }) => within(ci95, NEGLIGIBLE.points / 100))
  );
}

/** Bounds of the differences in shares of the fastest groups that may be none. */
function openShares(run: Different): string[] {
  return fastestOf(run).flatMap(({ at }) => {
    const ci95 = run.difference.shares[at]?.ci95 ?? null;
    return ci95 !== null && ci95[0] <= 0 && ci95[1] >= 0 ? [pointsInterval(ci95)] : [];
  });
}

function noDifference(
  report: CompareReport,
  as: ComparedRun,
  same: readonly { readonly run: ComparedRun; readonly as: ComparedRun }[],
): string[] {
  const others = same.filter((one) => one.as === as).map(({ run }) => run);
  if (others.length === 0) return [];
  const names = list(others.map(({ variant }) => clipName(variant, NAME_WIDTH)));
  const how = others.every((run) => alikeDecisions(report, run.variant, as.variant))
    ? ', decision by decision'
    : as.replications.length === 1
      ? ' in the one replication'
      : ` in any of ${replicationsText(as.replications.length)}`;
  return [`${names}: no difference from ${clipName(as.variant, NAME_WIDTH)}${how}.`];
}

/** The conclusion as one text. */
export function conclusionText(report: CompareReport): string {
  return conclusionOf(report).join(' ');
}
