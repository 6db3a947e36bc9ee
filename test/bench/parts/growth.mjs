/** Long runs, large fleets, and many requests at once. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printedBy } from '../kit/child.mjs';
import { inTurn, ratios } from '../kit/cpu.mjs';
import { Program } from '../kit/program.mjs';
import { figure, heading, note, progress, table, target, times } from '../kit/report.mjs';
import { sum } from '../kit/statistics.mjs';

const latsim = fileURLToPath(new URL('../../../bin/latsim.js', import.meta.url));

export async function growth() {
  await longRuns();
  await largeFleet();
  burst();
}

async function longRuns() {
  heading('Long runs, 16 slow and 4 fast');
  const rows = [];
  for (const store of ['remote', 'in-process']) {
    for (const requests of [1_000_000, 10_000_000]) {
      progress(`${requests} requests, ${store}`);
      rows.push({ store, ...(await printedBy('long-run.mjs', [requests, store])) });
    }
  }
  table(
    ['', 'requests', 'us per request', 'peak MB'],
    rows.map(({ store, requests, cpu_s, peak_MB }) => [
      store,
      requests.toLocaleString('en'),
      figure((1e6 * cpu_s) / requests),
      figure(peak_MB),
    ]),
  );
  for (const store of ['remote', 'in-process']) {
    const [million, ten] = rows.filter((row) => row.store === store);
    target(`peak memory of 10^7 requests, ${store}`, ten.peak_MB, { atMost: 100, unit: ' MB' });
    const slower = ten.cpu_s / ten.requests / (million.cpu_s / million.requests);
    target(`time per request of 10^7 against 10^6, ${store}`, slower, { atMost: 1.25 });
  }
}

async function largeFleet() {
  heading('Speed with more deployments, of that with 20; remote');
  const fleets = { 20: ['16', '4'], 200: ['160', '40'], 2000: ['1600', '400'] };
  const programs = Object.entries(fleets).map(
    ([size, fleet]) =>
      new Program(size, process.execPath, 'fleet-latsim.mjs', ['unlocked', ...fleet]),
  );
  const costs = await inTurn(
    Object.fromEntries(
      programs.map((program) => [
        program.label,
        async (round) => {
          // The same requests on each; nearly all of them when all deployments are known.
          const question = { duration_s: 18_000, replications: 1, seed: round + 1 };
          const { cpu_s, runs } = await program.ask(question);
          return cpu_s / sum(runs.map(({ requests }) => requests));
        },
      ]),
    ),
    5,
    progress,
  );
  for (const program of programs) program.end();
  const speeds = new Map([200, 2000].map((size) => [size, ratios(costs[20], costs[size])]));
  table(
    ['deployments', 'speed'],
    [...speeds].map(([size, speed]) => [String(size), times(speed)]),
  );
  target('2,000 deployments', speeds.get(2000).median, { atLeast: 0.12 });
}

/** A run that cannot be held is refused before it begins. */
function burst() {
  heading('A burst of 10^7 requests at one instant');
  const folder = mkdtempSync(join(tmpdir(), 'latsim-bench-'));
  const file = join(folder, 'burst.yaml');
  writeFileSync(
    file,
    `
fleet:
  groups: [{ name: one, deployments: 20, latency: { distribution: constant, value: 1s } }]
load: { kind: bursts, size: 10000000, every: 1h }
duration: 1m
store: { kind: remote, rtt: 1ms }
logger: unlocked
replications: 1
`,
  );
  const { status } = spawnSync(process.execPath, [latsim, 'run', file], { stdio: 'ignore' });
  rmSync(folder, { recursive: true });
  note(status === 2 ? 'is refused beforehand' : 'is NOT refused beforehand');
}
