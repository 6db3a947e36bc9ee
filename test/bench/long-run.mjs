/** Runs REQUESTS requests in a process of its own; prints seconds and peak memory as JSON. */
import { simulate } from '../../.build/worlds/simulate/simulation.js';
import { counts, experiment, RATE_HZ } from './model.mjs';

const requests = Number(process.argv[2]);
const started = performance.now();
const [result] = simulate(experiment({ duration_s: requests / RATE_HZ }));
const seconds = (performance.now() - started) / 1000;
const { slow, fast } = counts(result);
const peak_MB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ requests: slow + fast, seconds, peak_MB }));
