import { percent, replicationsText } from '../../text/figures.js';
import { picture } from '../kit/picture.js';
import { footerOf } from '../kit/source.js';
import { sharesOf, sharesWords } from '../shares/block.js';
import { answerSentences, interruption, nothingToJudge } from './answer.js';
import { precisionSentence } from './precision.js';
import type { RunReport } from './report.js';
import { unevenness } from './unevenness.js';
import { warningsOf } from './warnings.js';

/** A run as a picture: what it came to, and each group's share beside that of random choice. */
export function svgRun(report: RunReport): string {
  const { scenario, logger, replications } = report;
  const title = answerSentences(report).slice(0, MOST_SENTENCES).join(' ');
  const { says, block } = sharesOf([report]);
  const isJudged = nothingToJudge(report) === undefined;
  return picture({
    id: `latsim-${scenario.hash}`,
    title,
    beside: [
      ...(report.partial ? [interruption(report)] : []),
      ...precisionSentence([report]),
      ...warningsOf(report.assumes),
      ...(isJudged ? unevenness(report, false) : []),
    ],
    subtitle: `${scenario.name} with ${logger}. ${isJudged ? says : ''}`,
    description: sharesWords([report], ({ share }) => percent(share)),
    footer: footerOf({ ...report, runs: `${logger}, ${replicationsText(replications.length)}` }),
    parts: isJudged ? [block] : [],
  });
}

/** More model groups than these are read off the bars. */
const MOST_SENTENCES = 4;
