/**
 * What a second thread gives, of what the machine has to give: a command with two threads against two
 * processes with one thread each, which do twice the work side by side.
 */

import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { inTurn, ratios, timesOf } from '../kit/cpu.mjs';
import { figure, heading, note, progress, table, target, times } from '../kit/report.mjs';
import { median, sum } from '../kit/statistics.mjs';

const ROUNDS = 3;
const latsim = fileURLToPath(new URL('../../../bin/latsim.js', import.meta.url));

/** Each of about ten CPU seconds: in shorter ones starting up and warming up, once a thread, is most of it. */
const COMMANDS = {
  run: ['run', '16x4', '--replications', '2500'],
  compare: ['compare', '16x4', '--replications', '500'],
  diagnose: ['diagnose', '16x4', '--observed', 'claude-sonnet-4-6=320,gpt-4.1=80'],
  trace: ['trace', '16x4', '--nth', '1000000', '--replications', '5000'],
  'explore --all': ['explore', '--all', '--tasks', '5'],
  gate: ['gate', '16x4', '--fixed', '--replications', '400'],
};

export async function cores() {
  heading('Two threads, of what two processes at once do');
  if (cpus().length < 2) {
    note('skipped: this machine has one core');
    return;
  }
  const rows = [];
  for (const [name, args] of Object.entries(COMMANDS)) {
    const withThreads = (count) =>
      timesOf(process.execPath, [latsim, ...args, '--threads', String(count)]);
    const costs = await inTurn(
      {
        threads: () => withThreads(2),
        processes: async () => {
          const both = await Promise.all([withThreads(1), withThreads(1)]);
          return {
            wall_s: Math.max(...both.map(({ wall_s }) => wall_s)),
            cpu_s: sum(both.map(({ cpu_s }) => cpu_s)),
          };
        },
      },
      ROUNDS,
      (text) => progress(`${name}, ${text}`),
    );
    const { threads, processes } = costs;
    const half = (field) => processes.map((cost) => cost[field] / 2);
    const whole = (field) => threads.map((cost) => cost[field]);
    rows.push({
      name,
      cpu_s: median(half('cpu_s')),
      part: ratios(half('wall_s'), whole('wall_s')),
      cpu: ratios(whole('cpu_s'), half('cpu_s')),
    });
  }
  table(
    ['', 'CPU s, one thread', 'CPU time', 'of two processes'],
    rows.map(({ name, cpu_s, cpu, part }) => [name, figure(cpu_s), times(cpu), times(part)]),
  );
  for (const { name, part } of rows) target(name, part.median, { atLeast: 0.85 });
}
