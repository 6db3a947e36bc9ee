import { count, fixed, percent } from '../../text/figures.js';
import { clipName, list } from '../kit/words.js';
import {
  agreeing,
  type LiveFailures,
  type LiveGroup,
  type LiveMeasurement,
  type LiveReport,
} from './report.js';

/** Longer names are clipped in sentences. */
const NAME_WIDTH = 32;

/** Whether what was measured is what was predicted, first of all; and what was lost for real. */
export function liveSentences(report: LiveReport): string[] {
  return [agreementSentence(report), ...failedSentences(report), ...lossSentences(report)];
}

function agreementSentence({ runs }: LiveReport): string {
  if (runs.every(({ repeats }) => repeats.every(({ requests }) => requests === 0))) {
    return 'No request was served, so there is nothing to hold against the prediction.';
  }
  const differing = runs.filter((run) => run.agree === false);
  const agree = agreeing({ runs });
  if (differing.length > 0) {
    return `It differs: ${differing.map((run, i) => differenceOf(run, runs, i === 0)).join('; ')}.`;
  }
  const shares = list(runs.map((run, i) => shareOf(run, runs, i === 0)));
  if (agree === null) {
    return `So far ${shares}; nothing ran to its end, so that nothing is held against the prediction.`;
  }
  const [run] = runs;
  if (run !== undefined && runs.length === 1) {
    const { predicted } = keyOf(run);
    const said = run.at.kind === 'proxy' ? shares.replace(`${labelOf(run, runs)} `, 'it ') : shares;
    return `${subjectOf(run)} agrees with the prediction: ${said}, predicted ${percent(predicted?.share ?? 0)}.`;
  }
  return `${commonSubject(runs)} with the prediction: ${shares}.`;
}

/** How far one is from its prediction, and where most. */
function differenceOf(
  run: LiveMeasurement,
  runs: readonly LiveMeasurement[],
  isFirst: boolean,
): string {
  const { predicted, z } = keyOf(run);
  const beyond = z === null ? '' : ` (z = ${signedFixed(z)})`;
  return `${shareOf(run, runs, isFirst)}, predicted ${percent(predicted?.share ?? 0)}${beyond}`;
}

/** `unlocked sends 21.0% to gpt-4.1, the fast group`. @param isFirst whether that is said in full */
function shareOf(run: LiveMeasurement, runs: readonly LiveMeasurement[], isFirst: boolean): string {
  const { measured } = keyOf(run);
  const { name, share, fastest } = measured;
  const label = labelOf(run, runs);
  const on = run.at.kind === 'proxy' && isFirst ? `on ${run.at.path} ` : '';
  const what = isFirst
    ? ` to ${clipName(name, NAME_WIDTH)}${fastest ? ', the fast group' : ''}`
    : '';
  return isFirst ? `${on}${label} sends ${percent(share)}${what}` : `${label} ${percent(share)}`;
}

/** The group that the answer is about: the farthest from its prediction where one differs, else the fast one. */
function keyOf(run: LiveMeasurement): {
  readonly measured: LiveGroup;
  readonly predicted: LiveGroup | undefined;
  readonly z: number | null;
} {
  const { measured, predicted, z, agree } = run;
  const fastest = measured.findIndex((group) => group.fastest);
  const far = z.map((one) => Math.abs(one ?? 0));
  const farthest = far.indexOf(Math.max(0, ...far));
  // The fast group is as far off as another where there are two.
  const isFar = agree === false && (far[farthest] ?? 0) > (far[fastest] ?? 0) + ROUNDING;
  const g = isFar ? farthest : Math.max(0, fastest);
  return { measured: measured[g] as LiveGroup, predicted: predicted[g], z: z[g] ?? null };
}

const ROUNDING = 1e-6;

/** What a run is called among the others: its logger, or the release of its proxy. */
export function labelOf(run: LiveMeasurement, runs: readonly LiveMeasurement[]): string {
  if (run.at.kind === 'redis') return clipName(run.logger, NAME_WIDTH);
  const alike = runs.filter(({ version }) => version === run.version);
  const release = releaseText(run);
  return alike.length === 1 ? release : `${release} (${clipName(run.at.shown, NAME_WIDTH)})`;
}

