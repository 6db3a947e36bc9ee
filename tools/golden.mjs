/*
 * What has to be the same on every version of Node, one line each: `<name>\t<value>`. The hashes
 * of all shipped scenarios under all loggers, the counts of explorations, and the bytes of some
 * commands.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { explore, loggers, simulate } from '../dist/index.js';

const root = new URL('..', import.meta.url);
const say = (name, value) => process.stdout.write(`${name}\t${value}\n`);

/** What cannot be done says why, on every version in the same words. */
async function attempt(name, work) {
  try {
    say(name, await work());
  } catch (error) {
    say(name, error.message);
  }
}

for (const file of readdirSync(new URL('scenarios/', root)).filter((it) => it.endsWith('.yaml'))) {
  const scenario = file.replace('.yaml', '');
  for (const logger of loggers) {
    await attempt(`simulate ${file} ${logger.name}`, async () => {
      const { traceHash, decisionsHash } = await simulate({ scenario, logger, seeds: 2 });
      return `trace ${traceHash}, decisions ${decisionsHash}`;
    });
  }
}

for (const store of ['in-process', 'remote', 'tiered']) {
  for (const logger of loggers) {
    await attempt(`explore ${store} ${logger.name}`, async () => {
      const { schedules, lossless, states, violation } = await explore({
        logger,
        store,
        tasks: 3,
        processes: 2,
      });
      return `${schedules} schedules, ${lossless} lossless, ${states} states, ${violation?.kind}`;
    });
  }
}

for (const command of [
  '--help',
  'run 16x4 --seeds 3',
  'run tiered-redis --seeds 2 --by deployment --json',
  'compare 16x4 --loggers unlocked,locked --seeds 2',
  'compare 16x4 --loggers unlocked,locked --seeds 2 --format svg',
  'gate 16x4 --logger locked --seeds 4 --fixed --json',
  'trace 16x4',
  'explore --logger unlocked --tasks 4 --json',
  'diagnose cold-burst --observed gpt-4.1=2,claude-sonnet-4-6=8',
  'validate nothing-of-that-name',
]) {
  const bin = fileURLToPath(new URL('bin/latsim.js', root));
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...command.split(' ')]);
  const hash = createHash('sha256').update(stdout).update('\0').update(stderr).digest('hex');
  say(`latsim ${command}`, `exit code ${status}, sha256 ${hash}`);
}
