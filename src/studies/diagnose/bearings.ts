import { isShared } from '../../model/stores/shared.js';
import { totalOf } from '../../stats/dirichlet-multinomial.js';
import { count } from '../../text/figures.js';
import { formatDuration } from '../../text/units.js';
import { answerKinds } from './answer-kinds.js';
import type { Bearing, CountedMinutes, Evidence, LogEvidence, MapEvidence } from './evidence.js';
import { partOf } from './kinds.js';
import { SAME_TOKENS } from './right.js';
import { steadiness } from './steady.js';
import type { Subject } from './subject.js';

/*
 * What a log and a map say of the mechanisms of a router that goes by latencies. A map tells more: it
 * is what the mechanisms do, and comes first. What a release records is sure only where the scenario
 * names the release.
 */

/** How a mechanism is held against what is known. */
export type Bears = (evidence: Evidence, subject: Subject) => Bearing | null;

/** From this part on the minutes of a map are complete: an answer may be logged a moment later. */
const COMPLETE = 0.97;
/** Below this part some must be missing. */
const INCOMPLETE = 0.75;

/** Nothing is recorded. */
export const notRecordedBearing: Bears = ({ map, log }, subject) => {
  const part = partOf(subject, ['not-recorded']);
  if (part > 0 && part < 1) return null;
  if (map?.kind === 'there') {
    const { entries, numbers, notCounted } = heldBy(map);
    return numbers + notCounted > 0
      ? excluded(`the map has samples for ${numbers + notCounted} of ${entries}`)
      : fits(entries, entries, 'entries of the map, which hold nothing but zeros', true);
  }
  if (log === null) return null;
  const { answers, notRecorded, unknown } = answerKinds(log, subject);
  if (answers === 0) return null;
  if (notRecorded >= answers / 2) {
    const all = notRecorded === answers;
    return fits(notRecorded, answers, `answers, on /v1/messages, ${unrecordedBy(subject)}`, all);
  }
  // A map that is missing says the opposite.
  if (notRecorded + unknown >= answers / 2 || isMissing(map, subject)) return null;
  return notRecorded > 0
    ? excluded(`only ${count(notRecorded)} of ${count(answers)} on /v1/messages`)
    : log.calls.messages === 0
      ? excluded(`all ${count(answers)} on ${log.calls.other === 0 ? 'chat' : 'recorded paths'}`)
      : excluded(`${subject.litellm.release} records all ${count(answers)}`);
};

function unrecordedBy({ litellm: { release, stated } }: Subject): string {
  return stated
    ? `which LiteLLM ${release} does not record`
    : `which LiteLLM ${release}, taken to be the release, does not record`;
}

/** Of some groups nothing is recorded. */
export const recordedForSomeBearing: Bears = ({ map, log }, subject) => {
  if (map?.kind === 'there') {
    const groups = subject.modelGroup.groups.map((_, g) =>
      map.deployments.filter(({ group }) => group === g),
    );
    const seen = groups.filter(({ length }) => length > 0);
    const silent = seen.filter((entries) =>
      entries.every(({ numbers, notCounted }) => numbers + notCounted === 0),
    );
    if (seen.length === 0 || seen.length < groups.length) return null;
    const entries = map.deployments.length;
    return silent.length > 0 && silent.length < seen.length
      ? fits(entries, entries, 'entries of the map, with samples of some groups only', true)
      : excluded(`the map has samples of ${silent.length === 0 ? 'every' : 'no'} group`);
  }
  if (log === null) return null;
  const { answers, notRecorded, unknown } = answerKinds(log, subject);
  if (answers === 0 || unknown > 0) return null;
  return notRecorded > 0
    ? fits(answers, answers, 'answers, on paths of which some are recorded', false)
    : excluded(`all ${count(answers)} on recorded paths`);
};

