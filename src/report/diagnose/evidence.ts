import { isShared } from '../../model/stores/shared.js';
import { PATH_WORDS } from '../../strategies/lowest-latency/recorded.js';
import { isBefore } from '../../strategies/lowest-latency/release.js';
import { RULES } from '../../strategies/lowest-latency/rules.js';
import type {
  Bearing,
  Evidence,
  LogEvidence,
  MapEvidence,
} from '../../studies/diagnose/evidence.js';
import type { Subject } from '../../studies/diagnose/subject.js';
import { count, counted } from '../../text/figures.js';
import { writtenMoment } from '../../text/moment.js';
import { formatDuration } from '../../text/units.js';
import { list } from '../kit/words.js';

/** What was known beside the split. */
export interface EvidenceReport {
  /** Of the log; null: there was none. */
  readonly log: LogEvidenceReport | null;
  /** Of the latency map; null: nobody looked. */
  readonly map: MapEvidenceReport | null;
  /** What a reader should know of them, as sentences. */
  readonly notes: readonly string[];
}

export interface LogEvidenceReport
  extends Pick<
    LogEvidence,
    'requests' | 'timeouts' | 'failures' | 'calls' | 'withoutTokens' | 'overlapping'
  > {
  /** By requests, most first. */
  readonly deployments: readonly {
    readonly group: string;
    readonly requests: number;
    readonly failures: number;
  }[];
}

export interface MapEvidenceReport {
  readonly present: boolean;
  /** Entries, one for each deployment. */
  readonly deployments: number;
  /** Of these: with samples that are numbers; with others alone; with nothing but zeros. */
  readonly withNumbers: number;
  readonly notCounted: number;
  readonly zeros: number;
  /** Whose ids the log does not have; null: there is no log. */
  readonly unknown: number | null;
  /** Answers in minutes that map and log have whole, by either; null: there are none. */
  readonly counted: number | null;
  readonly logged: number | null;
}

/** How a mechanism stands to log and map: a fit with its counts, or what excludes it. */
export type BearingReport = Bearing;

/**
 * @param groups names of the groups
 * @param change that the split changes within the log, in words
 * @returns null: nothing is known but the split
 */
export function evidenceReport(
  { log, map }: Evidence,
  groups: readonly string[],
  subject: Subject,
  change?: string,
): EvidenceReport | null {
  if (log === null && map === null) return null;
  return {
    log: log === null ? null : ofLog(log, groups),
    map: map === null ? null : ofMap(map, log !== null),
    notes: [
      ...(change === undefined ? [] : [change]),
      ...(map === null ? [] : notesOf(map, log, subject)),
    ],
  };
}

function ofLog(
  { requests, timeouts, failures, calls, withoutTokens, overlapping, deployments }: LogEvidence,
  groups: readonly string[],
): LogEvidenceReport {
  const all = deployments.map((one) => ({
    group: groups[one.group] as string,
    requests: one.requests,
    failures: one.failures,
  }));
  all.sort((a, b) => b.requests - a.requests);
  return { requests, timeouts, failures, calls, withoutTokens, overlapping, deployments: all };
}

function ofMap(map: MapEvidence, logged: boolean): MapEvidenceReport {
  const entries = map.kind === 'absent' ? [] : map.deployments;
  const having = (has: (entry: (typeof entries)[number]) => boolean) => entries.filter(has).length;
  const minutes = map.kind === 'absent' ? null : map.minutes;
  return {
    present: map.kind === 'there',
    deployments: entries.length,
    withNumbers: having(({ numbers }) => numbers > 0),
    notCounted: having(({ numbers, notCounted }) => numbers === 0 && notCounted > 0),
    zeros: having(({ numbers, notCounted }) => numbers + notCounted === 0),
    unknown: logged ? having(({ group }) => group === null) : null,
    counted: minutes?.counted ?? null,
    logged: minutes?.logged ?? null,
  };
}

