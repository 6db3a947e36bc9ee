import type { KnownOverTime } from '../../measure/known.js';
import { type Html, html } from '../../report/kit/html.js';
import { knownDrawing } from '../../report/known/drawing.js';
import {
  endOf,
  groupsOf,
  type KnownPanel,
  knownOf,
  knownPart,
  knownText,
  timeText,
} from '../../report/known/panel.js';
import { knownPicture } from '../../report/known/svg.js';
import { count } from '../../text/figures.js';
import { at, markedUp } from '../elements.js';
import type { SettingsTrial } from '../trial.js';
import { loggerChoice } from './logger-choice.js';

/** What the router knows, at any time of the run, with two loggers on the same random numbers. */
export function mountKnown(section: HTMLElement, trial: SettingsTrial): void {
  section.append(
    ...markedUp(html`<form class="scrub">
<p class="pair">${loggerChoice(trial, 'known-chosen', 'Logger')}${loggerChoice(trial, 'known-beside', 'Compared with')}</p>
<p><label for="known-time">Time</label> <output for="known-time"></output>
<input type="range" id="known-time" min="0" step="1" value="0"></p>
</form>
<div class="now" role="status"></div>`),
  );
  const chosen = at(section, '#known-chosen', HTMLSelectElement);
  const beside = at(section, '#known-beside', HTMLSelectElement);
  for (const one of [chosen, beside]) {
    one.addEventListener('change', () => trial.choose(chosen.value, beside.value));
  }
  const time = at(section, '#known-time', HTMLInputElement);
  let shown: readonly KnownPanel[] = [];

  const showNow = (): void => {
    const column = Number(time.value);
    const [of] = shown[0]?.known ?? [];
    if (of === undefined) return;
    const text = `after ${timeText(endOf(of, column))}`;
    time.setAttribute('aria-valuetext', text);
    at(section, 'output').textContent = text;
    for (const cursor of section.querySelectorAll('.cursor')) {
      const pitch = Number(cursor.getAttribute('data-pitch') ?? 0);
      cursor.setAttribute('x', String(column * pitch));
    }
    at(section, '.now').replaceChildren(
      ...markedUp(html`<ul>${shown.map((panel) => nowOf(panel, column))}</ul>`),
    );
  };

  const show = (): void => {
    const tried = trial.tried;
    [chosen.value, beside.value] = [tried[0].logger, tried[1].logger];
    const panels = tried.flatMap(({ logger, seen }): KnownPanel[] => {
      if (seen === undefined || seen.known.length === 0) return [];
      const stated = trial.statedGroups(logger);
      const { groups, replications } = seen.summary;
      const alone = replications.length === 1 && trial.replications.length > 1;
      return [
        stated === undefined
          ? { logger, known: seen.known, groups, alone }
          : { logger, known: seen.known, groups: stated },
      ];
    });
    // Until there is something new, what was there stays.
    if (panels.length < tried.length) return;
    shown = panels;
    draw(section, panels);
    const [of] = panels[0]?.known ?? [];
    time.max = String((of?.columns.length ?? 1) - 1);
    showNow();
  };

  time.addEventListener('input', showNow);
  trial.watch(show);
  show();
}

function draw(section: HTMLElement, panels: readonly KnownPanel[]): void {
  const picture = knownPicture(panels, { cursor: true });
  if (picture === undefined) return;
  at(section, '.lead').textContent = picture.says;
  at(section, 'figure').replaceChildren(...markedUp(knownDrawing(picture, 'known-picture')));
}

/** What is known with one logger at the end of a column, by group. */
function nowOf(panel: KnownPanel, column: number): Html {
  const parts = panel.known.map((of: KnownOverTime) => {
    const groups = groupsOf(panel, of).map(({ name, deployments }, g) => {
      const part = knownPart(of, [g])[column] ?? null;
      return part === null
        ? ''
        : `${knownText(part * deployments)} of ${count(deployments)} ${name}`;
    });
    const seen = groups.filter((text) => text !== '').join(', ');
    return `${knownOf(of, column)} known${seen === '' ? '; no request at this time' : ` (requests saw ${seen})`}`;
  });
  return html`<li><b>${panel.logger}</b>: ${parts.join('; ')}</li>`;
}
