import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writtenMoment } from '../../src/text/moment.js';

test('a moment is written as the calendar has it', () => {
  const last = Date.UTC(9999, 11, 31) / 1000;
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800, max: last }), (time_s) => {
      const written = new Date(time_s * 1000).toISOString();
      expect(writtenMoment(time_s)).toEqual({
        day: written.slice(0, 10),
        minute: written.slice(11, 16),
      });
    }),
  );
  expect(writtenMoment(Date.UTC(2024, 1, 29, 23, 59, 30) / 1000)).toEqual({
    day: '2024-02-29',
    minute: '23:59',
  });
});
