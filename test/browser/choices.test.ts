import { beforeAll, expect, test } from 'vitest';
import { mountChoices } from '../../src/browser/panels/choices.js';
import { answer } from '../../src/jobs/answer.js';
import { inline } from '../../src/jobs/inline.js';
import { type ChoicesData, choicesSection } from '../../src/report/page/choices.js';
import type { PageSection } from '../../src/report/page/document.js';
import { choosingAsked } from '../../src/studies/explore/choices.js';
import { type ExploreFound, exploringAsked } from '../../src/studies/explore/explore.js';
import type { ExploreQuestion } from '../../src/studies/explore/question.js';
import type { Study } from '../../src/studies/study.js';
import { SectionInPage } from './section.js';

const here = <Found>(study: Study<Found>) =>
  answer(study, inline(), { stopRequested: () => false, progress: () => undefined });

/** What a logger offers to choose from, where it is explored in this way. */
async function offered(name: string, asked: ExploreQuestion = { tasks: 2 }) {
  const logger = { kind: 'shipped', name } as const;
  const found = (await here(exploringAsked(logger, asked))) as NonNullable<ExploreFound>;
  const choices = await here(choosingAsked(logger, found));
  return { found, section: choicesSection(choices!) };
}

let race: PageSection;
beforeAll(async () => {
  race = (await offered('unlocked')).section;
});

function mounted(hash = '', section: PageSection = race): SectionInPage {
  const shown = new SectionInPage(section, hash);
  mountChoices(shown.section, JSON.parse(JSON.stringify(section.data)) as ChoicesData);
  return shown;
}

function choose(shown: SectionInPage, ...does: string[]): void {
  for (const text of does) shown.button(text).click();
}

test('without a script it is said what lies behind the start, as an exploration counts it', async () => {
  const { found, section } = await offered('unlocked');
  const { schedules, lossless } = (found as Extract<ExploreFound, { kind: 'explored' }>).report;
  const shown = new SectionInPage(section);
  expect(shown.texts('td')).toEqual([
    `${Number(schedules) - Number(lossless)} of ${schedules} orders lose a sample`,
    'none of 6 orders loses a sample',
  ]);
});

test('a reader who lets both read before one writes has found it', () => {
  const shown = mounted();
  expect(shown.text('.said')).toBe('From here 4 of 6 orders lose a sample.');
  expect(shown.texts('.moves small')).toEqual([
    'from here 2 of 3 orders lose a sample',
    'from here 2 of 3 orders lose a sample',
  ]);
  choose(shown, 'task 1: reads map', 'task 2: reads map');
  expect(shown.text('.said')).toBe(
    '2. task 2: reads map: nothing. From here both orders lose a sample.',
  );
  choose(shown, 'task 1: writes', 'task 2: writes');
  expect(shown.text('.said')).toMatch('You have found it: 1 of 2 recorded samples is lost.');
  expect(shown.texts('.moves button')).toEqual([]);
  expect(shown.text('.stores ul')).toBe('map = d/01: B new');
  expect(shown.text('.command')).toBe(
    'latsim explore --logger unlocked --tasks 2 --samples distinct --schedule 1,2,1,2',
  );
  expect(shown.hash).toBe('#choices=unlocked:1,2,1,2');
});

test('what is said is announced, and every control has a name', () => {
  const shown = mounted();
  expect(shown.section.querySelector('.said')?.getAttribute('aria-live')).toBe('polite');
  expect(shown.unnamed).toEqual([]);
});

test('the last step can be taken back, and all of them', () => {
  const shown = mounted();
  choose(shown, 'task 1: reads', 'task 1: writes', 'Undo');
  expect(shown.texts('.lanes tbody th')).toEqual(['1']);
  choose(shown, 'task 2: reads', 'Start over');
  expect(shown.text('.said')).toBe('From here 4 of 6 orders lose a sample.');
  expect(shown.hash).toBe('#choices=unlocked:');
  choose(shown, 'Undo');
  expect(shown.text('.said')).toBe('From here 4 of 6 orders lose a sample.');
});

test('the keyboard stays with the choices', () => {
  const shown = mounted();
  shown.button('task 2: reads').focus();
  choose(shown, 'task 2: reads');
  expect(shown.page.activeElement?.textContent).toMatch('task 1: reads map');
  choose(shown, 'task 1: reads', 'task 1: writes');
  shown.button('task 2: writes').focus();
  choose(shown, 'task 2: writes');
  expect(shown.page.activeElement?.textContent).toBe('← Undo');
});

test('under the fix nobody finds it: who waits cannot be chosen', () => {
  const shown = mounted('#choices=locked:1,2');
  expect(shown.texts('.moves li')).toEqual([
    'task 1: reads mapfrom here the one order that is left loses no sample',
    "task 2 waits for lock 'map', which task 1 holds",
  ]);
  for (let steps = 0; steps < 20 && shown.section.querySelector('.moves button'); steps++) {
    shown.section.querySelector<HTMLButtonElement>('.moves button')!.click();
  }
  expect(shown.text('.said')).toMatch(
    /In this order no recorded sample is lost. From the start none of 6 orders loses a sample. The router then sees samples A and B.$/,
  );
});

test('no way through the fix ends in a fault, and some through the bug do', () => {
  const [unlocked, locked] = (race.data as ChoicesData).loggers;
  const faults = (one: typeof unlocked) => one!.states.filter((state) => state.faults.length > 0);
  expect(faults(unlocked)).toHaveLength(2);
  expect(faults(locked)).toEqual([]);
});

test('another logger is tried with the same moves, as far as they are possible', () => {
  const shown = mounted('#choices=unlocked:1,2,1,2');
  const radio = shown.section.querySelector<HTMLInputElement>('input[value=locked]')!;
  radio.click();
  expect(shown.hash).toBe('#choices=locked:1,2,1');
  expect(shown.text('.lanes tbody tr:last-child .acts')).toBe('reads map: nothing');
});

test('an address that names nothing that is there leads as far as it can', () => {
  expect(mounted('#choices=nobody:1,9,1').texts('.lanes tbody th')).toEqual(['1']);
  expect(mounted('#choices=%').text('.said')).toBe('From here 4 of 6 orders lose a sample.');
});

test('crashes and expiry are choices, too', async () => {
  const { section } = await offered('unlocked', {
    tasks: 2,
    crash: 'task',
    expiry: true,
    schedule: ['1'],
  });
  const shown = mounted('', section);
  choose(
    shown,
    'task 1: reads',
    'task 1: is hit by an exception',
    'task 2: reads',
    'task 2: writes',
  );
  expect(shown.text('.said')).toMatch('In this order no recorded sample is lost.');
  choose(shown, 'Start over', 'task 1: reads', 'task 1: writes');
  expect(shown.button('store: map expires').textContent).toMatch('from here');
});

test('a logger that is right is held against the one that is not', async () => {
  const { section } = await offered('atomic');
  expect((section.data as ChoicesData).loggers.map(({ logger }) => logger)).toEqual([
    'atomic',
    'unlocked',
  ]);
});

test('more states than one goes through by hand are told, not carried', async () => {
  const { section } = await offered('locked-distributed', {
    processes: 2,
    crash: 'process',
    expiry: 1,
    leaseExpiry: 1,
    schedule: ['1'],
  });
  expect(section.data).toBeUndefined();
  const shown = new SectionInPage(section);
  expect(shown.text('p')).toMatch('with locked-distributed it can be in more than 200 states');
});
