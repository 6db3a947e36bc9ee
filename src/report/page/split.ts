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

/** Its height and that of its bar in pixels, the room across in per cent: lines are as wide all the same. */
const HEIGHT = 22;
const BAR = 14;
const WHISKER = 8;

/** A share from 0 to 100%, which stands beside it as text. */
function bar(share: number, ci95: Interval, random: number, colour: string): Html {
  const top = (HEIGHT - BAR) / 2;
  const box = (width: number) => `M0 ${top}h${at(width)}v${BAR}H0z`;
  const middle = HEIGHT / 2;
  const upright = (x: number) => `M${at(x)} ${middle - WHISKER / 2}v${WHISKER}`;
  const whisker =
    ci95 === null
      ? ''
      : `M${at(ci95[0])} ${middle}H${at(ci95[1])}${upright(ci95[0])}${upright(ci95[1])}`;
  const line = `M${at(random)} 0v${HEIGHT}`;
  const path = (attributes: Record<string, string>) => element('path', attributes);
  return new Html(
    element(
      'svg',
      {
        class: 'picture',
        viewBox: `0 0 100 ${HEIGHT}`,
        preserveAspectRatio: 'none',
        'aria-hidden': 'true',
      },
      [
        path({ class: 'nothing', d: box(1) }),
        path({ fill: colour, d: box(share) }),
        path({ class: 'halo', d: `${whisker}${line}` }),
        ...(whisker === '' ? [] : [path({ class: 'mark', d: whisker })]),
        path({ class: 'mark dashed', d: line }),
      ].join(''),
    ),
  );
}

function at(fraction: number): string {
  return fixed(fraction * 100, 2).replace(/\.?0+$/, '');
}
