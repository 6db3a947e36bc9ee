import { describe, expect, it } from 'vitest';
import { explore } from '../worlds/explore/explored.js';
import { entriesOf } from './entries.js';

const faulty = await entriesOf('faulty');
const correct = await entriesOf('correct');

describe('the corpus', () => {
  it('is large enough', () => {
    expect(faulty.length).toBeGreaterThanOrEqual(20);
    expect(correct.length).toBeGreaterThanOrEqual(10);
  });

  it.each(faulty)('%s: the fault is found', (_, { logger, on, expected }) => {
    const { exhaustive, violation, kinds } = explore({ logger, ...on });
    expect({ exhaustive, kind: violation?.kind, kinds }).toMatchObject({
      exhaustive: true,
      kind: expected,
    });
  });

  it.each(correct)('%s: no false alarm', (_, { logger, on }) => {
    const { exhaustive, violation, kinds, serializabilityChecked } = explore({ logger, ...on });
    expect({ exhaustive, violation, kinds, serializabilityChecked }).toEqual({
      exhaustive: true,
      violation: null,
      kinds: [],
      serializabilityChecked: true,
    });
  });
});
