import { expect, test } from 'vitest';
import { type LessonRequest, lessonRequests } from '../../src/files/lesson.js';
import { changed } from '../../src/scenario/changed.js';

const STEPS: LessonRequest[] = lessonRequests('.');

test('each step has one thing to change, of which the scenario has one', () => {
  expect(STEPS.map(({ request }) => request.scenario.name)).toEqual([
    'lesson-learning',
    'lesson-burst',
    'lesson-flushes',
    'lesson-lock',
    'lesson-not-recorded',
  ]);
  for (const { control } of STEPS) {
    expect(control.steps[control.at]).toBeDefined();
    const values = control.steps.map(({ value }) => JSON.stringify(value));
    expect(new Set(values).size).toBe(values.length);
    expect(values.length).toBeGreaterThan(1);
  }
});

test('what is changed is a field of the scenario, and leaves the rest as it is', () => {
  for (const { request, control } of STEPS) {
    const { scenario } = request;
    const { path, steps, at } = control;
    expect(changed(scenario, [{ path, value: steps[at]!.value }])).toEqual(scenario);
    const other = steps[at === 0 ? 1 : 0]!;
    expect(changed(scenario, [{ path, value: other.value }])).not.toEqual(scenario);
  }
});
