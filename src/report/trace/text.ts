import type { Unseen } from '../../studies/job.js';
import type { Advice } from '../../text/advice.js';
import { count } from '../../text/figures.js';
import type { LostUpdate } from '../../worlds/simulate/lost-update.js';
import { nextText } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { capital, paragraph } from '../kit/words.js';
import { sequenceText } from '../sequence/text.js';
import {
  clockText,
  effectLines,
  lossTitle,
  samplesRead,
  samplesText,
  sequenceOfLoss,
} from './sequence.js';

/** One lost update of a run as text, 80 columns wide. */
export function textTrace(
  loss: LostUpdate,
  run: { readonly scenario: string; readonly logger: string; readonly seed: number },
  style: Style,
): string {
  const { nth, replication, overwriter, overwriterProcess, victim, victimProcess } = loss;
  const where = `Lost update ${nth} of ${run.scenario} with ${run.logger}, seed ${run.seed}, replication ${replication}`;
  const processes =
    overwriterProcess === victimProcess
      ? ''
      : ` They run in processes ${victimProcess + 1} and ${overwriterProcess + 1}.`;
  return [
    style.strong(paragraph(where)),
    '',
    style.bad(paragraph(sentence(lossTitle(loss)), 2)),
    paragraph(why(loss, overwriter.request, victim.request) + processes, 2),
    ...effectLines(loss).map((line) => paragraph(sentence(line), 2)),
    '',
    sequenceText(sequenceOfLoss(loss)),
  ].join('\n');
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

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
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
export function textNoLoss(found: NotFound, next: readonly Advice[], style: Style): string {
  return `${lines(found)
    .map((line) => paragraph(line))
    .join('\n')}\n\n${nextText(next, style)}\n`;
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
      : 'No update is lost in this run.',
    ...(lost > 0
      ? [
          `And yet ${samples(lost)} lost, none of them overwritten: the logger says that it has recorded what it has not stored.`,
        ]
      : []),
    ...(abandoned > 0 ? [`And yet ${samples(abandoned)} given up by the logger.`] : []),
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
