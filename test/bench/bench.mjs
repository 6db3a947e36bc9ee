/**
 * `npm run bench [-- PART ...]`: how fast latsim is, as ratios of CPU time that are measured in turn, so
 * that they hold on any machine. Ends with 1 if a target is missed.
 */
import { cpus } from 'node:os';
import { allReached, heading } from './kit/report.mjs';
import { cores } from './parts/cores.mjs';
import { explorer } from './parts/explorer.mjs';
import { growth } from './parts/growth.mjs';
import { loggers } from './parts/loggers.mjs';
import { peers } from './parts/peers.mjs';
import { queue } from './parts/queue.mjs';
import { replay } from './parts/replay.mjs';
import { startup } from './parts/startup.mjs';

const PARTS = { peers, growth, loggers, explorer, replay, cores, queue, startup };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(', ')}: ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}

console.log(`Node ${process.version}, ${cpus().length} cores; times are CPU time`);
for (const [name, part] of Object.entries(PARTS)) {
  if (asked.length === 0 || asked.includes(name)) await part();
}
heading(allReached() ? 'No target is missed.' : 'Targets are missed.');
if (!allReached()) process.exitCode = 1;
