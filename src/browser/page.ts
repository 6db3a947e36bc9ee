import type { ChoicesData } from '../report/page/choices.js';
import type { ExperimentData } from '../report/page/experiment-data.js';
import { LESSON, type LessonData } from '../report/page/lesson-data.js';
import type { LostUpdateData } from '../report/page/lost-update.js';
import type { SettingsData } from '../report/page/settings.js';
import { engineInPage } from './engine-in-page.js';
import { mountCheck } from './panels/check.js';
import { mountChoices } from './panels/choices.js';
import { mountCopy } from './panels/copy.js';
import { mountKnown } from './panels/known.js';
import { mountLesson } from './panels/lesson.js';
import { mountLostUpdate } from './panels/lost-update.js';
import { mountSettings } from './panels/settings.js';
import { SettingsTrial } from './trial.js';

/** What the page carries under an id; undefined: nothing. */
function textOf(id: string): string | undefined {
  return document.getElementById(id)?.textContent ?? undefined;
}

/** The same as data. */
function dataOf<Data>(name: string): Data | undefined {
  const text = textOf(`data-${name}`);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Adds to a section what its reader can do; nothing where it, or something that this takes, is not there. */
function mount(id: string, add: (section: HTMLElement) => void): void {
  const section = document.getElementById(id);
  if (section !== null) add(section);
}

const experiment = dataOf<ExperimentData>('experiment');
const engine = engineInPage(textOf('worker') ?? '');
if (experiment !== undefined && engine.available) {
  const settings = dataOf<SettingsData>('settings');
  if (settings !== undefined) {
    const trial = new SettingsTrial(experiment, settings, engine);
    mount('settings', (section) => mountSettings(section, trial));
    mount('known', (section) => {
      mountKnown(section, trial);
      trial.look();
    });
  }
  mount('check', (section) => mountCheck(section, experiment, engine));
}
const story = dataOf<LostUpdateData>('lost-update');
if (story !== undefined) mount('lost-update', (section) => mountLostUpdate(section, story));
const choices = dataOf<ChoicesData>('choices');
if (choices !== undefined) mount('choices', (section) => mountChoices(section, choices));
for (const section of document.querySelectorAll<HTMLElement>(`section[id^="${LESSON}-"]`)) {
  const data = dataOf<LessonData>(section.id);
  if (data !== undefined && engine.available) mountLesson(section, data, engine);
}
mountCopy(document);
performance.mark('mounted');
