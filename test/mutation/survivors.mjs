/*
 * Judges what `npm run mutation` has found (reports/mutation/mutation.json) by survivors.md and the configuration's
 * `thresholds.low`: prints the score of each room, and what is wrong. Then it ends with 1.
 */
import { readFileSync } from 'node:fs';
import { verdict } from './verdict.mjs';

const text = (path) => readFileSync(path, 'utf8');

const { scores, faults } = verdict(
  JSON.parse(text('reports/mutation/mutation.json')),
  text('test/mutation/survivors.md'),
  JSON.parse(text('stryker.config.json')).thresholds.low,
);
for (const { room, found, mutants, percent } of scores) {
  console.log(`${room}: ${percent.toFixed(2)}%, ${found} of ${mutants} mutants found`);
}
for (const fault of faults) console.log(fault);
if (faults.length > 0) process.exitCode = 1;
