/** Explores the race of so many tasks, several times; prints CPU times, peak memory and counts as JSON. */
import { loggers } from '../../../.build/index.js';
import { explore } from '../../../.build/worlds/explore/explore.js';
import { DEFAULT_PROGRAM } from '../../../.build/worlds/explore/program.js';

const [name, tasks, rounds] = process.argv.slice(2);
const logger = loggers.find((one) => one.name === name);
const costs_s = [];
let found;
for (let round = 0; round < Number(rounds); round++) {
  const before = process.cpuUsage();
  found = explore({ ...DEFAULT_PROGRAM, logger, tasks: Number(tasks) });
  const { user, system } = process.cpuUsage(before);
  costs_s.push((user + system) / 1e6);
}
const { schedules, states, exhaustive } = found;
const peak_MB = process.resourceUsage().maxRSS / 1024;
console.log(
  JSON.stringify({
    costs_s,
    peak_MB,
    schedules: String(schedules),
    states: String(states),
    exhaustive,
  }),
);
