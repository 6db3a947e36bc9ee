import { expect, test } from 'vitest';
import { expectCausesToHold } from '../worlds/simulate/causes-hold.js';

test('causes hold in 10,000 random scenarios, stores and loggers', () => {
  const seen = expectCausesToHold(10_000);
  expect(seen.runs).toBeGreaterThan(8_000);
});
