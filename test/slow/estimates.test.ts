import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { LOGGERS } from '../../src/loggers/index.js';
import { STORES } from '../../src/model/stores/index.js';
import { compile } from '../../src/scenario/compile.js';
import { estimatedEvents } from '../../src/studies/event-limit.js';
import { atOnce, neededMemory } from '../../src/studies/memory-limit.js';
import { Replication } from '../../src/worlds/simulate/replication.js';
import { BIN, workFolder } from '../cli/latsim.js';

/** What is said beforehand of a run, against what it takes: every shipped logger on every shipped scenario. */

const names = readdirSync(new URL('../../scenarios', import.meta.url))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

function loggersFor(kind: string) {
  const shared = STORES.find(({ name }) => name === kind)?.timeless.shared === true;
  return LOGGERS.filter(({ name }) => shared || name !== 'locked-distributed');
}

function expectNear(estimate: number, real: number, what: string): void {
  expect(real / estimate, what).toBeGreaterThan(0.5);
  expect(real / estimate, what).toBeLessThan(2);
}

it.each(names)('events of %s', (name) => {
  const { scenario, numbers } = loadScenario(name);
  for (const logger of loggersFor(scenario.store.kind)) {
    const experiment = compile(scenario, { numbers, logger });
    const replication = new Replication(experiment, 0);
    while (!replication.advance(100_000));
    const { occurrences } = replication.result();
    expectNear(estimatedEvents(experiment, 1, 1000), occurrences, logger.name);
  }
});

/** Prints the most memory that its process has had, in KB. */
const WATCH = `process.on('exit', () =>
  require('node:fs').writeSync(2, 'KB ' + process.resourceUsage().maxRSS));`;

it.each(names)('memory of %s', (name) => {
  const watch = join(workFolder({ 'watch.cjs': WATCH }), 'watch.cjs');
  const { scenario, numbers } = loadScenario(name);
  for (const logger of loggersFor(scenario.store.kind)) {
    const experiment = compile(scenario, { numbers, logger });
    const choice = { kind: 'shipped', name: logger.name } as const;
    const needed = neededMemory(experiment, choice, scenario.replications);
    const command = ['run', name, '--logger', logger.name, '--json', '--threads', '1'];
    const run = spawnSync(process.execPath, ['-r', watch, BIN, ...command], { encoding: 'utf8' });
    expectNear(atOnce(needed), 1024 * Number(/KB (\d+)/.exec(run.stderr)?.[1]), logger.name);
  }
});
