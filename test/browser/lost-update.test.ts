import { expect, test } from 'vitest';
import { mountLostUpdate } from '../../src/browser/panels/lost-update.js';
import { loggerNamed } from '../../src/loggers/index.js';
import { sequenceOfViolation } from '../../src/report/explore/sequence.js';
import { storySection } from '../../src/report/page/lost-update.js';
import type { Sequence } from '../../src/report/sequence/sequence.js';
import { violationReport } from '../../src/studies/explore/found.js';
import { explore } from '../../src/worlds/explore/explore.js';
import { DEFAULT_PROGRAM } from '../../src/worlds/explore/program.js';
import { SectionInPage } from './section.js';

const { violation } = explore({ ...DEFAULT_PROGRAM, logger: loggerNamed('unlocked') });
const race = sequenceOfViolation(violationReport(violation!), { name: 'latsim', version: '0' });

function mounted(hash = '', sequence: Sequence = race): SectionInPage {
  const shown = new SectionInPage(storySection(race), hash);
  mountLostUpdate(shown.section, { sequence });
  return shown;
}

test('a story begins with its first step, and no address', () => {
  const shown = mounted();
  expect(shown.text('.controls b')).toBe('Step 1 of 4');
  expect(shown.hash).toBe('');
  expect(shown.texts('.stores ul, .stores span')).toEqual(['nothing', 'nothing']);
});

test('arrow keys step, and the step stands in the address', () => {
  const shown = mounted();
  shown.button('Next').focus();
  shown.press('ArrowRight');
  shown.press('ArrowRight');
  expect(shown.text('.controls b')).toBe('Step 3 of 4');
  expect(shown.hash).toBe('#lost-update=3');
  shown.press('ArrowLeft');
  expect(shown.hash).toBe('#lost-update=2');
  shown.press('End');
  shown.press('ArrowRight');
  expect(shown.hash).toBe('#lost-update=4');
  shown.press('Home');
  expect(shown.hash).toBe('#lost-update=1');
});

test('keys that are pressed elsewhere step only where the address speaks of the section', async () => {
  const shown = mounted();
  shown.press('ArrowRight', shown.page.body);
  expect(shown.hash).toBe('');
  await shown.follow('#lost-update=2');
  shown.press('ArrowRight', shown.page.body);
  expect(shown.hash).toBe('#lost-update=3');
});

test('the fatal write is told, with what is stored before and after it', () => {
  const shown = mounted();
  shown.button('Where it goes wrong').click();
  expect(shown.hash).toBe('#lost-update=4');
  expect(shown.text('.said')).toBe(
    'Step 4: task 2 writes map = d/01: B; sample A is overwritten; task 2 ends: recorded. Stored: map = d/01: B, d/01: A overwritten. Here it goes wrong.',
  );
  expect(shown.section.querySelector('.said')?.getAttribute('aria-live')).toBe('polite');
  expect(shown.texts('.stores ul')).toEqual([
    'map = d/01: A',
    'map = d/01: B newd/01: A overwritten',
  ]);
  expect(shown.text('tr.fatal[aria-current=step] .acts')).toMatch('sample A is overwritten');
});

test('a link leads to its step, also when it is followed later, and to the nearest there is', async () => {
  const shown = mounted('#lost-update=3');
  expect(shown.text('.controls b')).toBe('Step 3 of 4');
  await shown.follow('#lost-update=99');
  expect(shown.text('.controls b')).toBe('Step 4 of 4');
  await shown.follow('#lost-update=x');
  expect(shown.text('.controls b')).toBe('Step 1 of 4');
});

test('a step is reached by its number, and the picture of all is one button away', () => {
  const shown = mounted();
  shown.button('3').click();
  expect(shown.text('[aria-current=step] th')).toBe('3');
  expect(shown.section.classList).toContain('stepped');
  shown.button('As one picture').click();
  expect(shown.section.classList).not.toContain('stepped');
  expect(shown.unnamed).toEqual([]);
});

test('names that are hostile are texts, and short ones', () => {
  const name = `</script><img src=x>\u202e${'x'.repeat(10_000)}`;
  const hostile = JSON.parse(JSON.stringify(race).replaceAll('task 2', '%')) as Sequence;
  const [first, second] = hostile.participants;
  const participants = [first!, { ...second!, label: name }, ...hostile.participants.slice(2)];
  const shown = mounted('#lost-update=2', { ...hostile, participants });
  expect(shown.section.querySelector('img')).toBeNull();
  expect(shown.text('.said')).toMatch(/^Step 2: <\/script><img src=x> x+…/);
  expect(shown.section.textContent.length).toBeLessThan(3000);
});
