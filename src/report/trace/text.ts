import type { Unseen } from '../../studies/job.js';
import type { Advice } from '../../text/advice.js';
import { count, seconds, separated } from '../../text/figures.js';
import type { CallEvent, LostUpdate } from '../../worlds/simulate/lost-update.js';
import type { Tool } from '../kit/json.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { capital, fold, paragraph, WIDTH } from '../kit/words.js';
import { clockText, described, lossTitle, reads, samplesRead, samplesText } from './sequence.js';

/** The run in which something is lost, or not. */
export interface TracedRun {
  readonly tool: Tool;
  readonly scenario: { readonly name: string; readonly hash: string };
  readonly logger: string;
  readonly seed: number;
  /** Samples that a list has room for. */
  readonly listSize: number;
}

/** Columns of what is done, at most, and of what is then held. */
const DONE_WIDTH = 36;
const HELD_WIDTH = 14;

/** One lost update of a run as text, 80 columns wide: what it cost first, then its steps once. */
export function textTrace(
  loss: LostUpdate,
  run: TracedRun,
  { next, verbose }: { readonly next: readonly Advice[]; readonly verbose: boolean },
  style: Style,
): string {
  const { nth, replication, overwriter, overwriterProcess, victim, victimProcess, events } = loss;
  const processes =
    overwriterProcess === victimProcess
      ? ''
      : ` They run in processes ${victimProcess + 1} and ${overwriterProcess + 1}.`;
  const expired = loss.afterExpiry
    ? ` It had expired in the copy that request ${overwriter.request} read.`
    : '';
  const start_s = events[0]?.t ?? loss.t;
  const about = `Lost update ${count(nth)} of ${run.scenario.name} with ${run.logger}, replication ${replication}, from ${clockText(start_s)} on, beside the samples of that deployment:`;
  return `${[
    style.bad(paragraph(`${capital(lossTitle(loss))}: ${costText(loss)}.${expired}${processes}`)),
    [style.strong(paragraph(about)), steps(loss, run, start_s, style)].join('\n'),
    ...(verbose ? [paragraph(why(loss, overwriter.request, victim.request))] : []),
    ...nextStep(next, style),
    quoted(run, style),
  ].join('\n\n')}\n`;
}

function quoted({ tool, scenario, logger, seed }: TracedRun, style: Style): string {
  return quotable(tool, [`${scenario.name} ${scenario.hash}`, logger, `seed ${seed}`], style);
}

/** What it led to, as the end of a sentence about it. */
function costText(loss: LostUpdate): string {
  const { unknownTo, seenFirst, knownAgain_s, restored_s, t } = loss;
  const back =
    restored_s === null ? '' : `; a stale write brings it back ${seconds(restored_s - t)} later`;
  if (seenFirst === null) return `no request comes after it${back}`;
  if (unknownTo === 0) {
    return `the next request still sees ${samplesText(loss, seenFirst)}${back}`;
  }
  const who = unknownTo === 1 ? 'the next request sees' : `the next ${count(unknownTo)} requests`;
  const see = unknownTo === 1 ? '' : ' see';
  const until =
    knownAgain_s === null ? ', until the run ends,' : `, over ${seconds(knownAgain_s - t)},`;
  return `${who}${until}${see} that deployment as never sampled${back}`;
}

/** The steps in milliseconds from the first of them, each beside what is then held. */
function steps(loss: LostUpdate, run: TracedRun, start_s: number, style: Style): string {
  const { events, copy } = loss;
  const written = events.filter(({ whose, effect }) => whose === 'overwriter' && writes(effect));
  const fatal = events.lastIndexOf(written.at(-1) as CallEvent);
  const times = events.map(({ t }) => separated((t - start_s) * 1000, 3));
  const names = events.map(({ whose }) => `request ${loss[whose].request}`);
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.length));
  const room = WIDTH - 8 - longest(times) - longest(names) - HELD_WIDTH;
  const width = Math.min(DONE_WIDTH, room);
  const rows = events.map((event, i) => {
    const last = i === fatal ? [`overwrites the sample of request ${loss.victim.request}`] : [];
    const paint = i === fatal ? style.bad : (text: string) => text;
    return [
      times[i] as string,
      names[i] as string,
      [done(loss, event), ...last].flatMap((text) => fold(text, width)).join('\n'),
      fold(heldText(loss, i, run.listSize), HELD_WIDTH).join('\n'),
    ].map((cell) =>
      cell
        .split('\n')
        .map((line) => paint(line))
        .join('\n'),
    );
  });
  const columns = [
    { title: 'ms', align: 'right' as const },
    { title: '' },
    { title: 'does' },
    { title: copy === 'shared' ? 'in the store' : `in memory ${copy + 1}` },
  ];
  return table(columns, rows, style.faint);
}

function done(loss: LostUpdate, event: CallEvent): string {
  if (event.effect === 'log' && event.object === loss.deployment)
    return 'logs a sample of that deployment';
  return described(loss, event).text;
}

