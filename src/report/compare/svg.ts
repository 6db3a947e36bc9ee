import { SUMMARY_LEVEL } from '../../measure/level.js';
import type { GroupSummary } from '../../measure/summary.js';
import { VERDICT_NAMES } from '../../measure/verdict.js';
import { countKnown, fixed, levelText, percent, replicationsText } from '../../text/figures.js';
import { formatDuration } from '../../text/units.js';
import { element, escaped, type SvgBlock, textAt } from '../kit/svg-elements.js';
import { clip, clipName, wrap } from '../kit/words.js';
import { lossWord } from '../run/loss-word.js';
import { conclusionText } from './conclusion.js';
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

/** A colour, and whether dark text can be read on it; else white can. */
interface Fill {
  readonly colour: string;
  readonly dark?: true;
}

/** The fastest group of a model group. */
const FAST: Fill = { colour: '#0072b2' };

/**
 * The slower groups: the first is orange, as on a terminal. These are Okabe and Ito's colours, which
 * colour-blind readers tell apart, some darkened so that they can be seen on light and on dark; and a
 * grey.
 */
const SLOW: readonly Fill[] = [
  { colour: '#e69f00', dark: true },
  { colour: '#00825f' },
  { colour: '#cc79a7', dark: true },
  { colour: '#56b4e9', dark: true },
  { colour: '#8a5a00' },
  { colour: '#8c959f', dark: true },
  { colour: '#d55e00', dark: true },
  { colour: '#6a4c93' },
];

const STYLE = `
  .page { fill: #ffffff; stroke: #d0d7de; }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
  .heading { font-size: 16px; font-weight: 600; }
  .name { font-weight: 600; }
  .small { font-size: 11px; fill: #59636e; }
  .inside { fill: #ffffff; font-size: 12px; }
  .inside-dark { fill: #1f2328; font-size: 12px; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .random { stroke: #1f2328; stroke-width: 1.5; stroke-dasharray: 3 2; }
  .halo { stroke: #ffffff; stroke-width: 4; }
  .error { stroke: #1f2328; stroke-width: 1.5; }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #161b22; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .small { fill: #9198a1; }
    .grid { stroke: #3d444d; }
    .random { stroke: #f0f6fc; }
  }
`;

/**
 * A comparison as one picture, its conclusion as the title: each logger's shares as a bar, and over
 * time below. It carries its own background, so that it can be read on light and on dark pages.
 */