/** Samples are stored that are not summed. */
export const notCountedBearing: Bears = ({ map, log }, subject) => {
  if (map?.kind === 'there') {
    const { entries, numbers, notCounted } = heldBy(map);
    if (notCounted > 0) {
      const because = 'entries of the map, which hold timedeltas and no number';
      return fits(notCounted, entries, because, notCounted + emptyIn(map) === entries);
    }
    return numbers > 0
      ? excluded(`the map has numbers for ${numbers} of ${entries}`)
      : excluded('the map holds nothing but zeros');
  }
  if (log === null || log.withoutTokens === null) return null;
  const { answers, notCounted, unknown } = answerKinds(log, subject);
  if (answers === 0) return null;
  if (notCounted >= answers / 2) {
    const because = 'answers, without completion tokens or not of chat';
    return fits(notCounted, answers, because, notCounted === answers);
  }
  if (notCounted + unknown >= answers / 2) return null;
  return notCounted === 0
    ? excluded(`all ${count(answers)} have tokens`)
    : excluded(`only ${count(notCounted)} of ${count(answers)} have no tokens`);
};

/** Whatever else is at work, samples are recorded as numbers. */
export const recordedBearing: Bears = ({ map, log }, subject) => {
  if (isMissing(map, subject)) return excluded('there is no map, and it would leave one');
  if (map?.kind === 'there') {
    const { numbers, notCounted } = heldBy(map);
    if (numbers > 0) return null;
    return excluded(
      notCounted > 0 ? 'the map holds timedeltas alone' : 'the map holds nothing but zeros',
    );
  }
  if (log === null || !subject.litellm.stated) return null;
  const { answers, counted, unknown } = answerKinds(log, subject);
  return answers > 0 && counted + unknown === 0
    ? excluded(`${subject.litellm.release} records none of them as a number`)
    : null;
};

/** One process goes by what is recorded, and by nothing else. */
export const followerBearing: Bears = (evidence, subject) => {
  const recorded = recordedBearing(evidence, subject);
  if (recorded !== null || evidence.log === null) return recorded;
  const steady = steadiness(evidence.log, subject);
  return steady === null
    ? null
    : excluded(
        `as steady as chance in ${steady.pieces} pieces of ${steady.hours.toFixed(1)} hours`,
      );
};

/** Nothing is lost, by one process. */
export const rightBearing: Bears = (evidence, subject) => {
  const recorded = followerBearing(evidence, subject);
  const minutes = minutesOf(evidence);
  if (recorded !== null || minutes === null) return recorded;
  return ofMinutes(minutes, {
    complete: ({ counted, logged }) =>
      fits(Math.min(counted, logged), logged, 'answers are in the minutes of the map', false),
    incomplete: ({ counted, logged }) =>
      excluded(`the map counts ${count(counted)} of ${count(logged)}`),
  });
};

/** What is recorded is overwritten. */
export const lostBearing: Bears = (evidence, subject) => {
  const recorded = recordedBearing(evidence, subject);
  const minutes = minutesOf(evidence);
  if (recorded !== null || minutes === null) return recorded;
  return ofMinutes(minutes, {
    complete: ({ counted, logged }) =>
      excluded(`the map counts ${count(counted)} of ${count(logged)}`),
    incomplete: ({ counted, logged }) =>
      fits(logged - counted, logged, 'missing in the minutes of the map', false),
  });
};

/** The map is that of one process of several. */
export const processesBearing: Bears = ({ map, log }, subject) => {
  // Elsewhere there may be none: each process has its own.
  const own = map?.kind === 'absent' ? null : map;
  const recorded = recordedBearing({ map: own, log }, subject);
  const minutes = minutesOf({ map, log });
  if (recorded !== null || minutes === null) return recorded;
  return ofMinutes(minutes, {
    complete: ({ counted, logged }) =>
      excluded(`one map counts ${count(counted)} of ${count(logged)}`),
    incomplete: ({ counted, logged }) =>
      fits(
        logged - counted,
        logged,
        `counted elsewhere: the map may be that of one process in ${Math.round(logged / Math.max(1, counted))}`,
        false,
      ),
  });
};

/** The map expires sooner than the scenario says. */
export const expiryBearing: Bears = (evidence, subject) => {
  const { map } = evidence;
  const { store, router } = subject.scenario;
  if (map?.kind === 'absent') return null;
  const recorded = followerBearing(evidence, subject);
  if (recorded !== null || map === null) return recorded;
  // In memory the first write sets the expiry; in Redis each write does.
  const long = store.kind === 'in-process' && map.span_s !== null && map.span_s > router.ttl / 2;
  return long ? excluded(`the map goes back ${formatDuration(map.span_s ?? 0)}`) : null;
};

