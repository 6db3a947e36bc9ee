import { describe, expect, it } from 'vitest';
import { drive } from '../../src/jobs/drive.js';
import type { Bound, Slices } from '../../src/worlds/slices.js';

/** Ten slices; gives how many were done, and why no more. */
function* tenSlices(): Slices<{ done: number; why: Bound | null }, number> {
  for (let done = 1; done <= 10; done++) {
    const why = yield done;
    if (why !== undefined) return { done, why };
  }
  return { done: 10, why: null };
}

describe('work in slices', () => {
  it('goes on to its end, and tells each slice', async () => {
    const told: number[] = [];
    const result = await drive(tenSlices(), {
      bound: () => undefined,
      sliced: (slice) => told.push(slice),
    });
    expect(result).toEqual({ done: 10, why: null });
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('is told why to stop, and gives what it has', async () => {
    let slices = 0;
    const result = await drive(tenSlices(), {
      bound: () => (slices === 3 ? 'memory' : undefined),
      sliced: () => slices++,
    });
    expect(result).toEqual({ done: 3, why: 'memory' });
  });

  it('hears a wish to stop that comes while others have the thread', async () => {
    let stop = false;
    const result = await drive(tenSlices(), {
      bound: () => (stop ? 'interrupted' : undefined),
      sliced: () => undefined,
      pause: async () => {
        stop = true;
      },
    });
    expect(result).toEqual({ done: 1, why: 'interrupted' });
  });

  it('fails as it does', async () => {
    // biome-ignore lint/correctness/useYield: it fails at once.
    const faulty = function* (): Slices<never, never> {
      throw new Error('a fault');
    };
    const heed = { bound: () => undefined, sliced: () => undefined };
    await expect(drive(faulty(), heed)).rejects.toThrow('a fault');
  });
});
