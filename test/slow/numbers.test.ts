import fc from 'fast-check';
import { it } from 'vitest';
import { workFolder } from '../cli/latsim.js';
import { extremeScenarios } from '../suite/extreme-scenarios.js';
import { figuresAreSound } from '../suite/sound-figures.js';

/** As `test/promises/numbers.test.ts`, at length: `NUMBERS` scenarios. A failure prints its seed. */
const RUNS = Number(process.env.NUMBERS ?? 5_000);

it('whatever numbers a scenario has, it is refused with a place, or has figures', async () => {
  const folder = workFolder();
  const seed = Number(process.env.SEED ?? Date.now() % 1e9);
  console.log(`seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(extremeScenarios, async (text) => figuresAreSound(folder, text)),
    { numRuns: RUNS, seed },
  );
});
