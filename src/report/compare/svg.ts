import { percent, replicationsText } from '../../text/figures.js';
import { contentWidth, paragraphOf, picture, space } from '../kit/picture.js';
import { footerOf } from '../kit/source.js';
import type { KnownPanel } from '../known/panel.js';
import { knownPicture } from '../known/svg.js';
import { precisionSentence } from '../run/precision.js';
import { warningsOf } from '../run/warnings.js';
import { sharesOf, sharesWords } from '../shares/block.js';
import { conclusionText, interruption } from './conclusion.js';
import type { ComparedRun, CompareReport } from './report.js';

/** Between the two parts, in pixels. */
const GAP = 18;

/**
 * A comparison as one picture: what the router knows with each logger or strategy, and below it what share of the
 * requests each group gets.
 * @param panels what is known with each logger; of none where nothing looks into a map
 */
export function svg(report: CompareReport, panels: readonly KnownPanel[] = []): string {
  const runs = labelled(report);
  const [{ seed, profile, replications, assumes }] = runs;
  const conclusion = conclusionText(report);
  const known = knownPicture(panels);
  const shares = sharesOf(runs);
  const room = contentWidth();
  const below =
    known === undefined
      ? [shares.block]
      : [
          known.block,
          space(GAP),
          paragraphOf(conclusion, room, 'title'),
          space(4),
          paragraphOf(shares.says, room, 'small', 'quiet'),
          space(GAP / 2),
          shares.block,
        ];
  return picture({
    id: `latsim-${report.scenario.hash}`,
    title: known?.says ?? conclusion,
    beside: [
      ...(report.partial ? [interruption(report)] : []),
      ...precisionSentence(runs),
      ...warningsOf(assumes),
      ...report.warnings,
    ],
    subtitle: known === undefined ? shares.says : known.legend + sameText(report),
    description: `${known?.words ?? ''} ${sharesWords(runs, ({ share }) => percent(share))}`.trim(),
    footer: footerOf({ ...report, seed, profile, runs: replicationsText(replications.length) }),
    parts: below,
  });
}

/** The runs, each under what it is called in pictures. */
function labelled({ runs }: CompareReport): [ComparedRun, ...ComparedRun[]] {
  return runs.map((run) => ({ ...run, logger: run.variant })) as [ComparedRun, ...ComparedRun[]];
}

/** What makes panels comparable. */
function sameText({ runs, compared, sameArrivals }: CompareReport): string {
  if (runs.length === 1) return '';
  const met = sameArrivals ? 'requests' : 'users';
  return ` All ${compared} met the same ${met} with the same random numbers.`;
}
