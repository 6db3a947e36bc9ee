/** Runs REQUESTS requests in a process of its own; prints CPU time and peak memory as JSON. */
import { simulate } from '../../../.build/worlds/simulate/simulation.js';
import { counts, experiment, RATE_HZ } from './fleet.mjs';

const [asked, store] = process.argv.slice(2);
const before = process.cpuUsage();
const [result] = simulate(experiment({ store, duration_s: Number(asked) / RATE_HZ }));
const { user, system } = process.cpuUsage(before);
const peak_MB = process.resourceUsage().maxRSS / 1024;
console.log(
  JSON.stringify({ requests: counts(result).requests, cpu_s: (user + system) / 1e6, peak_MB }),
);
