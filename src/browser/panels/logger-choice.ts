import { type Html, html } from '../../report/kit/html.js';
import type { SettingsTrial } from '../trial.js';

/** A choice among the loggers of a page. @param id its own in the page */
export function loggerChoice({ loggers }: SettingsTrial, id: string, label: string): Html {
  return html`<p><label for="${id}">${label}</label> <select id="${id}">${loggers.map(
    ({ name, summary }) => html`<option value="${name}" title="${summary}">${name}</option>`,
  )}</select></p>`;
}
