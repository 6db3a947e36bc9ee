import { expect, test } from 'vitest';
import { expectCausesToHold } from './causes-hold.js';

test('lost is lost, abandoned is abandoned, and stale is still stored', () => {
  const seen = expectCausesToHold(300);
  // The test has something to look at.
  expect(seen.runs).toBeGreaterThan(200);
  expect(seen.stale).toBeGreaterThan(500);
  expect(seen.gone).toBeGreaterThan(500);
});
