import type { Advice } from '../../text/advice.js';
import type { LostUpdate } from '../../worlds/simulate/lost-update.js';
import {
  adviceMarkdown,
  escapedMarkdown,
  fenced,
  labelledMarkdown,
  markdownPage,
  sourceMarkdown,
} from '../kit/markdown.js';
import { capital } from '../kit/words.js';
import { sequenceMarkdown } from '../sequence/markdown.js';
import { type NotFound, noLossLines } from './no-loss.js';
import { lossFacts, sequenceOfLoss, type TracedRun } from './sequence.js';

/**
 * One lost update of a run, ready for a pull request or a postmortem.
 * @param again the command that shows it again
 */
export function markdownTrace(loss: LostUpdate, run: TracedRun, again: string): string {
  const sequence = sequenceOfLoss(loss, run);
  return markdownPage([
    `### ${escapedMarkdown(sequence.title)}`,
    escapedMarkdown(sequence.subtitle),
    labelledMarkdown(lossFacts(loss)),
    ...sequenceMarkdown(sequence),
    fenced(again, 'sh'),
    sourceMarkdown(sequence.footer),
  ]);
}

/** Where nothing is lost, or not so often. */
export function markdownNoLoss(found: NotFound, run: TracedRun, next: readonly Advice[]): string {
  const [first = '', ...rest] = noLossLines(found);
  const { tool, scenario, logger, seed } = run;
  return markdownPage([
    `### ${escapedMarkdown(capital(first))}`,
    ...rest.map((line) => escapedMarkdown(line)),
    ...adviceMarkdown(next),
    sourceMarkdown([
      `${tool.name} ${tool.version}`,
      `${scenario.name} ${scenario.hash}`,
      logger,
      `seed ${seed}`,
    ]),
  ]);
}