/** `LiteLLM 1.82.3`. */
export function releaseText({ version }: LiveMeasurement): string {
  return version === null ? 'LiteLLM of an unknown release' : `LiteLLM ${version}`;
}

function subjectOf(run: LiveMeasurement): string {
  return run.at.kind === 'redis' ? 'The real Redis' : releaseText(run);
}

function commonSubject(runs: readonly LiveMeasurement[]): string {
  const all = runs.every((run) => run.agree === true);
  const isRedis = runs.every(({ at }) => at.kind === 'redis');
  const what = isRedis ? 'loggers' : 'proxies';
  if (all && isRedis) return `The real Redis agrees for all ${runs.length} ${what}`;
  if (all) return runs.length === 2 ? 'Both proxies agree' : `All ${runs.length} ${what} agree`;
  return 'What ran to its end agrees';
}

/** More are not named. */
const MOST_REASONS = 3;

const reasonOf = ({ reason }: LiveFailures): string => reason;

/** Requests that came to nothing. */
function failedSentences({ runs }: LiveReport): string[] {
  return runs.flatMap((run) => {
    const failed = sumOf(run, 'failed');
    if (failed === 0) return [];
    const of = runs.length === 1 ? '' : ` of ${labelOf(run, runs)}`;
    const all = Math.max(failed, sumOf(run, 'requests'));
    const reasons = [...new Set(run.repeats.flatMap(({ failures }) => failures.map(reasonOf)))];
    const why = reasons.length === 0 ? '' : `: ${list(reasons.slice(0, MOST_REASONS))}`;
    return [`${count(failed)} of ${count(all)} requests${of} failed${why}.`];
  });
}

function sumOf({ repeats }: LiveMeasurement, field: 'failed' | 'requests'): number {
  return repeats.reduce((sum, one) => sum + one[field], 0);
}

/** What was overwritten for real, and why a lock did not help. */
function lossSentences({ runs }: LiveReport): string[] {
  const known = runs.filter(({ updatesLost }) => updatesLost !== null);
  const [first, ...others] = known;
  if (first === undefined) return [];
  if (others.length === 0 && first.updatesLost === 0) {
    return [`No update was lost, of ${count(first.recorded ?? 0)} samples stored.`];
  }
  const none = known.filter(({ updatesLost }) => updatesLost === 0);
  const losing = known
    .filter(({ updatesLost }) => updatesLost !== 0)
    .map((run, i) => `${labelOf(run, runs)} ${lossOf(run, i === 0)}`);
  const names = list(none.map((run) => labelOf(run, runs)));
  const without = none.length === 0 ? [] : [`${names} none`];
  return [`Updates lost for real: ${list([...losing, ...without])}.`, ...lockSentences(known)];
}

function lossOf({ updatesLost, recorded }: LiveMeasurement, isFirst: boolean): string {
  const lost = updatesLost ?? 0;
  if (recorded === null || recorded === 0) return count(lost);
  const what = isFirst ? ' samples stored' : '';
  return `${count(lost)} of ${count(recorded)}${what} (${percent(lost / recorded)})`;
}

function lockSentences(runs: readonly LiveMeasurement[]): string[] {
  return runs
    .filter(({ lockPerProcess, updatesLost }) => lockPerProcess && (updatesLost ?? 0) > 0)
    .map((run) => {
      const processes = run.at.kind === 'redis' ? run.at.processes : 1;
      return `The lock of ${labelOf(run, runs)} is one per process: ${count(processes)} processes have ${count(processes)} of them, and overwrite one another.`;
    });
}

/** A number of standard deviations with its sign: `-0.1`. */
export function signedFixed(z: number): string {
  const text = fixed(Math.abs(z), 1);
  return text === '0.0' ? text : `${z < 0 ? '-' : '+'}${text}`;
}
