import { NOTHING_UNSEEN } from '../../studies/job.js';
import type { TraceFound } from '../../studies/trace.js';
import type { Advice } from '../../text/advice.js';
import { capital } from '../kit/words.js';
import { answerSentences } from '../run/answer.js';
import type { Heading } from '../run/heading.js';
import type { RunReport } from '../run/report.js';
import { noLossLines } from '../trace/no-loss.js';
import { lossSentence } from '../trace/sequence.js';
import { findingOfRun, type PageFinding } from './finding.js';

/** A lost update that was looked for. */
export interface SoughtLoss {
  readonly found: TraceFound;
  readonly nth: number;
  /** The command that shows it again. */
  readonly again: string;
  readonly next: readonly Advice[];
}

/** One lost update, or that there is none, beside what the run comes to. */
export function findingOfTrace(
  { found, nth, again, next }: SoughtLoss,
  report: RunReport,
  heading: Heading,
): PageFinding {
  const { loss, seen, unseen = NOTHING_UNSEEN } = found;
  const sentences =
    loss === null ? noLossLines({ nth, seen, unseen }).map(capital) : [`${lossSentence(loss)}.`];
  const [instead] = next;
  return {
    ...findingOfRun(report, heading, again),
    sentences: [...sentences, ...answerSentences(report)],
    again: loss === null && instead !== undefined ? instead : again,
  };
}
