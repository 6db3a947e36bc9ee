import type { GroupSummary } from '../../measure/summary.js';
import { countKnown, fixed, percent } from '../../text/figures.js';
import { element, escaped, type SvgBlock, textAt } from '../kit/svg-elements.js';
import { clip, clipName } from '../kit/words.js';
import type { ComparedRun, CompareReport } from './report.js';

/** Sizes in pixels. */
const WIDTH = 800;
const MARGIN = 24;
const INNER = WIDTH - 2 * MARGIN;
const LABEL_WIDTH = 150;
const BAR_WIDTH = 400;
const BAR_HEIGHT = 22;
const BAR_PITCH = 34;
const PLOTS_PER_ROW = 3;
const PLOT_GAP = 28;
const PLOT_WIDTH = (INNER - (PLOTS_PER_ROW - 1) * PLOT_GAP) / PLOTS_PER_ROW;
const PLOT_HEIGHT = 90;
const PLOT_PITCH = PLOT_HEIGHT + 52;
/** Width of a character of the small text, about: there is no way to measure it here. */
const CHARACTER_WIDTH = 7;

/**
 * Okabe and Ito's colours, which colour-blind readers tell apart, darkened where white text on them
 * would be hard to read.
 */
const COLOURS = ['#d55e00', '#0072b2', '#00825f', '#ad568a', '#a87400', '#3486b8'];

const STYLE = `
  .page { fill: #ffffff; stroke: #d0d7de; }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
  .heading { font-size: 16px; font-weight: 600; }
  .name { font-weight: 600; }
  .small { font-size: 11px; fill: #59636e; }
  .inside { fill: #ffffff; font-size: 12px; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .blind { stroke: #1f2328; stroke-width: 1.5; stroke-dasharray: 3 2; }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #161b22; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .small { fill: #9198a1; }
    .grid { stroke: #3d444d; }
    .blind { stroke: #f0f6fc; }
  }
`;

/**
 * A comparison as one picture: each logger's shares as a bar, and over time below. It carries its
 * own background, so that it can be read on light and on dark pages.
 */
export function svg(report: CompareReport): string {
  const parts = [heading(report), legend(report), ...bars(report), timelines(report)];
  let y = MARGIN;
  const placed = parts.map(({ height, body }) => {
    const group = element('g', { transform: `translate(${MARGIN} ${y})` }, body);
    y += height;
    return group;
  });
  const height = y + MARGIN / 2;
  const id = `latsim-${report.scenario.hash}`;
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${height}`,
      width: WIDTH,
      height,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
    },
    [
      element('title', { id: `${id}-title` }, escaped(titleOf(report))),
      element('desc', { id: `${id}-desc` }, escaped(description(report))),
      element('style', {}, STYLE),
      element('rect', {
        class: 'page',
        x: 0.5,
        y: 0.5,
        width: WIDTH - 1,
        height: height - 1,
        rx: 8,
      }),
      ...placed,
    ].join('\n'),
  )}\n`;
}

function titleOf({ scenario }: CompareReport): string {
  return `${scenario.name}: share of requests by logger`;
}

/** The picture in words, for those who cannot see it. */
function description({ runs }: CompareReport): string {
  return runs
    .map(({ logger, verdict, groups, samples }) => {
      const shares = groups.map(({ name, share }) => `${name} ${percent(share)}`).join(', ');
      return `${logger}: ${shares}; ${verdict}, ${countKnown(samples.lost)} samples lost.`;
    })
    .join(' ');
}

function heading(report: CompareReport): SvgBlock {
  const title = textAt(0, 12, clip(titleOf(report), 80), 'heading');
  const note = report.partial ? ' (interrupted)' : '';
  const { replications, seed } = report.runs[0] as ComparedRun;
  const subtitle = `replications: ${replications.length} of seed ${seed}${note}; dashed: blind choice`;
  return { height: 48, body: title + textAt(0, 32, subtitle, 'small') };
}

function groupsOf(report: CompareReport): readonly GroupSummary[] {
  return report.runs[0]?.groups ?? [];
}

function colourOf(group: number): string {
  return COLOURS[group % COLOURS.length] as string;
}

function legend(report: CompareReport): SvgBlock {
  let x = 0;
  let y = 0;
  const items = groupsOf(report).map(({ name, deployments }, g) => {
    const label = `${clipName(name, 40)} x ${deployments}`;
    const width = 20 + label.length * CHARACTER_WIDTH + 16;
    if (x > 0 && x + width > INNER) {
      x = 0;
      y += 20;
    }
    const mark = element('rect', { x, y, width: 12, height: 12, rx: 2, fill: colourOf(g) });
    const item = mark + textAt(x + 18, y + 11, label);
    x += width;
    return item;
  });
  return { height: y + 34, body: items.join('') };
}

