/**
 * What a second thread gives, of what the machine has to give: a command with two threads against two
 * processes with one thread each, which do twice the work side by side.
 */

import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { inTurn, ratios, timesOf } from '../kit/cpu.mjs';
import { heading, note, progress, table, target, times } from '../kit/report.mjs';

const ROUNDS = 5;
const latsim = fileURLToPath(new URL('../../../bin/latsim.js', import.meta.url));

/** Each of some CPU seconds. */
const COMMANDS = {
  run: ['run', '16x4', '--replications', '1000'],
  compare: ['compare', '16x4', '--replications', '150'],
  diagnose: ['diagnose', '16x4', '--observed', 'claude-sonnet-4-6=320,gpt-4.1=80'],
  trace: ['trace', '16x4', '--replications', '1000'],
  'explore --all': ['explore', '--all', '--tasks', '5'],
  gate: ['gate', '16x4', '--replications', '1000'],
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
        two: () => withThreads(2),
        one: () => withThreads(1),
        control: async () => {
          const both = await Promise.all([withThreads(1), withThreads(1)]);
          return { wall_s: Math.max(...both.map(({ wall_s }) => wall_s)) };
        },
      },
      ROUNDS,
      (text) => progress(`${name}, ${text}`),
    );
    const of = (which, field) => costs[which].map((cost) => cost[field]);
    rows.push({
      name,
      speedUp: ratios(of('one', 'wall_s'), of('two', 'wall_s')),
      most: ratios(
        of('one', 'wall_s').map((wall_s) => 2 * wall_s),
        of('control', 'wall_s'),
      ),
      part: ratios(
        of('control', 'wall_s').map((wall_s) => wall_s / 2),
        of('two', 'wall_s'),
      ),
      cpu: ratios(of('two', 'cpu_s'), of('one', 'cpu_s')),
    });
  }
  table(
    ['', 'faster by', 'two processes', 'of that', 'CPU time'],
    rows.map(({ name, speedUp, most, part, cpu }) => [
      name,
      ...[speedUp, most, part, cpu].map(times),
    ]),
  );
  for (const { name, part } of rows) target(name, part.median, { atLeast: 0.85 });
}
