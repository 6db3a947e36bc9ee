import type { GroupSummary, ModelGroupVerdict } from '../../measure/summary.js';
import {
  marginAt,
  VERDICT_LABELS,
  VERDICT_NAMES,
  VERDICT_TONE,
  verdictsPossible,
} from '../../measure/verdict.js';
import { FEWEST_REPLICATIONS, tooFew } from '../../stats/interval.js';
import { count, counted, percent, percentInterval, replicationsText } from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import { capital, clipName, list, paragraph } from '../kit/words.js';
import type { RunReport } from './report.js';
import { goesByLatencies, testedIn } from './tested.js';

/** Longer names are clipped in sentences. */
const NAME_WIDTH = 32;

/** What a run came to: sentences that can be quoted, and the shares that they rest on. */
export function answerText(report: RunReport, style: Style): string {
  const nothing = nothingToJudge(report);
  if (nothing !== undefined) return style.unsure(paragraph(nothing, 2));
  return [
    ...headlines(report).map(({ verdict, says }) =>
      style.strong(style[VERDICT_TONE[verdict]](paragraph(says, 2))),
    ),
    ...shareSentences(report).map((sentence) => paragraph(sentence, 2)),
  ].join('\n');
}

/** The same as sentences alone. */
export function answerSentences(report: RunReport): string[] {
  const nothing = nothingToJudge(report);
  if (nothing !== undefined) return [nothing];
  return [...headlines(report).map(({ says }) => says), ...shareSentences(report)];
}

/** The first of these as a title, which says what was run, too. */
export function answerTitle(report: RunReport): string {
  const [says = ''] = answerSentences(report);
  return `${says.replace(/\.$/, '')} (${report.scenario.name} with ${testedIn(report)})`;
}

/** What the verdicts say, of model groups with the same together. */
function headlines(report: RunReport) {
  const heads = new Map<string, ModelGroupVerdict[]>();
  for (const one of report.verdicts) {
    const says = headline(report, one);
    heads.set(says, [...(heads.get(says) ?? []), one]);
  }
  return [...heads].map(([says, some]) => {
    const [{ verdict, modelGroup }] = some as [ModelGroupVerdict];
    const uneven = verdict === 'not-applicable' && unevenText(report, modelGroup) !== undefined;
    const name = uneven ? 'uneven' : VERDICT_NAMES[verdict];
    return { verdict, says: `${capital(name)}${whereText(report, some)}: ${says}` };
  });
}

function shareSentences(report: RunReport): string[] {
  return report.verdicts.flatMap((one) => shareText(report, one));
}

/** How far an interrupted run came. */
export function interruption(report: RunReport): string {
  const { replication, replications, seeds, precision } = report;
  if (precision !== undefined) {
    return `Interrupted: ${replicationsText(replications.length)} of at most ${count(precision.maxReplications)} finished, and only they count.`;
  }
  const of = replication === null ? seeds : 1;
  return `Interrupted: ${replications.length} of ${of} replications were finished, and only they count.`;
}

/** Why there is no more to say; undefined: there is. */
export function nothingToJudge(report: RunReport): string | undefined {
  const { rejected, replications, requests, samples } = report;
  if (replications.length === 0) return 'No replication was finished: there is nothing to judge.';
  if (requests > 0) return undefined;
  const when = samples.completed > 0 ? ' after the warm-up' : '';
  return rejected === 0
    ? `No request was served${when}: there is nothing to judge.`
    : `No request was served${when}: all ${count(rejected)} found no deployment that might be chosen.`;
}

/** Of which model groups, where there are several. */
function whereText({ verdicts }: RunReport, some: readonly ModelGroupVerdict[]): string {
  if (verdicts.length === 1) return '';
  if (some.length > 4) return ` for ${some.length} of ${verdicts.length} model groups`;
  return ` for ${list(some.map(({ modelGroup }) => clipName(modelGroup, NAME_WIDTH)))}`;
}

