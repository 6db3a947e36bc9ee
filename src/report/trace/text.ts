import type { Advice } from '../../text/advice.js';
import { count } from '../../text/figures.js';
import type { LostUpdate } from '../../worlds/simulate/lost-update.js';
import { nextText } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { paragraph } from '../kit/words.js';
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
    const text = `Request ${overwriter} read ${read.object}${place}${what} at ${clockText(read.t)}.`;
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

/** Where nothing is lost, or not so often: what to try. */
export function textNoLoss(
  nth: number,
  seen: number,
  next: readonly Advice[],
  style: Style,
): string {
  const found =
    seen === 0
      ? 'No update is lost in this run.'
      : `Only ${count(seen)} ${seen === 1 ? 'update is' : 'updates are'} lost in this run, not ${count(nth)}.`;
  return `${paragraph(found)}\n\n${nextText(next, style)}\n`;
}