export function svg(report: CompareReport): string {
  const parts = [
    heading(report),
    legend(report),
    ...bars(report),
    timelines(report),
    footer(report),
  ];
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

/** What the comparison says, in sentences. */
function titleOf(report: CompareReport): string {
  return `${report.scenario.name}: ${conclusionText(report)}`;
}

/** The picture in words, for those who cannot see it. */
function description({ runs }: CompareReport): string {
  return runs
    .map(({ logger, verdict, groups, samples }) => {
      const shares = groups.map(({ name, share }) => `${name} ${percent(share)}`).join(', ');
      return `${logger}: ${shares}; ${VERDICT_NAMES[verdict]}, ${countKnown(samples.lost)} samples ${lossWord([{ samples }])}.`;
    })
    .join(' ');
}

/** As many characters of the title as a line has room for, and as many lines as it may have. */
const TITLE_WIDTH = 88;
const TITLE_LINES = 4;

function heading(report: CompareReport): SvgBlock {
  const lines = wrap(titleOf(report), TITLE_WIDTH);
  const shown = lines.slice(0, TITLE_LINES).map((line) => clip(line, TITLE_WIDTH));
  if (lines.length > TITLE_LINES) shown[TITLE_LINES - 1] = `${shown[TITLE_LINES - 1]} …`;
  const title = shown.map((line, i) => textAt(0, 12 + i * 22, line, 'heading'));
  const y = 12 + shown.length * 22;
  const note = report.partial ? 'interrupted: only finished replications count; ' : '';
  const subtitle = `${note}share of requests, with its ${levelText(SUMMARY_LEVEL)} interval where there are two groups`;
  return { height: y + 16, body: title.join('') + textAt(0, y - 2, subtitle, 'small') };
}

/** What somebody needs who quotes the picture. */
function footer({ tool, scenario, runs }: CompareReport): SvgBlock {
  const { seed, replications } = runs[0] as ComparedRun;
  const parts = [
    `${tool.name} ${tool.version}`,
    `${clipName(scenario.name, 40)} ${scenario.hash}`,
    `seed ${seed}`,
    replicationsText(replications.length),
  ];
  return { height: 16, body: textAt(0, 8, parts.join(' · '), 'small') };
}

function groupsOf(report: CompareReport): readonly GroupSummary[] {
  return report.runs[0]?.groups ?? [];
}

/** By group: blue where it is the fastest of its model group, else orange and what follows it. */
function fillsOf(groups: readonly GroupSummary[]): Fill[] {
  const slower = new Map<string, number>();
  return groups.map(({ modelGroup, fastest }) => {
    if (fastest) return FAST;
    const before = slower.get(modelGroup) ?? 0;
    slower.set(modelGroup, before + 1);
    return SLOW[before % SLOW.length] as Fill;
  });
}

/** Model groups by name. Colours are the same in each: over time, all but the first are dashed. */
function modelGroupsOf(groups: readonly GroupSummary[]): string[] {
  return [...new Set(groups.map(({ modelGroup }) => modelGroup))];
}

function legend(report: CompareReport): SvgBlock {
  let x = 0;
  let y = 0;
  const groups = groupsOf(report);
  const fills = fillsOf(groups);
  const [first] = modelGroupsOf(groups);
  const items = groups.map(({ name, deployments, fastest, modelGroup }, g) => {
    const role = fastest ? ', the fastest' : '';
    const dashed = modelGroup === first ? '' : ' (dashed below)';
    const label = `${clipName(name, 40)} × ${deployments}${role}${dashed}`;
    const width = 20 + label.length * CHARACTER_WIDTH + 16;
    if (x > 0 && x + width > INNER) {
      x = 0;
      y += 20;
    }
    const fill = fills[g]?.colour ?? '';
    const mark = element('rect', { x, y, width: 12, height: 12, rx: 2, fill });
    const item = mark + textAt(x + 18, y + 11, label);
    x += width;
    return item;
  });
  return { height: y + 34, body: items.join('') };
}

/** A row of bars per model group. */
function bars(report: CompareReport): SvgBlock[] {
  const modelGroups = modelGroupsOf(groupsOf(report));
  return modelGroups.map((modelGroup) => {
    const top = modelGroups.length > 1 ? 20 : 0;
    const title = top > 0 ? textAt(0, 8, clip(modelGroup, 60), 'small') : '';
    const rows = report.runs.map((run, i) => bar(run, modelGroup, top + i * BAR_PITCH));
    return {
      height: top + report.runs.length * BAR_PITCH + 26,
      body: title + rows.join('') + randomChoice(report, modelGroup, top),
    };
  });
}

function bar(run: ComparedRun, modelGroup: string, y: number): string {
  const textY = y + BAR_HEIGHT / 2 + 5;
  const fills = fillsOf(run.groups);
  let x = LABEL_WIDTH;
  const segments = run.groups.map((group, g) => {
    if (group.modelGroup !== modelGroup) return '';
    const { colour, dark = false } = fills[g] as Fill;
    const width = group.share * BAR_WIDTH;
    const rect = element('rect', { x, y, width, height: BAR_HEIGHT, fill: colour });
    const inside = dark ? 'inside-dark' : 'inside';
    const label =
      width < 52 ? '' : textAt(x + width / 2, textY, percent(group.share), inside, 'middle');
    x += width;
    return rect + label;
  });
  const one = run.verdicts.find((each) => each.modelGroup === modelGroup);
  const verdict = one === undefined ? '' : VERDICT_NAMES[one.verdict];
  // Overwritten samples are counted over all model groups together.
  const lost =
    run.verdicts.length > 1 ? '' : `, ${countKnown(run.samples.lost)} ${lossWord([run])}`;
  return (
    textAt(0, textY, clipName(run.logger, 20), 'name') +
    segments.join('') +
    errorBar(run, modelGroup, y + BAR_HEIGHT / 2) +
    textAt(LABEL_WIDTH + BAR_WIDTH + 12, textY, verdict + lost)
  );
}

/** The interval of a share, where two groups meet: of more, no interval says where they do. */
function errorBar(run: ComparedRun, modelGroup: string, y: number): string {
  const groups = run.groups.filter((group) => group.modelGroup === modelGroup);
  const ci95 = groups[0]?.ci95 ?? null;
  if (groups.length !== 2 || ci95 === null) return '';
  const [x1, x2] = [LABEL_WIDTH + ci95[0] * BAR_WIDTH, LABEL_WIDTH + ci95[1] * BAR_WIDTH];
  const lines = [
    { x1, y1: y, x2, y2: y },
    { x1, y1: y - 4, x2: x1, y2: y + 4 },
    { x1: x2, y1: y - 4, x2, y2: y + 4 },
  ];
  return ['halo', 'error']
    .flatMap((name) => lines.map((line) => element('line', { class: name, ...line })))
    .join('');
}

/** Where the bars would be cut if deployments were chosen at random. */
function randomChoice(report: CompareReport, modelGroup: string, top: number): string {
  const groups = groupsOf(report).filter((group) => group.modelGroup === modelGroup);
  const y2 = top + (report.runs.length - 1) * BAR_PITCH + BAR_HEIGHT + 5;
  let share = 0;
  return groups
    .slice(0, -1)
    .map(({ deploymentShare }, i) => {
      share += deploymentShare;
      const x = LABEL_WIDTH + share * BAR_WIDTH;
      const line = element('line', { class: 'random', x1: x, y1: top - 5, x2: x, y2 });
      return i === 0 ? line + textAt(x, y2 + 12, 'random choice', 'small', 'middle') : line;
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
  const fills = fillsOf(run.groups);
  const [first] = modelGroupsOf(run.groups);
  const lines = run.groups.map(({ timeline, modelGroup }, g) =>
    element('path', {
      class: 'line',
      stroke: fills[g]?.colour ?? '',
      ...(modelGroup !== first && { 'stroke-dasharray': '5 4' }),
      d: path(timeline, top),
    }),
  );
  const bottom = top + PLOT_HEIGHT + 14;
  return [
    textAt(0, 14, clipName(run.logger, 30), 'name'),
    ...grid,
    ...lines,
    textAt(0, bottom, '0 s', 'small'),
    textAt(PLOT_WIDTH, bottom, formatDuration(run.duration_s), 'small', 'end'),
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
