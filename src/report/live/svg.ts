import { fixed, percent } from '../../text/figures.js';
import { coloursOf } from '../kit/palette.js';
import { picture } from '../kit/picture.js';
import { footerOf } from '../kit/source.js';
import { capital } from '../kit/words.js';
import { type ShareBars, shareBlock } from '../shares/bars.js';
import { labelOf, liveSentences } from './answer.js';
import type { LiveMeasurement, LiveReport } from './report.js';
import { graveNotes, targetText } from './setting.js';

/** How many standard deviations a whisker reaches on either side: what still counts as agreement. */
const REACH = 3;
/** More bars are not drawn. */
const MOST_GROUPS = 8;

/** What was measured beside what was predicted, a pair of bars for each group, as a picture. */
export function svgLive(report: LiveReport): string {
  const { scenario, seed, partial, runs } = report;
  const [title = '', ...more] = liveSentences(report);
  return picture({
    id: `latsim-live-${scenario.hash}`,
    title,
    beside: [
      ...(partial === null ? [] : [`Ended early: ${partial}.`]),
      ...graveNotes(report).map((note) => `${capital(note)}.`),
      ...more,
    ],
    subtitle: subtitle(runs),
    description: runs.map((run) => inWords(run, runs)).join(' '),
    footer: [...footerOf({ tool: report.tool, scenario, seed }), ...targetText(report)],
    parts: [shareBlock(runs.flatMap((run) => barsOf(run, runs)))],
  });
}

function subtitle(runs: readonly LiveMeasurement[]): string {
  const repeats = Math.max(0, ...runs.map((run) => run.repeats.length));
  const of = repeats > 1 ? `the mean of ${repeats} runs` : 'one run';
  return `Each group's share of the requests: ${of}, and the mean of ${runs[0]?.replications ?? 0} predicted replications; whiskers reach ${REACH} standard deviations, within which a measurement agrees.`;
}

function barsOf(run: LiveMeasurement, runs: readonly LiveMeasurement[]): ShareBars[] {
  const colours = coloursOf(run.measured);
  return run.measured.slice(0, MOST_GROUPS).map((group, g): ShareBars => {
    const predicted = run.predicted[g];
    const repeats = Math.max(1, run.repeats.filter(({ complete }) => complete).length);
    const reach = (REACH * (run.sd[g] ?? 0)) / Math.sqrt(repeats);
    const colour = colours[g] as string;
    const of = runs.length === 1 ? '' : `${labelOf(run, runs)}: `;
    return {
      title: `${of}${group.name}`,
      random: group.deploymentShare,
      labelled: g === 0,
      bars: [
        { label: 'measured', colour, share: group.share, ci95: null },
        ...(predicted === undefined
          ? []
          : [
              {
                label: 'predicted',
                colour,
                share: predicted.share,
                ci95: [
                  Math.max(0, predicted.share - reach),
                  Math.min(1, predicted.share + reach),
                ] as const,
              },
            ]),
      ],
    };
  });
}

function inWords(run: LiveMeasurement, runs: readonly LiveMeasurement[]): string {
  const groups = run.measured.map(({ name, share }, g) => {
    const predicted = run.predicted[g];
    const beside = predicted === undefined ? '' : `, predicted ${percent(predicted.share)}`;
    return `${name} ${percent(share)}${beside} (sd ${fixed((run.sd[g] ?? 0) * 100, 1)} points)`;
  });
  return `${labelOf(run, runs)}: ${groups.join('; ')}.`;
}
