import type { Unseen } from '../../studies/job.js';
import type { Advice } from '../../text/advice.js';
import { count } from '../../text/figures.js';
import type { LossRow } from '../../worlds/simulate/chronicle.js';
import type { LostUpdate } from '../../worlds/simulate/lost-update.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { capital, paragraph } from '../kit/words.js';
import { textSteps } from '../sequence/text.js';
import { clockText, lossSentence, sequenceOfLoss, type TracedRun } from './sequence.js';

/** One lost update of a run as text, 80 columns wide: what it cost first, then its steps once. */
export function textTrace(
  loss: LostUpdate,
  run: TracedRun,
  { next, verbose }: { readonly next: readonly Advice[]; readonly verbose: boolean },
  style: Style,
): string {
  const { overwriterProcess, victimProcess } = loss;
  const processes =
    overwriterProcess === victimProcess
      ? ''
      : ` They run in processes ${victimProcess + 1} and ${overwriterProcess + 1}.`;
  const sequence = sequenceOfLoss(loss, run);
  return `${[
    style.bad(paragraph(`${lossSentence(loss)}.${processes}`)),
    [style.strong(paragraph(sequence.subtitle)), textSteps(sequence, style)].join('\n'),
    ...(verbose ? [paragraph(why(loss))] : []),
    ...nextStep(next, style),
    quoted(run, style),
  ].join('\n\n')}\n`;
}

function quoted({ tool, scenario, logger, seed }: TracedRun, style: Style): string {
  return quotable(tool, [`${scenario.name} ${scenario.hash}`, logger, `seed ${seed}`], style);
}

/** Who read what, when, and what had happened meanwhile; in the run's own times. */
function why(loss: LostUpdate): string {
  const { rows, events, victim, overwriter } = loss;
  const latest = (whose: string, matters: (row: LossRow) => boolean) =>
    rows
      .filter((row) => row.event !== null && events[row.event]?.whose === whose && matters(row))
      .at(-1);
  const read = latest('overwriter', (row) => row.read !== null);
  const written = latest('victim', ({ held }) => held.entries.some(({ isNew }) => isNew));
  const parts: { readonly t: number; readonly text: string }[] = [];
  if (read !== undefined) {
    const key = events[read.event as number]?.object;
    const text = `Request ${overwriter.request} read ${key} at ${clockText(read.t)}.`;
    parts.push({ t: read.t, text });
  }
  if (written !== undefined) {
    const text = `Request ${victim.request} wrote its sample at ${clockText(written.t)}.`;
    parts.push({ t: written.t, text });
  }
  parts.sort((a, b) => a.t - b.t);
  const last = `Request ${overwriter.request} wrote without it at ${clockText(loss.t)}.`;
  return [...parts.map(({ text }) => text), last].join(' ');
}

/** A search that has found nothing, or not so often. */
export interface NotFound {
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
    noLossLines(found)
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

/** What there is to say then, line by line. */
export function noLossLines({ nth, seen, unseen }: NotFound): string[] {
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
