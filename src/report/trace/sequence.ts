import { count, fixed, seconds, separated } from '../../text/figures.js';
import type { HeldEntry, LossRow } from '../../worlds/simulate/chronicle.js';
import type { CallEvent, LostUpdate } from '../../worlds/simulate/lost-update.js';
import type { Tool } from '../kit/json.js';
import { footerOf } from '../kit/source.js';
import { clipName } from '../kit/words.js';
import {
  type Act,
  participantsOf,
  type Sequence,
  type SequenceStep,
  type StoredLine,
} from '../sequence/sequence.js';

/** The run in which something is lost, or not. */
export interface TracedRun {
  readonly tool: Tool;
  readonly scenario: { readonly name: string; readonly hash: string };
  readonly logger: string;
  readonly seed: number;
  /** When completions are logged, in words. */
  readonly dispatch: string;
  /** How many model groups it has. */
  readonly modelGroups: number;
}

/** More rows than this are not told: those in the middle are left out. */
const MOST_ROWS = 48;
const FIRST_ROWS = 12;

/** Names are shortened to this in sentences. */
const NAME_WIDTH = 60;

/** Positions of who takes part. */
const VICTIM = 0;
const OVERWRITER = 1;
const COPY = 2;

/** A point in virtual time, to the microsecond. */
export function clockText(time_s: number): string {
  return `${fixed(time_s, 6)} s`;
}

/** The story of a lost update, in milliseconds from its first step. */
export function sequenceOfLoss(loss: LostUpdate, run: TracedRun): Sequence {
  const { victim, overwriter, copy, deployment, overwriterDeployment, rows } = loss;
  const several = loss.victimProcess !== loss.overwriterProcess;
  const actor = (request: number, of: string, process: number) => ({
    label: `request ${request}`,
    about: `answer of ${of}${several ? `, process ${process + 1}` : ''}`,
  });
  return {
    title: lossSentence(loss),
    subtitle: subtitle(loss, run),
    unit: 'ms',
    storedTitle: copy === 'shared' ? 'in the store' : `in memory ${copy + 1}`,
    participants: participantsOf(
      [
        actor(victim.request, deployment, loss.victimProcess),
        actor(overwriter.request, overwriterDeployment, loss.overwriterProcess),
      ],
      [{ label: copyName(loss), about: '' }],
    ),
    steps: shortened(rows).map((row) =>
      typeof row === 'number' ? gap(row, loss) : stepOf(loss, row),
    ),
    consequence: consequence(loss),
    footer: footerOf({ ...run, runs: `${run.logger}, replication ${loss.replication}` }),
  };
}

function copyName({ copy }: LostUpdate): string {
  return copy === 'shared' ? 'store' : `memory ${copy + 1}`;
}

/** When its first step is, in seconds. */
function startOf({ events, t }: LostUpdate): number {
  return events[0]?.t ?? t;
}

function subtitle(
  loss: LostUpdate,
  { scenario, logger, dispatch, modelGroups }: TracedRun,
): string {
  const { nth, replication, victim } = loss;
  const of = modelGroups > 1 ? `, model group ${clipName(victim.modelGroup, NAME_WIDTH)}` : '';
  return (
    `Lost update ${count(nth)} of ${scenario.name} with ${logger}${of}, replication ${replication}. Logging: ${dispatch}. ` +
    `Times are ms from ${clockText(startOf(loss))}; a sample is shown by how long its answer took.`
  );
}

/** What is found, without a full stop. */
export function lossSentence(loss: LostUpdate): string {
  const { victim, overwriter, deployment, afterExpiry, seenFirst } = loss;
  const expired = afterExpiry ? ', which had expired in its copy,' : '';
  const joint = seenFirst === null ? ';' : ':';
  return `Request ${overwriter.request} overwrites the sample of request ${victim.request}${expired} for ${clipName(deployment, NAME_WIDTH)}${joint} ${costText(loss)}`;
}

/** What it costs, as the end of a sentence. */
function costText(loss: LostUpdate): string {
  const { unknownTo, seenFirst, knownAgain_s, restored_s, t } = loss;
  const back =
    restored_s === null ? '' : `; a stale write brings it back ${seconds(restored_s - t)} later`;
  if (seenFirst === null) return `no request comes after it${back}`;
  if (unknownTo === 0) return `the next request still sees ${samplesText(seenFirst)} of it${back}`;
  const requests = unknownTo === 1 ? '1 request' : `${count(unknownTo)} requests`;
  const until = knownAgain_s === null ? 'until the run ends' : `for ${seconds(knownAgain_s - t)}`;
  return `it ${wasKnown(loss) ? 'is then' : 'stays'} unknown ${until} (${requests})${back}`;
}