function notesOf(map: MapEvidence, log: LogEvidence | null, subject: Subject): string[] {
  const { scenario, litellm } = subject;
  if (map.kind === 'absent') {
    if (!isShared(scenario.store.kind)) {
      return [
        'The scenario keeps the map in the memory of a process: that a Redis holds none says nothing of it.',
      ];
    }
    const final = log?.course.windows.at(-1);
    const after =
      final === undefined || log === null
        ? 'the last request'
        : `the last answer in the log (${minuteOf(final.from_s + log.course.window_s, true)})`;
    return [
      `A map expires ${formatDuration(scenario.router.ttl)} after it was written: looked for later than that after ${after}, its absence says nothing.`,
    ];
  }
  const unknown = map.deployments.filter(({ group }) => group === null).length;
  const { since = '', notIn = '' } = RULES.latencyField.stages[1] ?? {};
  const older = map.names === 'former' && !isBefore(litellm.release, since);
  const newer = map.names === 'newer' && !isBefore(notIn, litellm.release);
  return [
    log !== null &&
      unknown > 0 &&
      `${count(unknown)} of ${count(map.deployments.length)} entries of the map are of deployments that the log does not have: those of other models, or of another proxy.`,
    older &&
      `The fields of the map are called as up to LiteLLM ${notIn}, and ${litellm.release} is taken to run.`,
    newer &&
      `The fields of the map are called as from LiteLLM ${since} on, and ${litellm.release} is taken to run: name the release (router.litellm).`,
  ].filter((note) => note !== false);
}

/** `900 on /v1/messages; 25 failed` */
export function logEvidenceText({
  calls,
  failures,
  timeouts,
  withoutTokens,
}: LogEvidenceReport): string {
  const paths = [
    calls.chat > 0 && `${count(calls.chat)} on ${PATH_WORDS.chat}`,
    calls.messages > 0 && `${count(calls.messages)} on ${PATH_WORDS.messages}`,
    calls.other > 0 && `${count(calls.other)} of other calls`,
  ].filter((text) => text !== false);
  const empty = withoutTokens !== null && withoutTokens > 0;
  return [
    paths.length === 0 ? 'none' : list(paths),
    ...(empty ? [`${count(withoutTokens)} without completion tokens`] : []),
    ...(failures + timeouts > 0 ? [`${counted(failures + timeouts, 'request')} failed`] : []),
  ].join('; ');
}

/** More deployments than this are not named one by one. */
const NAMED = 12;

/** `194, 192, 184, 169, 161` */
export function deploymentsText({ deployments }: LogEvidenceReport): string {
  const counts = deployments.slice(0, NAMED).map(({ requests }) => count(requests));
  const more = deployments.length - counts.length;
  return `${counts.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

/** `20 deployments, all with samples; its minutes count 67 of 668 answers` */
export function mapText(map: MapEvidenceReport): string {
  if (!map.present) return 'none';
  const { deployments, withNumbers, notCounted, zeros, counted: own, logged } = map;
  const kinds = [
    withNumbers > 0 && `${count(withNumbers)} with numbers`,
    notCounted > 0 && `${count(notCounted)} with timedeltas alone`,
    zeros > 0 && `${count(zeros)} with zeros alone`,
  ].filter((text) => text !== false);
  const minutes =
    own === null || logged === null
      ? ''
      : `; its minutes count ${count(own)} of ${count(logged)} answers in the log`;
  return `${counted(deployments, 'deployment')}: ${list(kinds)}${minutes}`;
}

/** `fits 900 of 900`, `excluded: all 1,469 on chat` */
export function bearingText(bearing: BearingReport | null): string {
  if (bearing === null) return '';
  return bearing.kind === 'excluded'
    ? `excluded: ${bearing.because}`
    : `fits ${count(bearing.fits)} of ${count(bearing.of)}`;
}

/** The same with what it is: `900 of 900 on /v1/messages, ...`. */
export function bearingSentence(bearing: BearingReport | null): string {
  if (bearing?.kind !== 'fits') return '';
  return ` Here: ${count(bearing.fits)} of ${count(bearing.of)} ${bearing.because}.`;
}

/** What log and map are called above what they say. */
export function evidenceTitle({ log, map }: EvidenceReport): string {
  return log === null ? 'in the map' : map === null ? 'in your log' : 'in log and map';
}

/** `09:02`, or `2026-05-11 09:02 UTC`: of a moment in seconds since 1970. */
export function minuteOf(time_s: number, whole = false): string {
  const { day, minute } = writtenMoment(time_s);
  return whole ? `${day} ${minute} UTC` : minute;
}
