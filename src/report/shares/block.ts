import { SUMMARY_LEVEL } from '../../measure/level.js';
import type { GroupSummary } from '../../measure/summary.js';
import { FEWEST_REPLICATIONS, tooFew } from '../../stats/interval.js';
import { levelText, replicationsText } from '../../text/figures.js';
import { coloursOf } from '../kit/palette.js';
import type { SvgBlock } from '../kit/svg-elements.js';
import { type ShareBars, shareBlock } from './bars.js';
import { chosenGroups, groupText } from './chosen.js';

/** What one logger comes to. */
export interface SharedRun {
  readonly logger: string;
  readonly groups: readonly GroupSummary[];
  /** Only how many there are. */
  readonly replications: { readonly length: number };
}

/** Shares, and how to read them. */
export interface Shares {
  readonly says: string;
  readonly block: SvgBlock;
}

/** With more groups than this only the first line for random choice has its label. */
const MOST_LABELS = 9;

/** The shares of one run, a bar per group; of several, a bar per logger for each group. */
export function sharesOf(runs: readonly [SharedRun, ...SharedRun[]]): Shares {
  const [{ groups, replications }] = runs;
  const { shown, rest } = chosenGroups(groups, runs.length);
  const several = runs.length > 1;
  const ofModelGroups = new Set(groups.map(({ modelGroup }) => modelGroup)).size > 1;
  const colours = coloursOf(groups);
  const bars = shown.map((g, i): ShareBars => {
    const group = groups[g] as GroupSummary;
    const name = ofModelGroups ? `${group.modelGroup}: ${groupText(group)}` : groupText(group);
    return {
      ...((several || ofModelGroups) && { title: name }),
      random: group.deploymentShare,
      labelled: i === 0 || shown.length <= MOST_LABELS,
      bars: runs.flatMap((run) => {
        const own = run.groups[g];
        if (own === undefined) return [];
        const label = several ? run.logger : group.name;
        return [{ label, colour: colours[g] as string, share: own.share, ci95: own.ci95 }];
      }),
    };
  });
  const intervals = tooFew(replications.length)
    ? `${replicationsText(replications.length)}, too few for intervals, which take ${FEWEST_REPLICATIONS}`
    : `whiskers are ${levelText(SUMMARY_LEVEL)} intervals over ${replicationsText(replications.length)}`;
  return {
    says: `Each group's share of the requests; ${intervals}.${rest === '' ? '' : ` ${rest}`}`,
    block: shareBlock(bars),
  };
}

/** The shares in words, for those who cannot see them. */
export function sharesWords(
  runs: readonly SharedRun[],
  share: (group: GroupSummary) => string,
): string {
  return runs
    .map(({ logger, groups }) => {
      const shares = groups.map((group) => `${group.name} ${share(group)}`);
      return `${logger}: ${shares.join(', ')}.`;
    })
    .join(' ');
}
