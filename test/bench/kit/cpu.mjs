/**
 * What is measured: CPU time, user and system, of all threads. Others on the machine lengthen the
 * time on the wall several times, and this by a few percent.
 */
import { spawn } from 'node:child_process';
import { spread } from './statistics.mjs';

/** CPU seconds that a piece of work takes in this process, and what it returns. */
export async function cpuOf(work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu_s: (user + system) / 1e6, result };
}

/** CPU and wall seconds of a command, from its start to its end; bash is what can tell. */
export function timesOf(command, args = []) {
  const script = `TIMEFORMAT='%R %U %S'; time "$0" "$@" >/dev/null 2>&1`;
  const shell = spawn('bash', ['-c', script, command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  return new Promise((resolve, reject) => {
    let told = '';
    shell.stderr.on('data', (piece) => {
      told += piece;
    });
    shell.on('error', reject);
    shell.on('close', (code) => {
      // 1: what was looked for was found. What does not run has no times.
      if (code > 1) {
        reject(new Error(`${[command, ...args].join(' ')} ends with ${code}`));
        return;
      }
      const [wall_s, user_s, system_s] = told.trim().split(' ').map(Number);
      resolve({ wall_s, cpu_s: user_s + system_s });
    });
  });
}

/**
 * Does several pieces of work in turn, in every round each once, after a round that warms up.
 * @param works functions by name, that give the cost of one go
 * @returns the costs by name, one for each round
 */
export async function inTurn(works, rounds, progress = () => {}) {
  const costs = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, work] of Object.entries(works)) {
      progress(`round ${round} of ${rounds}: ${name}`);
      const cost = await work(round);
      if (round > 0) costs[name].push(cost);
    }
  }
  return costs;
}

/** How many times the second the first is: the median of the rounds' own ratios, and their range. */
export function ratios(first, second) {
  return spread(first.map((cost, round) => cost / second[round]));
}
