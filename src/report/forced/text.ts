import { percent } from '../../text/figures.js';
import { sequenceOfReplay } from '../explore/sequence.js';
import { pageOf } from '../explore/text.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { capital, clipName, fold, labelled, paragraph } from '../kit/words.js';
import { textSteps } from '../sequence/text.js';
import { adviceOn, answerOf, followedText, orderText, saidOf } from './answer.js';
import type { ForcedReport, ForcedRun } from './report.js';

/** What an order of effects came to on a real Redis as text, 80 columns wide: the answer first. */
export function textForced(report: ForcedReport, verbose: boolean, style: Style): string {
  const { runs, tool, scenario, partial } = report;
  const [first] = runs;
  return pageOf([
    ...(partial === null ? [] : [style.unsure(paragraph(`Incomplete: ${partial}.`))]),
    ...runs.map((run) => paint(run, style)(paragraph(answerOf(run, report)))),
    ...(runs.length > 1 ? [overview(runs, style)] : []),
    ...runs.flatMap((run) => (runs.length > 1 ? [] : story(run, report, style))),
    ...(verbose ? runs.map((run) => details(run, report, style)) : []),
    ...nextStep(adviceOn(report), style),
    quotable(
      tool,
      [`${scenario.name} ${scenario.hash}`, ...(first ? [`profile ${first.profile}`] : [])],
      style,
    ),
  ]);
}

/** What became of the order takes so much. */
const ORDER_WIDTH = 34;

const paint = ({ lost }: ForcedRun, style: Style) => (lost > 0 ? style.bad : style.good);

function overview(runs: readonly ForcedRun[], style: Style): string {
  return table(
    [
      { title: 'logger' },
      { title: 'lost', align: 'right' },
      { title: 'of tries', align: 'right' },
      { title: 'the order' },
    ],
    runs.map((run) => [
      clipName(run.logger, 24),
      String(run.lost),
      String(run.tries),
      fold(followedText(run), ORDER_WIDTH).join('\n'),
    ]),
    style.faint,
  );
}

function story(run: ForcedRun, report: ForcedReport, style: Style): string[] {
  return [
    paragraph(saidOf(run)),
    textSteps(sequenceOfReplay(run.told, report.tool), style),
    ...run.told.story.ending.map((line) => paragraph(`${capital(line)}.`, 2)),
  ];
}

function details(run: ForcedRun, { at }: ForcedReport, style: Style): string {
  const { logger, tries, triesAsked, followed, expected, store, lost } = run;
  return labelled(
    [
      ['logger', logger],
      ['Redis', at],
      ['order', orderText(run)],
      ['store', store],
      ['tries', `${tries} of ${triesAsked}, ${followed} of them to the end of the order`],
      ['lost', `${lost}, ${percent(tries === 0 ? 0 : lost / tries)}`],
      ['explore', `has it that by these moves ${expected ? 'an update' : 'none'} is lost`],
    ],
    style.faint,
  );
}