/** Whether there were samples of the deployment before the two calls. */
function wasKnown({ rows, deployment }: LostUpdate): boolean {
  const [first] = rows;
  return first?.held.entries.some((one) => one.deployment === deployment) === true;
}

/** What it leads to, in sentences. */
function consequence(loss: LostUpdate): string[] {
  const { unknownTo, seenFirst, knownAgain_s, deployment, restored_s, t, rows } = loss;
  const name = clipName(deployment, NAME_WIDTH);
  const sentences: string[] = [];
  if (seenFirst === null) sentences.push('No request comes after it.');
  else if (unknownTo === 0) {
    sentences.push(`The next request still sees ${samplesText(seenFirst)} of ${name}.`);
  } else {
    const who = unknownTo === 1 ? '1 request is' : `${count(unknownTo)} requests are`;
    const until = knownAgain_s === null ? 'Until the run ends' : `For ${seconds(knownAgain_s - t)}`;
    sentences.push(`${until}, ${who} routed as if ${name} had never been tried.`);
  }
  if (restored_s !== null) {
    sentences.push(`A stale write brings the sample back ${seconds(restored_s - t)} later.`);
  }
  const others = lostIn(rows.find(({ loses }) => loses)) - 1;
  if (others > 0) {
    sentences.push(`The same write overwrites ${samplesText(others, 'more sample')}.`);
  }
  return sentences;
}

function lostIn(row: LossRow | undefined): number {
  if (row === undefined) return 0;
  const { entries, lostElsewhere } = row.held;
  return entries.reduce((sum, { lost_s }) => sum + lost_s.length, lostElsewhere);
}

function samplesText(samples: number, noun = 'sample'): string {
  return samples === 1 ? `1 ${noun}` : `${count(samples)} ${noun}s`;
}

/** The rows, with a number in the place of so many that are left out. */
function shortened(rows: readonly LossRow[]): (LossRow | number)[] {
  if (rows.length <= MOST_ROWS) return [...rows];
  const last = MOST_ROWS - FIRST_ROWS;
  return [...rows.slice(0, FIRST_ROWS), rows.length - MOST_ROWS, ...rows.slice(-last)];
}

function gap(rows: number, loss: LostUpdate): SequenceStep {
  const { rows: all } = loss;
  const last = all[FIRST_ROWS + rows - 1] as LossRow;
  return {
    time: timeOf(last.t, loss),
    who: 'both',
    acts: [{ text: `${count(rows)} more steps, which are left out`, at: null, answer: null }],
    remarks: [],
    stored: storedLines(last.held),
    fatal: false,
  };
}

function timeOf(t: number, loss: LostUpdate): string {
  return separated((t - startOf(loss)) * 1000, 3);
}

function stepOf(loss: LostUpdate, row: LossRow): SequenceStep {
  const event = row.event === null ? undefined : loss.events[row.event];
  const base = {
    time: timeOf(row.t, loss),
    stored: storedLines(row.held),
    fatal: row.loses,
  };
  if (event === undefined) {
    const requests = row.others === 1 ? '1 other request' : `${count(row.others)} other requests`;
    const text = row.others === 1 ? 'writes meanwhile' : 'write meanwhile';
    return { ...base, who: requests, acts: [{ text, at: null, answer: null }], remarks: [] };
  }
  const expired = loss.afterExpiry ? ', which had expired in its copy' : '';
  const overwrites = `overwrites the sample of request ${loss.victim.request}${expired}`;
  return {
    ...base,
    who: event.whose === 'victim' ? VICTIM : OVERWRITER,
    acts: [actOf(loss, event, row)],
    remarks: row.loses ? [overwrites] : [],
  };
}

function actOf(loss: LostUpdate, event: CallEvent, { read }: LossRow): Act {
  const { text, remote } = described(loss, event);
  const answer = read === null ? null : readText(read, loss);
  return { text, at: remote ? COPY : null, answer };
}

/** What a read gives: how much, and whether the deployment in question is in it. */
function readText({ samples, ofDeployment }: NonNullable<LossRow['read']>, loss: LostUpdate) {
  if (samples === 0) return 'no sample';
  const name = clipName(loss.deployment, NAME_WIDTH);
  const some = ofDeployment === samples ? `${samplesText(samples)} of ${name}` : undefined;
  const of = ofDeployment === 0 ? `none of ${name}` : `${count(ofDeployment)} of ${name}`;
  return some ?? `${samplesText(samples)}, ${of}`;
}

