/** What the fixes cost the simulator, against the logger without one. */
import { loggers as shipped } from '../../../.build/index.js';
import { inTurn, ratios } from '../kit/cpu.mjs';
import { Program } from '../kit/program.mjs';
import { heading, progress, table, target, times } from '../kit/report.mjs';

const ROUNDS = 7;
const REPLICATIONS = 8;

export async function loggers() {
  heading('Speed of other loggers, of that of unlocked; 20 deployments, remote');
  const programs = shipped.map(
    ({ name }) => new Program(name, process.execPath, 'fleet-latsim.mjs', [name]),
  );
  const costs = await inTurn(
    Object.fromEntries(
      programs.map((program) => [
        program.label,
        async (round) => {
          const question = { duration_s: 3600, replications: REPLICATIONS, seed: round + 1 };
          return (await program.ask(question)).cpu_s;
        },
      ]),
    ),
    ROUNDS,
    progress,
  );
  for (const program of programs) program.end();
  const others = programs.map(({ label }) => label).filter((label) => label !== 'unlocked');
  const speeds = new Map(others.map((label) => [label, ratios(costs.unlocked, costs[label])]));
  table(
    ['', 'speed'],
    others.map((label) => [label, times(speeds.get(label))]),
  );
  target('atomic against unlocked', speeds.get('atomic').median, { atLeast: 0.5 });
}