function writes(effect: CallEvent['effect']): boolean {
  return effect === 'write' || effect === 'compare-and-set';
}

/** How many samples of the deployment there are after a step, where that is known; else nothing. */
function heldText(loss: LostUpdate, at: number, listSize: number): string {
  const event = loss.events[at] as CallEvent;
  const samples = reads(event) ? readAt(loss, at, listSize) : event.samples;
  if (samples === null) return '';
  const text =
    samples === 0 ? 'no sample' : samples === 1 ? '1 sample' : `${count(samples)} samples`;
  if (isInCopy(loss, event)) return text;
  return `${text} ${event.where === 'process' ? 'in memory' : 'in the store'}`;
}

function isInCopy(loss: LostUpdate, { where, whose }: CallEvent): boolean {
  if (loss.copy === 'shared') return where === 'shared';
  const process = whose === 'victim' ? loss.victimProcess : loss.overwriterProcess;
  return where === 'process' && process === loss.copy;
}

/** What was read: what the same call then writes, less its own. Of a full list one gives way. */
function readAt({ events, ...loss }: LostUpdate, at: number, listSize: number): number | null {
  const { whose } = events[at] as CallEvent;
  for (const event of events.slice(at + 1)) {
    if (event.whose !== whose) continue;
    if (reads(event)) return null;
    if (event.samples === null) continue;
    const deployment = whose === 'victim' ? loss.deployment : loss.overwriterDeployment;
    if (deployment !== loss.deployment) return event.samples;
    return event.samples >= listSize ? null : Math.max(0, event.samples - 1);
  }
  return null;
}

/** Who read what, when, and what had happened meanwhile. */
function why(loss: LostUpdate, overwriter: number, victim: number): string {
  const latest = (whose: string, ops: readonly string[]) =>
    loss.events.filter((event) => event.whose === whose && ops.includes(event.effect)).pop();
  const read = latest('overwriter', ['read', 'read-version']);
  const written = latest('victim', ['write', 'compare-and-set', 'append']);
  const known = samplesRead(loss);
  const parts: { readonly t: number; readonly text: string }[] = [];
  if (read !== undefined) {
    const what = known === null ? '' : ` with ${samplesText(loss, known)}`;
    const place = read.where === 'process' && loss.copy === 'shared' ? ' in its memory' : '';
    const expired = loss.afterExpiry ? ': it had expired there' : '';
    const text = `Request ${overwriter} read ${read.object}${place}${what} at ${clockText(read.t)}${expired}.`;
    parts.push({ t: read.t, text });
  }
  if (written !== undefined) {
    const text = `Request ${victim} wrote its sample at ${clockText(written.t)}.`;
    parts.push({ t: written.t, text });
  }
  parts.sort((a, b) => a.t - b.t);
  const last = `Request ${overwriter} wrote without it at ${clockText(loss.t)}.`;
  return [...parts.map(({ text }) => text), last].join(' ');
}

/** A search that has found nothing, or not so often. */
interface NotFound {
  readonly nth: number;
  /** Lost updates that were seen. */
  readonly seen: number;
  /** What else keeps samples from selects. */
  readonly unseen: Unseen;
}

/** Where nothing is lost, or not so often: what else there is, and what to try. */
export function textNoLoss(
  found: NotFound,
  run: TracedRun,
  next: readonly Advice[],
  style: Style,
): string {
  return `${[
    lines(found)
      .map((line) => paragraph(line))
      .join('\n'),
    ...nextStep(next, style),
    quoted(run, style),
  ].join('\n\n')}\n`;
}

/** Where fewer are lost than were asked for. */
export function onlySo(seen: number, nth: number): string {
  const are = seen === 1 ? 'update is' : 'updates are';
  return `only ${count(seen)} ${are} lost in this run, not ${count(nth)}`;
}

function lines({ nth, seen, unseen }: NotFound): string[] {
  if (seen > 0) return [`${capital(onlySo(seen, nth))}.`];
  const { lost, abandoned, stale } = unseen;
  return [
    unseen.lostKnown === false
      ? 'It is not known whether an update is lost in this run: the logger keeps samples in a structure of its own. latsim explore tries it in every order.'
      : lost > 0
        ? `No sample is overwritten in this run; ${count(lost)} ${lost === 1 ? 'was' : 'were'} never stored, though the logger says that it has recorded ${lost === 1 ? 'it' : 'them'}.`
        : 'No update is lost in this run.',
    ...(abandoned > 0 ? [`And yet ${samples(abandoned)} abandoned by the logger.`] : []),
    ...(stale > 0
      ? [
          `And yet ${count(stale)} ${stale === 1 ? 'choice' : 'choices'} of slower groups went by an old copy: the samples are stored, and the select did not see them.`,
        ]
      : []),
  ];
}

function samples(number: number): string {
  return number === 1 ? '1 sample is' : `${count(number)} samples are`;
}