/** Answers of slower groups are longer, so that they look faster than they are. */
export const perTokenBearing: Bears = (evidence, subject) => {
  const recorded = followerBearing(evidence, subject);
  const tokens = evidence.log?.groups.map((group) => group.tokens) ?? [null];
  if (recorded !== null || tokens.includes(null)) return recorded;
  const means = tokens.map((each) => each ?? 0);
  return Math.max(...means) < SAME_TOKENS * Math.min(...means)
    ? excluded(
        `answers are as long: ${means.map((each) => count(Math.round(each))).join(' and ')} tokens`,
      )
    : null;
};

/** The log has its beginning alone. */
export const coldStartBearing: Bears = (evidence, subject) => {
  const recorded = followerBearing(evidence, subject);
  if (recorded !== null || evidence.log === null) return recorded;
  return lasts(evidence.log) ? excluded('the second half is like the first') : null;
};

/** Of fewer answers in a half nothing follows. */
const ENOUGH = 40;
/** A normal deviate that is exceeded in 1 of 100. */
const SIGNIFICANT = 2.33;

/**
 * Whether what is uneven in the first half of a log goes on in the second: the groups that lose by
 * then would lose at least a half of their share, where they were tried at the beginning alone.
 */
function lasts({ course: { windows } }: LogEvidence): boolean {
  const middle = Math.floor(windows.length / 2);
  if (middle === 0) return false;
  const [first, second] = [windows.slice(0, middle), windows.slice(-middle)].map((half) =>
    (windows[0]?.answers ?? []).map((_, g) =>
      half.reduce((sum, { answers }) => sum + (answers[g] as number), 0),
    ),
  ) as [number[], number[]];
  const best = second.indexOf(Math.max(...second));
  const [all, allAfter] = [totalOf(first), totalOf(second)];
  if (all < ENOUGH || allAfter < ENOUGH) return false;
  const before = (all - (first[best] as number)) / all;
  const after = (allAfter - (second[best] as number)) / allAfter;
  const half = before / 2;
  const variance = (after * (1 - after)) / allAfter + (before * (1 - before)) / (4 * all);
  return after > half && after - half > SIGNIFICANT * Math.sqrt(variance);
}

interface HeldEntries {
  readonly entries: number;
  /** Entries with samples that are numbers. */
  readonly numbers: number;
  /** Entries with samples, none of which is counted. */
  readonly notCounted: number;
}

function heldBy({ deployments }: Extract<MapEvidence, { kind: 'there' }>): HeldEntries {
  const having = (has: (entry: (typeof deployments)[number]) => boolean) =>
    deployments.filter(has).length;
  return {
    entries: deployments.length,
    numbers: having(({ numbers }) => numbers > 0),
    notCounted: having(({ numbers, notCounted }) => notCounted > 0 && numbers === 0),
  };
}

/** Entries without any sample yet. */
function emptyIn({ deployments }: Extract<MapEvidence, { kind: 'there' }>): number {
  return deployments.filter(({ numbers, notCounted }) => numbers + notCounted === 0).length;
}

/** Whether a map was looked for where the scenario keeps it, and is not there. */
export function isMissing(map: MapEvidence | null, { scenario }: Subject): boolean {
  // No cache that can be looked into holds what a process has in its own memory.
  return map?.kind === 'absent' && isShared(scenario.store.kind);
}

function minutesOf({ map }: Evidence): CountedMinutes | null {
  return map?.kind === 'there' ? map.minutes : null;
}

function ofMinutes(
  minutes: CountedMinutes,
  says: Readonly<Record<'complete' | 'incomplete', (minutes: CountedMinutes) => Bearing>>,
): Bearing | null {
  const part = minutes.counted / minutes.logged;
  if (part < INCOMPLETE) return says.incomplete(minutes);
  // More than there are in the log: it is not whole itself.
  return part >= COMPLETE && part * COMPLETE <= 1 ? says.complete(minutes) : null;
}

function fits(fitting: number, of: number, because: string, sure: boolean): Bearing {
  return { kind: 'fits', fits: fitting, of, because, sure };
}

function excluded(because: string): Bearing {
  return { kind: 'excluded', because };
}
