import { describe, expect, it } from 'vitest';
import { compare, simulate } from '../../src/index.js';
import { latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';

const cwd = workFolder({ 'small.yaml': SMALL });
const run = (...args: string[]) => latsim(args, { cwd });

describe('--precision', () => {
  it('says in the answer how well shares are known, and how to repeat it', async () => {
    const { code, stdout, stderr } = await run('run', 'small.yaml', '--precision', '5');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}\d+ replications: every share is known to ±\d\.\d points at 95%/m);
    const page = await run('run', 'small.yaml', '--precision', '5', '--format', 'markdown');
    expect(page.stdout).toContain('latsim run small.yaml --precision 5\n');
  });

  it('is the same in a program', async () => {
    const args = ['--precision', 'latency=5%', '--max-replications', '500', '--json'];
    const options = { scenario: SMALL, precision: 'latency=5%', maxReplications: 500 };
    const { stdout } = await run('run', 'small.yaml', ...args);
    const { precision, groups } = await simulate(options);
    expect(JSON.parse(stdout)).toMatchObject({ precision, groups });
    const compared = JSON.parse((await run('compare', 'small.yaml', ...args)).stdout);
    const { runs } = await compare(options);
    expect(compared.runs.map((one: { precision: unknown }) => one.precision)).toEqual(
      runs.map((one) => one.precision),
    );
  });

  it.each(['run', 'compare'])(
    '%s that is not as precise says so, and ends with 4 where it is strict',
    async (command) => {
      const args = [command, 'small.yaml', '--precision', '0.5', '--max-replications', '12'];
      const { code, stdout, stderr } = await run(...args);
      expect(code).toBe(0);
      expect(stdout).toContain('Not as precise as asked: 12 replications');
      expect(stdout).toMatch(/as precise as asked:\n {4}latsim .* --max-replications \d+/);
      expect(stderr).toContain('warning: undecided: --precision 0.5\n');
      expect(await run(...args, '--strict')).toMatchObject({ code: 4, stdout });
    },
  );

  it('--strict of a run is also about what is expected', async () => {
    const open = ['--set', 'expect=["share(fast) >= 66%"]'];
    expect((await run('run', 'small.yaml', ...open)).code).toBe(0);
    expect((await run('run', 'small.yaml', ...open, '--strict')).code).toBe(4);
  });

  it.each([
    [['--precision', 'latncy=5%'], 'Did you mean latency=5%?'],
    [['--precision', '1', '--replication', '0'], 'exclude one another'],
    [['--max-replications', '50'], 'has no use without --precision'],
    [['--precision', '1', '-n', '60', '--max-replications', '50'], 'below the 60 replications'],
    [['--max-seeds', '50'], 'did you mean --max-replications?'],
  ])('%j is refused', async (args, says) => {
    const { code, stdout, stderr } = await run('run', 'small.yaml', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  it('a comparison has no other use for --strict', async () => {
    const { code, stderr } = await run('compare', 'small.yaml', '--strict');
    expect(code).toBe(2);
    expect(stderr).toContain('--strict has no use without --precision');
  });
});
