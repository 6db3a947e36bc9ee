/** What a short command costs, against Node itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurn, ratios, timesOf } from '../kit/cpu.mjs';
import { heading, progress, table, target, times } from '../kit/report.mjs';

const ROUNDS = 15;
const latsim = fileURLToPath(new URL('../../../bin/latsim.js', import.meta.url));

const TINY = `
fleet:
  groups:
    - { name: slow, deployments: 2, latency: { distribution: lognormal, p50: 1.6s, p95: 2.2s } }
    - { name: fast, deployments: 1, latency: { distribution: lognormal, p50: 0.5s, p95: 0.8s } }
load: { kind: poisson, rate: 60/min }
duration: 1m
store: { kind: remote, rtt: 1ms }
logger: unlocked
replications: 1
`;

export async function startup() {
  heading('Starting a command, against node -e 0');
  const folder = mkdtempSync(join(tmpdir(), 'latsim-bench-'));
  const tiny = join(folder, 'tiny.yaml');
  writeFileSync(tiny, TINY);
  const commands = {
    'run of a tiny scenario': { args: ['run', tiny], atMost: 4 },
    'explore --tasks 2': { args: ['explore', '--logger', 'unlocked', '--tasks', '2'], atMost: 2.6 },
    '--help': { args: ['--help'], atMost: 1.4 },
  };
  const cost = (args) => async () => (await timesOf(process.execPath, args)).cpu_s;
  const costs = await inTurn(
    {
      node: cost(['-e', '0']),
      ...Object.fromEntries(
        Object.entries(commands).map(([name, { args }]) => [name, cost([latsim, ...args])]),
      ),
    },
    ROUNDS,
    progress,
  );
  rmSync(folder, { recursive: true });
  const names = Object.keys(commands);
  const found = new Map(names.map((name) => [name, ratios(costs[name], costs.node)]));
  table(
    ['', 'times node -e 0'],
    names.map((name) => [name, times(found.get(name))]),
  );
  for (const name of names) {
    target(name, found.get(name).median, { atMost: commands[name].atMost });
  }
}
