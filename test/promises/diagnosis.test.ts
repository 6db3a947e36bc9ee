import { expect, test } from 'vitest';
import { calibrate, subjectFor, TOKENS_KNOWN } from '../studies/diagnose/calibration.js';

/*
 * A diagnosis names the true mechanism, or says that it cannot decide. The fleet is small and the
 * observations are few, so that it is quick; test/slow/diagnose.test.ts has the shipped scenarios
 * with 200 observations of each mechanism, and what the report of the issue comes to.
 */

test('the true mechanism leads, or it is not decided, in 95 % of observations', () => {
  for (const { mechanism, sound, leads } of calibrate(
    subjectFor('issue-24720-in-process', TOKENS_KNOWN),
    50,
    25,
  )) {
    expect([mechanism, sound >= 0.95, leads >= 0.9]).toEqual([mechanism, true, true]);
  }
});
