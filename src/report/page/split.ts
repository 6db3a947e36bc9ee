import type { Interval } from '../../measure/level.js';
import type { GroupSummary } from '../../measure/summary.js';
import { fixed, percent, percentInterval } from '../../text/figures.js';
import { Html, html } from '../kit/html.js';
import { coloursOf } from '../kit/palette.js';
import { element } from '../kit/svg-elements.js';
import { clipName } from '../kit/words.js';
import { type SharedRun, sharesOf } from '../shares/block.js';
import { chosenGroups, groupText } from '../shares/chosen.js';

/** Longer names are clipped. */
const NAME_WIDTH = 40;

/**
 * Where the requests went, as a table: a row for each group, or for each run of a group, with its share,
 * the interval of that, and a bar with the mark of random choice. Bars take the room that there is.
 * @param runs of one scenario; the first says which groups are shown
 */
export function splitTable(runs: readonly [SharedRun, ...SharedRun[]]): Html {
  const [{ groups }] = runs;
  const { shown } = chosenGroups(groups, runs.length);
  const colours = coloursOf(groups);
  const ofModelGroups = new Set(groups.map(({ modelGroup }) => modelGroup)).size > 1;
  const bodies = shown.map((g) => {
    const group = groups[g] as GroupSummary;
    const within = ofModelGroups ? `${clipName(group.modelGroup, NAME_WIDTH)}: ` : '';
    const name = `${within}${groupText({ ...group, name: clipName(group.name, NAME_WIDTH) })}`;
    const rows = runs.flatMap((run) => {
      const own = run.groups[g];
      if (own === undefined) return [];
      const label = runs.length > 1 ? clipName(run.logger, NAME_WIDTH) : name;
      return [row(label, own, colours[g] as string)];
    });
    const head = html`<tr class="of"><th colspan="3" scope="rowgroup">${name}</th></tr>\n`;
    return html`<tbody>\n${runs.length > 1 ? head : undefined}${rows}</tbody>\n`;
  });
  return html`<table class="split">
<caption>${sharesOf(runs).says} The dashed line is random choice.</caption>
<thead><tr><th scope="col">group</th><th scope="col">share of requests</th><th scope="col">share</th></tr></thead>
${bodies}</table>
`;
}

function row(label: string, { share, ci95, deploymentShare }: GroupSummary, colour: string): Html {
  const interval =
    ci95 === null ? undefined : html` <span class="interval">${percentInterval(ci95)}</span>`;
  return html`<tr><th scope="row">${label}</th><td class="bar">${bar(share, ci95, deploymentShare, colour)}</td><td class="share"><b>${percent(share)}</b>${interval} <span class="random">random choice: ${percent(deploymentShare)}</span></td></tr>\n`;
}

/** Sizes in pixels; across, all is in parts of the room. */
const HEIGHT = 22;
const BAR = 14;

/** A share from 0 to 100%: what it says stands beside it as text. */
function bar(share: number, ci95: Interval, random: number, colour: string): Html {
  const middle = HEIGHT / 2;
  const y = middle - BAR / 2;
  const box = (width: string, more: Record<string, string>) =>
    element('rect', { x: 0, y, width, height: BAR, ...more });
  const line = (name: 'halo' | 'mark', [x1, y1, x2, y2]: Line, wide: number, dashes?: string) =>
    element('line', {
      class: name,
      'stroke-width': wide,
      ...(dashes !== undefined && { 'stroke-dasharray': dashes }),
      x1: at(x1),
      y1,
      x2: at(x2),
      y2,
    });
  const whiskers: Line[] =
    ci95 === null
      ? []
      : [
          [ci95[0], middle, ci95[1], middle],
          [ci95[0], middle - 4, ci95[0], middle + 4],
          [ci95[1], middle - 4, ci95[1], middle + 4],
        ];
  const upright: Line = [random, 0, random, HEIGHT];
  return new Html(
    element(
      'svg',
      { class: 'picture', width: '100%', height: HEIGHT, 'aria-hidden': 'true' },
      [
        box('100%', { class: 'nothing' }),
        box(at(share), { fill: colour }),
        ...whiskers.map((one) => line('halo', one, 4)),
        ...whiskers.map((one) => line('mark', one, 1.5)),
        line('halo', upright, 3.5),
        line('mark', upright, 1.5, '4 3'),
      ].join(''),
    ),
  );
}

/** From where to where: across as fractions, down in pixels. */
type Line = readonly [x1: number, y1: number, x2: number, y2: number];

function at(fraction: number): string {
  return `${fixed(fraction * 100, 2)}%`;
}
