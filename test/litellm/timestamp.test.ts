import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTimestamp } from '../../src/litellm/timestamp.js';

const noon = Date.UTC(2026, 1, 3, 12) * 1000;

test.each([
  ['2026-02-03T12:00:00Z', noon, true],
  ['2026-02-03 12:00:00', noon, false],
  ['2026-02-03 12:00:00.000001+00', noon + 1, true],
  ['2026-02-03T14:30:00.5+02:30', noon + 500_000, true],
  ['2026-02-03T11:00:00-0100', noon, true],
  ['2026-02-03 12:00:00,123456789 UTC', noon + 123_457, true],
  [String(noon / 1e6), noon, true],
  [`${noon / 1e6}.25`, noon + 250_000, true],
  [String(noon / 1e3), noon, true],
])('%s', (text, time_us, zoned) => {
  expect(parseTimestamp(text)).toEqual({ time_us, zoned });
});

test.each([
  '',
  'yesterday',
  '2026-02-30T12:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-02-03T24:00:00Z',
  '2026-02-03',
  '03/02/2026 12:00:00',
  '12',
  '2026-02-03T12:00:00 Europe/Berlin',
])('%j is no time', (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});

test('what JavaScript writes is read back to the millisecond', () => {
  const date = fc.date({
    min: new Date('1970-01-01'),
    max: new Date('2999-12-31'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, (moment) => {
      expect(parseTimestamp(moment.toISOString())?.time_us).toBe(moment.getTime() * 1000);
    }),
  );
});
