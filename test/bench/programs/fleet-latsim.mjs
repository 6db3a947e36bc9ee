/** The fleet in latsim. Usage: node fleet-latsim.mjs [LOGGER [SLOW FAST]] */
import { simulate } from '../../../.build/worlds/simulate/simulation.js';
import { counts, experiment } from './fleet.mjs';
import { takeTurns } from './turns.mjs';

const [logger = 'unlocked', slow = '16', fast = '4'] = process.argv.slice(2);
const fleet = { logger, slow: Number(slow), fast: Number(fast) };

await takeTurns((asked) => {
  const asWritten = experiment({ ...fleet, ...asked });
  return () => simulate(asWritten).map((result) => counts(result, fleet.slow));
});
