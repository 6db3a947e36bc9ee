import { totalOf } from '../../stats/dirichlet-multinomial.js';
import type { WholeDiagnosis } from '../../studies/diagnose/beside-routing.js';
import type { Evidence } from '../../studies/diagnose/evidence.js';
import { count, percent } from '../../text/figures.js';
import { list } from '../kit/words.js';
import { minuteOf } from './evidence.js';
import type { DiagnoseOutcome } from './outcome.js';

/** What is no matter of how deployments are chosen. */
export interface NotRoutingReport {
  readonly kind: 'one-deployment' | 'failures' | 'stretch';
  /** The group that answered hardly anything for a time; null: it is about all of the log. */
  readonly group: string | null;
  /** The time in which it did so, in seconds since 1970. */
  readonly from_s: number | null;
  readonly to_s: number | null;
  /** Its share of the answers in it, and otherwise. */
  readonly share: number | null;
  readonly shareOutside: number | null;
  /** Requests in that time, or in all; and those of them that failed. */
  readonly requests: number;
  readonly failures: number;
  /** Failures by group, most first; of a time, none. */
  readonly failing: readonly {
    readonly group: string;
    readonly failures: number;
    readonly requests: number;
  }[];
  /** Whether it is sure: requests fail, or nothing could be routed. */
  readonly sure: boolean;
  /** What the mechanisms come to without that time; null: none was tried. */
  readonly rest: DiagnoseOutcome | null;
  /** Requests by group that they are judged by. */
  readonly judged: Readonly<Record<string, number>>;
}

/** @returns null: it is all a matter of routing, as far as is known */
export function notRoutingReport(
  { evidence: { log }, result }: { readonly evidence: Evidence; readonly result: WholeDiagnosis },
  groups: readonly string[],
): NotRoutingReport | null {
  const { notRouting, judged, diagnosis } = result;
  if (notRouting === null) return null;
  const failed = (log?.timeouts ?? 0) + (log?.failures ?? 0);
  const common = {
    kind: notRouting.kind,
    group: null,
    from_s: null,
    to_s: null,
    share: null,
    shareOutside: null,
    requests: log?.requests ?? totalOf(judged),
    failures: failed,
    failing: failingOf(log, groups),
    sure: true,
    rest: diagnosis?.outcome ?? null,
    judged: Object.fromEntries(groups.map((name, g) => [name, judged[g] ?? 0])),
  };
  if (notRouting.kind !== 'stretch') return common;
  const { from_s, to_s, answers, of, answersOutside, ofOutside, failures, failing } = notRouting;
  return {
    ...common,
    group: groups[notRouting.group] as string,
    from_s,
    to_s,
    share: of === 0 ? 0 : answers / of,
    shareOutside: answersOutside / ofOutside,
    requests: of + failures,
    failures,
    failing: [],
    sure: failing,
  };
}

function failingOf(log: Evidence['log'], groups: readonly string[]): NotRoutingReport['failing'] {
  const all = groups.map((group, g) => {
    const own = log?.deployments.filter((one) => one.group === g) ?? [];
    const sum = (of: 'failures' | 'requests') => own.reduce((total, one) => total + one[of], 0);
    return { group, failures: sum('failures'), requests: sum('requests') };
  });
  return all.filter(({ failures }) => failures > 0).sort((a, b) => b.failures - a.failures);
}

/** So many are named. */
const NAMED = 5;

/**
 * The answer, in words.
 * @param rest what the mechanisms come to, where any was tried
 */
export function notRoutingText(report: NotRoutingReport, rest: string): string {
  const { kind, requests, failures, failing } = report;
  const whose = failing
    .slice(0, NAMED)
    .map((one) => `${one.group} ${count(one.failures)} of ${count(one.requests)}`);
  const who = whose.length === 0 ? '' : ` (${list(whose)})`;
  switch (kind) {
    case 'one-deployment': {
      const fail =
        failures === 0 ? '' : ` ${count(failures)} of ${count(requests)} requests failed${who}.`;
      return `Not a matter of routing: there is one deployment, and every request goes to it.${fail}`;
    }
    case 'failures':
      return `Not a matter of routing: ${count(failures)} of ${count(requests)} requests failed${who}, and failures, cooldowns and retries decide where the others go. Look at their errors first.`;
    case 'stretch':
      return stretchText(report, rest);
  }
}

function stretchText(report: NotRoutingReport, rest: string): string {
  const { group, from_s, to_s, share, shareOutside, requests, failures, sure } = report;
  const [from, to] = [from_s ?? 0, to_s ?? 0];
  const days = minuteOf(from, true).slice(0, 10) !== minuteOf(to, true).slice(0, 10);
  const time = days
    ? `from ${minuteOf(from, true)} to ${minuteOf(to, true)}`
    : `from ${minuteOf(from)} to ${minuteOf(to)} (${minuteOf(from, true).slice(0, 10)}, UTC)`;
  const seen = `${group} has ${percent(share ?? 0)} of the answers there, and ${percent(shareOutside ?? 0)} otherwise`;
  const failed =
    failures === 0
      ? 'no request failed'
      : `${count(failures)} of ${count(requests)} requests failed`;
  const retried = 'a request that was retried leaves no row of its failed attempts';
  return sure
    ? `Failures, cooldowns and retries decide ${time}: ${seen}, and ${failed} (${retried}). Apart from that time: ${rest}`
    : `Something else than routing may decide ${time}: ${seen}. An outage would look so, though ${failed}: ${retried}. Apart from that time: ${rest}`;
}
