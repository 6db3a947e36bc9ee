import { html } from '../../report/kit/html.js';
import { knownDrawing } from '../../report/known/drawing.js';
import { knownPicture } from '../../report/known/svg.js';
import { type LessonData, pictureId } from '../../report/page/lesson-data.js';
import { commandWords } from '../../report/page/parts.js';
import { at, markedUp } from '../elements.js';
import type { RunSeen } from '../engine.js';
import type { EngineInPage } from '../engine-in-page.js';
import { askedOf, type TriedLogger } from '../trial.js';
import { showOutcome } from './settings.js';

/** Lets a reader change the one thing that a step of the lesson is about. */
export function mountLesson(
  section: HTMLElement,
  { experiment, control }: LessonData,
  engine: EngineInPage,
): void {
  const id = `${section.id}-control`;
  const { label, steps } = control;
  const isNumber = steps.every(({ shown }) => /^\d/.test(shown));
  const input = isNumber
    ? html`<output for="${id}"></output>
<input type="range" id="${id}" min="0" max="${steps.length - 1}" step="1" value="${control.at}">`
    : html`<select id="${id}">${steps.map(
        ({ shown }, i) => html`<option value="${i}">${shown}</option>`,
      )}</select>`;
  at(section, '.lead').before(
    ...markedUp(
      html`<form class="scrub"><p><label for="${id}">${label}</label> ${input}</p></form>\n`,
    ),
  );
  const chooser = section.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)!;
  chooser.value = String(control.at);
  const replications = experiment.results[0]?.replications.map((one) => one.replication) ?? [];
  const command = at(section, '.command code');
  let end = (): void => undefined;

  const tell = (step: number): void => {
    const output = section.querySelector('output');
    if (output === null) return;
    output.textContent = steps[step]?.shown ?? '';
    chooser.setAttribute('aria-valuetext', output.textContent);
  };

  const run = (): void => {
    end();
    const step = Number(chooser.value);
    const { value, options = '' } = steps[step] ?? {};
    tell(step);
    const more = step === control.at ? '' : ` ${options}`;
    command.innerHTML = commandWords(experiment.command + more).markup;
    section.querySelector('.causes')?.remove();
    const logger = nameIn(value) ?? experiment.scenario.logger.name;
    let tried: TriedLogger = { logger };
    const found = (what: Partial<TriedLogger>): void => {
      tried = { ...tried, ...what };
      showOutcome(section, tried, replications.length);
    };
    const fields = [{ path: control.path, value }];
    end = engine.run(askedOf(experiment, replications, fields), {
      seen: (seen) => {
        if (tried.seen === undefined) draw(section, logger, seen);
        found({ seen });
      },
      done: () => found({ done: true }),
      failed: (failed) => found({ failed }),
    });
  };
  chooser.addEventListener('input', run);
  tell(control.at);
}

/** The name of a logger, where that is what is changed. */
function nameIn(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'name' in value
    ? String(value.name)
    : undefined;
}

function draw(section: HTMLElement, logger: string, { known, summary }: RunSeen): void {
  const picture = knownPicture([{ logger, known, groups: summary.groups }]);
  if (picture === undefined) return;
  at(section, 'figure').replaceChildren(...markedUp(knownDrawing(picture, pictureId(section.id))));
}
