import { sequenceOfReplay } from '../explore/sequence.js';
import {
  adviceMarkdown,
  escapedMarkdown,
  markdownPage,
  markdownTable,
  sourceMarkdown,
} from '../kit/markdown.js';
import { sequenceMarkdown } from '../sequence/markdown.js';
import { adviceOn, answerOf, followedText, saidOf } from './answer.js';
import type { ForcedReport } from './report.js';

/** What an order of effects came to on a real Redis, ready for a pull request. */
export function markdownForced(report: ForcedReport): string {
  const { runs, tool, scenario, partial } = report;
  const [first] = runs;
  return markdownPage([
    ...(partial === null ? [] : [escapedMarkdown(`Incomplete: ${partial}.`)]),
    ...runs.map((run) => `### ${escapedMarkdown(answerOf(run, report))}`),
    markdownTable(
      [
        { title: 'logger', align: 'left' },
        { title: 'order', align: 'left' },
        { title: 'lost', align: 'right' },
        { title: 'tries', align: 'right' },
        { title: '', align: 'left' },
      ],
      runs.map((run) => [
        escapedMarkdown(run.logger),
        run.moves,
        String(run.lost),
        String(run.tries),
        escapedMarkdown(followedText(run)),
      ]),
    ),
    ...(first === undefined ? [] : [escapedMarkdown(saidOf(first))]),
    ...(first === undefined ? [] : sequenceMarkdown(sequenceOfReplay(first.told, tool))),
    ...adviceMarkdown(adviceOn(report)),
    sourceMarkdown([
      `${tool.name} ${tool.version}`,
      `${scenario.name} ${scenario.hash}`,
      ...(first === undefined ? [] : [`profile ${first.profile}`]),
    ]),
  ]);
}