/** What a verdict says, without the name of the model group. */
function headline(report: RunReport, { modelGroup, fastest, verdict }: ModelGroupVerdict): string {
  const { replications, margin } = report;
  const group = groupNamed(report, modelGroup, fastest);
  const { share, ci95, deploymentShare } = group;
  switch (verdict) {
    case 'degraded': {
      const [low, high] = ci95 ?? [share, share];
      if (low <= deploymentShare && deploymentShare <= high) return `${VERDICT_LABELS[verdict]}.`;
      const how = share > deploymentShare ? 'hardly better' : 'somewhat worse';
      return `the router does ${how} than random choice, within the margin of ${pointsOf(reach(report, group))}.`;
    }
    case 'undecided': {
      const runs = replicationsText(replications.length);
      if (tooFew(replications.length)) {
        return `${runs} ${replications.length === 1 ? 'is' : 'are'} too few for an interval, which takes ${FEWEST_REPLICATIONS}.`;
      }
      const possible = verdictsPossible(ci95, deploymentShare, margin);
      const texts = possible.map((one) => OPEN[one as keyof typeof OPEN]);
      return `${runs} leave open whether the router ${list(texts, 'or')}.`;
    }
    case 'not-applicable': {
      const uneven = unevenText(report, modelGroup);
      if (uneven !== undefined) return uneven;
      return groupsOf(report, modelGroup).length === 1
        ? 'there is one group only, so that the router has nothing to tell apart.'
        : goesByLatencies(report)
          ? `${VERDICT_LABELS[verdict]}.`
          : 'no group is faster than another, so that none is to be preferred.';
    }
    default:
      return `${VERDICT_LABELS[verdict]}.`;
  }
}

/** What one of equal groups, or one of the deployments of the only group, gets too much; undefined: none does. */
function unevenText(report: RunReport, modelGroup: string): string | undefined {
  const groups = groupsOf(report, modelGroup);
  if (groups.length > 1) {
    const most = groups.reduce((a, b) => (above(b) > above(a) ? b : a));
    if (above(most) <= reach(report, most)) return undefined;
    const name = clipName(most.name, NAME_WIDTH);
    return `${name} gets ${percent(most.share)} of the requests with ${percent(most.deploymentShare)} of the deployments, and no group is faster.`;
  }
  const busiest = report.busiest.find((one) => one.modelGroup === modelGroup && one.uneven);
  if (busiest === undefined) return undefined;
  const { mean, deployments } = busiest;
  return `one of ${deployments} equal deployments gets ${percent(mean)} of the requests in each replication.`;
}

/** How much more than its part of the fleet a group gets, a fraction. */
function above({ share, deploymentShare }: GroupSummary): number {
  return share - deploymentShare;
}

/** What an undecided router may be doing. */
const OPEN = {
  inverted: 'avoids the fastest group',
  degraded: 'does no better than random choice',
  differentiated: 'prefers the fastest group',
} as const;

/** What the fastest group gets; nothing where no group is to be preferred. */
function shareText(
  report: RunReport,
  { modelGroup, fastest, verdict }: ModelGroupVerdict,
): string[] {
  if (verdict === 'not-applicable') return [];
  const group = groupNamed(report, modelGroup, fastest);
  const { share, ci95, deploymentShare } = group;
  const open = verdict === 'undecided' && ci95 !== null;
  const interval = open ? ` ${percentInterval(ci95)}` : '';
  const name = clipName(fastest, NAME_WIDTH);
  const figure = `${percent(share)}${interval}`;
  const gets =
    report.verdicts.length === 1
      ? `${name}, the fastest group, gets ${figure} of the requests`
      : `${clipName(modelGroup, NAME_WIDTH)}: ${name}, the fastest, gets ${figure}`;
  if (!open) return [`${gets} (random choice: ${percent(deploymentShare)}).`];
  const off = reach(report, group);
  const [least, most] = [percent(deploymentShare - off), percent(deploymentShare + off)];
  return [`${gets}; from ${least} to ${most} counts as random choice.`];
}

/** How far from random choice still counts as the same, a fraction. */
function reach({ margin }: RunReport, { deploymentShare }: GroupSummary): number {
  return marginAt(deploymentShare, margin);
}

function pointsOf(fraction: number): string {
  return counted(Number((fraction * 100).toFixed(1)), 'point');
}

function groupsOf({ groups }: RunReport, modelGroup: string): readonly GroupSummary[] {
  return groups.filter((group) => group.modelGroup === modelGroup);
}

function groupNamed(report: RunReport, modelGroup: string, name: string): GroupSummary {
  return groupsOf(report, modelGroup).find((one) => one.name === name) as GroupSummary;
}
