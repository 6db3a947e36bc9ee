import { html } from '../../report/kit/html.js';
import { commandWords } from '../../report/page/parts.js';
import { splitTable } from '../../report/page/split.js';
import { count, percent, replicationsText, seconds } from '../../text/figures.js';
import { at, markedUp } from '../elements.js';
import type { SettingsTrial, TriedLogger } from '../trial.js';
import { loggerChoice } from './logger-choice.js';

const TO_BEGIN_WITH =
  'Choose another logger or move a slider: the same requests, with the same random numbers, are run again in this page.';

/** Lets a reader try another logger and other settings. */
export function mountSettings(section: HTMLElement, trial: SettingsTrial): void {
  section.append(
    ...markedUp(html`<div class="trial">
<form>
${loggerChoice(trial, 'chosen', 'Logger')}
${trial.controls.map(({ label, of, steps, at }, i) => {
  const id = `control-${i}`;
  return html`<p><label for="${id}">${label}${of && ` (${of})`}</label> <output for="${id}"></output>
<input type="range" id="${id}" min="0" max="${steps.length - 1}" step="1" value="${at}"></p>`;
})}
<p><button type="button">Reset</button></p>
</form>
<div class="came">
<p class="lead" role="status">${TO_BEGIN_WITH}</p>
<div class="shares"></div>
<p class="small facts-of-trial"></p>
<p class="label">The command for these settings:</p>
<pre class="command" tabindex="0"><code></code></pre>
</div>
</div>`),
  );
  const choice = at(section, 'select', HTMLSelectElement);
  choice.addEventListener('change', () => trial.choose(choice.value, trial.tried[1].logger));
  const sliders = [...section.querySelectorAll<HTMLInputElement>('input[type=range]')];
  for (const [i, slider] of sliders.entries()) {
    slider.addEventListener('input', () => trial.moveTo(i, Number(slider.value)));
  }
  at(section, 'form button', HTMLButtonElement).addEventListener('click', () => trial.reset());

  const show = (): void => {
    const [tried] = trial.tried;
    choice.value = tried.logger;
    for (const [i, slider] of sliders.entries()) {
      const step = trial.stepAt(i);
      const shown = trial.controls[i]?.steps[step]?.shown ?? '';
      slider.value = String(step);
      slider.setAttribute('aria-valuetext', shown);
      at(section, `output[for="${slider.id}"]`).textContent = shown;
    }
    at(section, '.command code').innerHTML = commandWords(trial.command).markup;
    if (trial.isBegun) showOutcome(section, tried, trial.replications.length);
  };
  trial.watch(show);
  show();
}

/**
 * Shows what is known of a trial in the places of a section for it.
 * @param replications how many there are to be
 */
export function showOutcome(section: HTMLElement, tried: TriedLogger, replications: number): void {
  const { logger, seen, done, failed } = tried;
  const finished = seen?.summary.replications.length ?? 0;
  // A screen reader is told the first figures and the last, not all in between.
  const status = at(section, '[role=status]');
  if (failed !== undefined) status.textContent = `It cannot be run: ${failed}`;
  else if (seen !== undefined && (finished === 1 || done)) status.textContent = said(tried);
  const facts = at(section, '.facts-of-trial');
  if (seen === undefined) {
    facts.textContent = failed === undefined ? '…' : '';
    return;
  }
  const { groups, samples, latency } = seen.summary;
  const run = { logger, groups, replications: { length: finished } };
  at(section, '.shares').replaceChildren(...markedUp(splitTable([run])));
  const lost = samples.lost === undefined ? [] : [`${count(samples.lost)} samples lost`];
  facts.textContent = [
    done ? replicationsText(finished) : `${finished} of ${replicationsText(replications)}`,
    'the same random numbers',
    ...lost,
    `requests take ${seconds(latency.mean_s)} on average`,
  ].join(' · ');
}

/** What the fastest groups get, in a sentence. */
function said({ logger, seen }: TriedLogger): string {
  if (seen?.summary.requests === 0) return 'No request was served.';
  const fastest = seen?.summary.groups.filter((group) => group.fastest) ?? [];
  return fastest
    .map(
      ({ name, share, deploymentShare }) =>
        `With ${logger}, ${name} gets ${percent(share)} of requests; random choice would give it ${percent(deploymentShare)}.`,
    )
    .join(' ');
}
