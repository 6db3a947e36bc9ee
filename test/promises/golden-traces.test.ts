import { describe, expect, test } from 'vitest';
import { goldenFiles, goldenText, replayOf, VARIANTS } from '../worlds/replay/recordings.js';

/*
 * What three releases of litellm did, operation by operation: see
 * test/fixtures/golden/README.md. All that LiteLLM computes is compared bit by bit by the world of
 * `latsim replay`; only its random choice is not replayed. That each of the seven rules is needed
 * for this shows test/worlds/replay/faults.test.ts.
 */
const RECORDED = { 'v1.76.1': 15, 'v1.82.3': 20, 'v1.110.2': 23, 'v1.110.2-py313': 4 };

describe.each(VARIANTS)('golden traces of LiteLLM, %s', (variant) => {
  const files = goldenFiles(variant);

  test('all are here', () => {
    expect(files).toHaveLength(RECORDED[variant]);
  });

  test.each(files)('%s', (file) => {
    const text = goldenText(variant, file);
    const { ops, details, mismatches, fields } = replayOf(text);
    expect(details).toEqual([]);
    expect(mismatches).toBe(0);
    const times = (op: string): number => text.split(`"op":"${op}"`).length - 1;
    expect(ops).toBe(text.trimEnd().split('\n').length - 1);
    expect(fields.averages.checked).toBe(times('select'));
    expect(fields.valid.checked).toBe(times('select'));
    expect(fields.map.checked).toBe(times('state'));
    expect(fields.map.checked).toBeGreaterThan(0);
  });
});
