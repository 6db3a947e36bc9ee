import type { Advice } from '../../text/advice.js';
import type { LossRow } from '../../worlds/simulate/chronicle.js';
import type { LostUpdate } from '../../worlds/simulate/lost-update.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { paragraph } from '../kit/words.js';
import { textSteps } from '../sequence/text.js';
import { type NotFound, noLossLines } from './no-loss.js';
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