/** What is done, and whether in the copy that the sample is lost in. */
function described(
  { copy }: LostUpdate,
  { effect, object, where }: CallEvent,
): { text: string; remote: boolean } {
  // On two tiers some things are done in the memory of the process, which is no place of its own here.
  const remote = where === 'shared' || copy !== 'shared';
  const memory = remote ? '' : ' in its memory';
  switch (effect) {
    case 'log':
      return { text: `logs its sample of ${object}`, remote: false };
    case 'read':
    case 'read-many':
    case 'read-version':
      return { text: `reads ${object}${memory}`, remote };
    case 'write':
      return { text: `writes ${object}${memory}`, remote };
    case 'compare-and-set':
      return { text: `writes ${object}${memory}, if it is as it was read`, remote };
    case 'append':
      return { text: `appends to ${object}`, remote };
    case 'increment':
      return { text: `adds to ${object}`, remote };
    case 'acquire':
      return { text: `takes lock '${object}'`, remote: false };
    case 'release':
      return { text: `releases lock '${object}'`, remote: false };
    case 'acquire-lease':
      return { text: `asks for lease '${object}'`, remote };
    case 'release-lease':
      return { text: `releases lease '${object}'`, remote };
    case 'sleep':
      return { text: 'waits', remote: false };
  }
}

/** What the copy holds: the entries that matter, how many more there are, and what is lost. */
function storedLines({ deployments, entries, lostElsewhere }: LossRow['held']): StoredLine[] {
  const there = entries.filter(({ samples }) => samples > 0);
  const more = deployments - there.length;
  const rest =
    there.length === 0 && more > 0
      ? `${count(more)} ${more === 1 ? 'deployment' : 'deployments'}`
      : `+ ${count(more)} more`;
  return [
    ...there.map(
      (entry): StoredLine => ({
        text: `${entry.deployment}: ${heldText(entry)}`,
        mark: entry.isNew ? 'new' : 'kept',
      }),
    ),
    ...(more > 0 ? [{ text: rest, mark: 'kept' } as const] : []),
    ...entries.flatMap(lostLine),
    ...(lostElsewhere > 0
      ? [{ text: samplesText(lostElsewhere, 'other sample'), mark: 'overwritten' } as const]
      : []),
  ];
}

function heldText({ samples, newest_s }: HeldEntry): string {
  if (samples === 1) return seconds(newest_s);
  return `${samplesText(samples)}, the newest of ${seconds(newest_s)}`;
}

function lostLine({ deployment, lost_s }: HeldEntry): StoredLine[] {
  const [first] = lost_s;
  if (first === undefined) return [];
  const what = lost_s.length === 1 ? seconds(first) : samplesText(lost_s.length);
  return [{ text: `${deployment}: ${what}`, mark: 'overwritten' }];
}

/** What there is to know of it, each fact behind its label. */
export function lossFacts(loss: LostUpdate): (readonly [label: string, fact: string])[] {
  const { victim, overwriter, deployment, t, unknownTo, knownAgain_s, copy, rows } = loss;
  const { lost_s = [] } =
    rows.find(({ loses }) => loses)?.held.entries.find((one) => one.deployment === deployment) ??
    {};
  const took = lost_s.length === 1 ? `, which took ${seconds(lost_s[0] ?? null)}` : '';
  const until = knownAgain_s === null ? 'until the run ends' : seconds(knownAgain_s - t);
  return [
    ['lost', `the sample of request ${victim.request}: an answer of ${deployment}${took}`],
    ['overwritten by', `request ${overwriter.request}, an answer of ${loss.overwriterDeployment}`],
    ['where', copy === 'shared' ? 'in the store' : `in the memory of process ${copy + 1}`],
    ['deployment unknown', unknownTo === 0 ? 'no' : until],
    ['requests routed meanwhile', count(unknownTo)],
  ];
}

/** What it led to, sentence by sentence, in the run's own times. */
export function effectLines(loss: LostUpdate): string[] {
  const { unknownTo, seenFirst, deployment, knownAgain_s, restored_s, t } = loss;
  const lines: string[] = [];
  if (seenFirst === null) lines.push('no request came after it');
  else if (unknownTo === 0) {
    const seen = seenFirst === 0 ? 'no sample' : samplesText(seenFirst);
    lines.push(`the next request still saw ${seen} of ${deployment}`);
  } else {
    const who = unknownTo === 1 ? 'the next request' : `the next ${count(unknownTo)} requests`;
    const until =
      knownAgain_s === null
        ? 'until the run ended'
        : `until ${clockText(knownAgain_s)}, ${seconds(knownAgain_s - t)} later`;
    lines.push(`${who} saw ${deployment} as never sampled, ${until}`);
  }
  if (restored_s !== null) lines.push(`at ${clockText(restored_s)} a stale write brought it back`);
  return lines;
}
