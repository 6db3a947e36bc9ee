import { execFile } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../docs/page.js';
import { projectFolder } from './project.js';

/** The built package in a project: threads, and loggers by path. */
const folder = projectFolder();
cpSync(join(ROOT, 'docs/examples/per-deployment-lock.mjs'), join(folder, 'mine.mjs'));
writeFileSync(
  join(folder, 'hangs.mjs'),
  `export default { name: 'hangs', *record() { process.exit(7); }, *view() {} };\n`,
);

/** What a program prints, as JSON. */
async function told(program: string): Promise<unknown> {
  const file = join(folder, 'program.mjs');
  writeFileSync(
    file,
    `import * as latsim from 'latsim';\nconst told = async () => {${program}};
console.log(JSON.stringify(await told()));\n`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
  return JSON.parse(stdout);
}

describe('a logger by the path of its file', () => {
  it('gives the same in this thread and in others, relative to the working folder', async () => {
    expect(
      await told(`
        const ask = { scenario: '16x4', seeds: 2, logger: './mine.mjs' };
        const [here, there] = [await latsim.simulate(ask), await latsim.simulate({ ...ask, threads: 2 })];
        return [here.logger, here.traceHash === there.traceHash, here.samples.lost];`),
    ).toEqual(['per-deployment-lock', true, 0]);
  });

  it('that ends the process is named by a thread', async () => {
    expect(
      await told(`
        const ask = latsim.explore({ logger: './hangs.mjs', threads: 1 });
        const { name, logger, fault } = await ask.catch((error) => error);
        return [name, logger, fault];`),
    ).toEqual(['LoggerFault', 'hangs', expect.stringContaining('it ended the process')]);
  });

  it('that is not there is a matter of usage', async () => {
    expect(
      await told(`
        const ask = latsim.explore({ logger: './nowhere.mjs' });
        const { name, message } = await ask.catch((error) => error);
        return [name, message];`),
    ).toEqual(['LatsimError', 'logger ./nowhere.mjs: there is no such file']);
  });
});
