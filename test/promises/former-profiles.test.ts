import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explore, LatsimError, simulate } from '../../src/index.js';
import { latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { goldenText } from '../worlds/replay/recordings.js';

/**
 * Promise: a profile that was reconstructed before its release was measured is read by its former
 * name where it proved right, with a warning, and refused where it did not, with its successor;
 * wherever a profile can be named.
 */

const RIGHT = 'v1.82.3r';
const WRONG = 'head2026r';

const recording = goldenText('v1.82.3', '22_exact_expiry.jsonl.gz');
const files = (name: string, ending: string) => ({
  [`${ending}.yaml`]: `${SMALL.replace('router: {', `router: { profile: ${name},`)}expect: [lost >= 0]\n`,
  [`${ending}.jsonl`]: recording.replace('"v1.82.3"', `"${name}"`),
});
const cwd = workFolder({
  'now.yaml': SMALL,
  'now.jsonl': recording,
  ...files(RIGHT, 'right'),
  ...files(WRONG, 'wrong'),
});

/** Command lines that name a profile. @param ending of the file that does */
const naming = (name: string, ending: string): string[][] => [
  ['run', `${ending}.yaml`, '--seeds', '1'],
  ['run', 'now.yaml', '--seeds', '1', '--profile', name],
  ['run', 'now.yaml', '--seeds', '1', '--set', `router.profile=${name}`],
  ['compare', `${ending}.yaml`, '--seeds', '1'],
  ['trace', `${ending}.yaml`, '--seeds', '1'],
  ['diagnose', `${ending}.yaml`, '--observed', 'slow=6,fast=6', '--threads', '1'],
  ['gate', `${ending}.yaml`, '--seeds', '1', '--fixed'],
  ['validate', `${ending}.yaml`],
  ['explore', '--logger', 'atomic', '--profile', name],
  ['replay', `${ending}.jsonl`],
  ['replay', 'now.jsonl', '--profile', name],
];

describe('a name of what proved right', () => {
  // It would take a second to diagnose anything.
  const short = naming(RIGHT, 'right').filter(([command]) => command !== 'diagnose');

  it.each(short)('is read, and warned of: %s %s', async (...args) => {
    const { code, stderr } = await latsim(args, { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^latsim: warning: .*: profile v1\.82\.3r is now called v1\.82\.3/);
    expect(stderr).toContain('  = write v1.82.3\n');
  });

  it('reports the name that it has now, with the same bytes', async () => {
    const json = async (...more: string[]) =>
      (await latsim(['run', 'now.yaml', '--seeds', '1', '--json', ...more], { cwd })).stdout;
    const now = await json();
    expect(JSON.parse(now)).toMatchObject({ profile: 'v1.82.3' });
    expect(await json('--set', `router.profile=${RIGHT}`)).toBe(now);
  });

  it('is read by the library, which warns the process', async () => {
    const scenario = join(cwd, 'now.yaml');
    for (const asked of [
      () => simulate({ scenario, seeds: 1, profile: RIGHT }),
      () => explore({ logger: 'atomic', profile: RIGHT }),
    ]) {
      const [[warning]] = await Promise.all([once(process, 'warning'), asked()]);
      expect(warning).toMatchObject({ name: 'LatsimWarning' });
      expect(String(warning)).toContain('write v1.82.3');
    }
  });
});

describe('a name of what proved wrong', () => {
  it.each(naming(WRONG, 'wrong'))('is refused, with its successor: %s %s', async (...args) => {
    const { code, stdout, stderr } = await latsim(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(WRONG);
    expect(stderr).toMatch(/v1\.110\.2, its successor as measured; .* was never released/);
  });

  it('is refused by the library', async () => {
    const scenario = join(cwd, 'now.yaml');
    await expect(simulate({ scenario, profile: WRONG })).rejects.toThrow(LatsimError);
    await expect(explore({ logger: 'atomic', profile: WRONG })).rejects.toMatchObject({
      remedy: expect.stringMatching(/^use v1\.110\.2, /),
    });
  });
});
