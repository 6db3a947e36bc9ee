import { describe, expect, it } from 'vitest';
import { LOGGERS } from '../../src/loggers/index.js';
import { MATRIX_MAX_STATES } from '../../src/studies/explore/small-matrix.js';
import { entriesOf } from '../corpus/entries.js';
import { firstViolation } from '../corpus/tried.js';

const correct = await entriesOf('correct');

describe('no correct logger fails the small matrix, with all of its states', () => {
  it.each(correct)('%s', (_, { logger, premise }) => {
    expect(firstViolation(logger, MATRIX_MAX_STATES) === null).toBe(premise === undefined);
  });

  it.each(LOGGERS.map((one) => [one.name, one] as const))('shipped: %s', (name, logger) => {
    expect(firstViolation(logger, MATRIX_MAX_STATES) === null).toBe(name !== 'unlocked');
  });
});
