import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { workFolder } from '../cli/latsim.js';

/*
 * Drawn inputs of every kind, for so many minutes (FUZZ_MINUTES) from a seed (FUZZ_SEED; by default
 * another one each time, which is printed). test/fuzz has a few of each kind.
 */

const FUZZ = fileURLToPath(new URL('../fuzz/fuzz.mjs', import.meta.url));
const { FUZZ_MINUTES = '3', FUZZ_SEED } = process.env;

it(`in ${FUZZ_MINUTES} minutes nothing is found`, () => {
  const seed = FUZZ_SEED === undefined ? [] : ['--seed', FUZZ_SEED];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [FUZZ, '--minutes', FUZZ_MINUTES, '--threads', '2', ...seed],
    { encoding: 'utf8', env: { ...process.env, TMPDIR: workFolder() } },
  );
  console.log(stdout);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
