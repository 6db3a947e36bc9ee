import { expect, test } from 'vitest';
import { Catalogue, partOf, subjectFor, TOKENS_KNOWN } from '../studies/diagnose/calibration.js';

/*
 * A diagnosis names the true mechanism, or says that it cannot decide. The fleet is small and the
 * observations are few, so that it is quick; test/slow/calibration.test.ts has larger fleets and many
 * more observations.
 */

test('the true mechanism is among what is left in 95% of observations, and another is hardly ever named', () => {
  const subject = subjectFor('issue-24720-in-process', TOKENS_KNOWN);
  const all = new Catalogue(subject, 50, 200).judged(25);
  expect(partOf(all, ({ left }) => left)).toBeGreaterThanOrEqual(0.95);
  expect(partOf(all, ({ wrong }) => wrong)).toBeLessThanOrEqual(0.01);
});
