import { expect, it } from 'vitest';
import { sampleRun } from './sample.js';

const expectations = {
  verdict: 'differentiated',
  lost: 0,
  share: { fast: { min: 0.5, max: 1 } },
} as const;

const outcomes = (options: Parameters<typeof sampleRun>[0]) =>
  sampleRun({ expect: expectations, ...options }).expectations.map(({ holds }) => holds);

it('holds what came out against what was expected', () => {
  const set = ['logger=locked', 'duration=600s', 'router.ttl=600s'];
  expect(outcomes({ set })).toEqual([true, true, true]);
  expect(outcomes({ set: [...set, 'logger=unlocked'] })[1]).toBe(false);
});

it('does not claim what a partial run or a single replication cannot tell', () => {
  const set = ['logger=locked', 'duration=600s'];
  expect(outcomes({ set, partial: true })).toEqual([null, null, null]);
  expect(outcomes({ set, only: 0 })).toEqual([null, true, true]);
});

it('knows of a partial run that it has lost too many already', () => {
  expect(outcomes({ partial: true })[1]).toBe(false);
});

it('says nothing where nothing is expected', () => {
  expect(sampleRun().expectations).toEqual([]);
});