/** A row of bars per model group. */
function bars(report: CompareReport): SvgBlock[] {
  const modelGroups = [...new Set(groupsOf(report).map(({ modelGroup }) => modelGroup))];
  return modelGroups.map((modelGroup) => {
    const top = modelGroups.length > 1 ? 20 : 0;
    const title = top > 0 ? textAt(0, 8, clip(modelGroup, 60), 'small') : '';
    const rows = report.runs.map((run, i) => bar(run, modelGroup, top + i * BAR_PITCH));
    return {
      height: top + report.runs.length * BAR_PITCH + 14,
      body: title + rows.join('') + blindChoice(report, modelGroup, top),
    };
  });
}

function bar(run: ComparedRun, modelGroup: string, y: number): string {
  const textY = y + BAR_HEIGHT / 2 + 5;
  let x = LABEL_WIDTH;
  const segments = run.groups.map((group, g) => {
    if (group.modelGroup !== modelGroup) return '';
    const width = group.share * BAR_WIDTH;
    const rect = element('rect', { x, y, width, height: BAR_HEIGHT, fill: colourOf(g) });
    const label =
      width < 52 ? '' : textAt(x + width / 2, textY, percent(group.share), 'inside', 'middle');
    x += width;
    return rect + label;
  });
  const verdict = run.verdicts.find((one) => one.modelGroup === modelGroup)?.verdict ?? '';
  // Lost samples are counted over all model groups together.
  const lost = run.verdicts.length > 1 ? '' : `, ${countKnown(run.samples.lost)} lost`;
  return (
    textAt(0, textY, clipName(run.logger, 20), 'name') +
    segments.join('') +
    textAt(LABEL_WIDTH + BAR_WIDTH + 12, textY, verdict + lost)
  );
}

/** Where the bars would be cut if deployments were chosen blindly. */
function blindChoice(report: CompareReport, modelGroup: string, top: number): string {
  const groups = groupsOf(report).filter((group) => group.modelGroup === modelGroup);
  let share = 0;
  return groups
    .slice(0, -1)
    .map(({ deploymentShare }) => {
      share += deploymentShare;
      const x = LABEL_WIDTH + share * BAR_WIDTH;
      const y2 = top + (report.runs.length - 1) * BAR_PITCH + BAR_HEIGHT + 5;
      return element('line', { class: 'blind', x1: x, y1: top - 5, x2: x, y2 });
    })
    .join('');
}

/** Small plots, one per logger: each group's share in each part of the run. */
function timelines(report: CompareReport): SvgBlock {
  const plots = report.runs.map((run, i) => {
    const x = (i % PLOTS_PER_ROW) * (PLOT_WIDTH + PLOT_GAP);
    const y = 16 + Math.floor(i / PLOTS_PER_ROW) * PLOT_PITCH;
    return element('g', { transform: `translate(${fixed(x, 1)} ${y})` }, plot(run));
  });
  const rows = Math.ceil(report.runs.length / PLOTS_PER_ROW);
  return {
    height: 16 + rows * PLOT_PITCH,
    body: textAt(0, 4, 'share over time, from 0 to 100 %', 'small') + plots.join(''),
  };
}

function plot(run: ComparedRun): string {
  const top = 22;
  const grid = [0, 0.5, 1].map((share) => {
    const y = top + (1 - share) * PLOT_HEIGHT;
    return element('line', { class: 'grid', x1: 0, y1: y, x2: PLOT_WIDTH, y2: y });
  });
  const lines = run.groups.map(({ timeline }, g) =>
    element('path', { class: 'line', stroke: colourOf(g), d: path(timeline, top) }),
  );
  const bottom = top + PLOT_HEIGHT + 14;
  return [
    textAt(0, 14, clipName(run.logger, 30), 'name'),
    ...grid,
    ...lines,
    textAt(0, bottom, '0 s', 'small'),
    textAt(PLOT_WIDTH, bottom, `${Number(run.duration_s.toPrecision(6))} s`, 'small', 'end'),
  ].join('');
}

/** A line through the middles of the parts, interrupted where nothing arrived. */
function path(timeline: GroupSummary['timeline'], top: number): string {
  let pen = 'M';
  return timeline
    .map((share, i) => {
      if (share === null) {
        pen = 'M';
        return '';
      }
      const x = ((i + 0.5) / timeline.length) * PLOT_WIDTH;
      const point = `${pen}${fixed(x, 1)} ${fixed(top + (1 - share) * PLOT_HEIGHT, 1)}`;
      pen = 'L';
      // A part on its own between two gaps shows as a dot.
      return point.startsWith('M') ? `${point}h0.1` : point;
    })
    .join('');
}
