import { beforeAll, describe, expect, it } from 'vitest';
import { lessonRequests } from '../../src/files/lesson.js';
import { listLesson } from '../../src/files/read.js';
import { type Summary, summarise } from '../../src/measure/summary.js';
import { changed } from '../../src/scenario/changed.js';
import { compile } from '../../src/scenario/compile.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { latsim } from '../cli/latsim.js';

/** What the texts of the lesson claim, of what its reader can change as well. */
const [learning, burst, flushes, lock, notRecorded] = lessonRequests('.');

function run(scenario: Scenario, fields: Parameters<typeof changed>[1] = []): Summary {
  const experiment = compile(changed(scenario, fields));
  return summarise(experiment, simulate(experiment), scenario.margin);
}

/** The share of the slow group at each step of the control. */
function shares({ request, control }: typeof learning & object): Map<string, Summary> {
  return new Map(
    control.steps.map(({ shown, value }) => [
      shown,
      run(request.scenario, [{ path: control.path, value }]),
    ]),
  );
}

const slow = (summary: Summary | undefined) =>
  100 * (summary?.groups.find(({ name }) => name === 'slow')?.share ?? Number.NaN);

describe('the lesson', () => {
  let tried: Map<string, Summary>[];
  beforeAll(() => {
    tried = [learning, burst, flushes, lock, notRecorded].map((step) => shares(step!));
  });

  it('expects of its scenarios what they show, and that holds', async () => {
    const files = listLesson().map(({ path }) => path);
    expect((await latsim(['gate', ...files])).code).toBe(0);
  });

  it('shows a router that learns, at a cost that weighs less the more requests follow', () => {
    const all = [...(tried[0]?.values() ?? [])].map(slow);
    expect(all).toEqual([...all].sort((a, b) => b - a));
    expect(all[0]).toBeGreaterThan(30);
    expect(all.at(-1)).toBeLessThan(5);
  });

  it('shows that of a burst only the first is blind', () => {
    const all = [...(tried[1]?.values() ?? [])].map(slow).slice(1);
    expect(all).toEqual([...all].sort((a, b) => a - b));
    expect(all.at(-1)).toBeGreaterThan(75);
    expect(slow(tried[1]?.get('20'))).toBeLessThan(30);
  });

  it('shows that fewer overwrite one another where they are logged sooner', () => {
    const all = [...(tried[2]?.values() ?? [])];
    const lost = all.map(({ samples }) => samples.lost ?? 0);
    expect(lost).toEqual([...lost].sort((a, b) => a - b));
    expect(slow(all.at(-1))).toBeGreaterThan(70);
    expect(slow(all[0])).toBeLessThan(30);
  });

  it('shows that every fix loses nothing on what the race loses most of', () => {
    for (const [logger, summary] of tried[3] ?? []) {
      if (logger === 'unlocked') {
        expect(slow(summary)).toBeGreaterThan(70);
        expect(summary.samples.lost).toBeGreaterThan(2000);
      } else {
        expect(slow(summary)).toBeLessThan(30);
        expect(summary.samples.lost).toBe(0);
      }
    }
  });

  it('shows that what is not recorded is no race: no lock changes a decision', () => {
    expect(slow(tried[4]?.get('not recorded'))).toBeGreaterThan(75);
    expect(slow(tried[4]?.get('recorded'))).toBeLessThan(10);
    const { scenario } = notRecorded!.request;
    const logger = (name: string) => [{ path: ['logger', 'name'], value: name }];
    const [without, under] = ['unlocked', 'locked'].map((name) => run(scenario, logger(name)));
    expect(under?.decisionsHash).toBe(without?.decisionsHash);
    expect(without?.samples.lost).toBe(0);
  });
});
