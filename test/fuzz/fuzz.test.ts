import { expect, it } from 'vitest';
import { workFolder } from '../cli/latsim.js';
import { Bench } from './bench.js';
import { KINDS } from './kinds.js';

/* A few cases of each kind that is quick; `npm run test:slow` and `npm run fuzz` have more. */

const SEED = 1;
const SMALLEST_WEIGHT = 15;

it.each(KINDS.filter(({ weight }) => weight >= SMALLEST_WEIGHT))('$name', async ({ name }) => {
  const bench = new Bench(workFolder());
  for (let number = 0; number < 3; number++) {
    const { fault } = await bench.try(await bench.draw(name, SEED, number));
    expect(fault, `npm run fuzz -- --kind '${name}' --seed ${SEED} --case ${number}`).toBe(
      undefined,
    );
  }
});
