import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import { unevenness } from '../../../src/studies/diagnose/even.js';
import type { LogEvidence } from '../../../src/studies/diagnose/evidence.js';
import { subjectOf } from '../../../src/studies/diagnose/subject.js';

const SUBJECT = subjectOf(loadScenario('four-equal', {}), 0);

/** Of one group of four. */
const ofCounts = (...counts: readonly number[]) => {
  const deployments = counts.map((requests) => {
    return { group: 0, requests, failures: 0, latency_s: 1 };
  });
  return unevenness({ log: { deployments } as unknown as LogEvidence, map: null }, SUBJECT);
};

describe('random choice', () => {
  test('is out where one deployment has nearly all of its group', () => {
    expect(ofCounts(90, 4, 3, 3)).toMatchObject({
      kind: 'excluded',
      because: expect.stringMatching(/^one of 4 deployments has 90\.0% of /),
    });
    expect(ofCounts(200, 1)).not.toBeNull();
  });

  test('may give them about as much each, or few requests anyhow', () => {
    expect(ofCounts(30, 22, 25, 23)).toBeNull();
    expect(ofCounts(4, 1)).toBeNull();
  });

  test('is not judged by deployments that the log does not tell apart', () => {
    expect(ofCounts(100)).toBeNull();
  });
});
