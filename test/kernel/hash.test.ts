import { describe, expect, test } from 'vitest';
import { RunningHash } from '../../src/kernel/hash.js';

const hash = (): RunningHash => new RunningHash();

describe('the running hash', () => {
  test('is pinned: a change of it is a change of every recorded hash', () => {
    expect(hash().digest()).toBe('73012ec3b288070a');
    expect(hash().addInteger(1).addDouble(0.1).addText('latsim').digest()).toBe('85b9cd4a42988911');
  });

  test('tells order, sign, and the last bit of a double apart', () => {
    const digests = [
      hash().addInteger(1).addInteger(2),
      hash().addInteger(2).addInteger(1),
      hash().addInteger(-1),
      hash().addInteger(0),
      hash().addDouble(0),
      hash().addDouble(-0),
      hash().addDouble(1),
      hash().addDouble(1 + Number.EPSILON),
      hash().addText('ab').addText('c'),
      hash().addText('a').addText('bc'),
    ].map((one) => one.digest());
    expect(new Set(digests).size).toBe(digests.length);
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{16}$/);
  });

  test('a digest is a look, not an end', () => {
    const looked = hash().addInteger(1);
    looked.digest();
    const once = hash().addInteger(1).addInteger(2).digest();
    expect(looked.addInteger(2).digest()).toBe(once);
  });

  test('a hundred thousand small differences do not collide', () => {
    const digests = new Set<string>();
    for (let i = 0; i < 100_000; i++) digests.add(hash().addInteger(i).digest());
    expect(digests.size).toBe(100_000);
  });
});
