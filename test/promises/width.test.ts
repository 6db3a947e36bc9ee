import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';

/** Promise: nothing is wider than 80 columns, whatever the names; commands and paths alone are whole. */

const WIDE = 'a-name-of-sixty-characters-that-nobody-would-ever-type-twice';
const [SLOW, FAST] = [`${WIDE.slice(0, -5)}-slow`, `${WIDE.slice(0, -5)}-fast`];
const long = SMALL.replaceAll(/\bslow\b/g, SLOW).replaceAll(/\bfast\b/g, FAST);
const FILE = `${WIDE}.yaml`;
const cwd = workFolder({
  [FILE]: long.replace('Two slow and one fast', `${WIDE}, ${WIDE}, ${WIDE}`),
  'expects.yaml': `name: ${WIDE}\n${long}expect: [lost == 0]\n`,
  'shares.yaml': `name: ${WIDE}\n${long}expect: ["share(${FAST}) >= 99%", "verdict == effective"]\n`,
  'config.yaml': `
model_list:
  - { model_name: ${WIDE}, litellm_params: { model: openai/${SLOW}, api_base: "https://${SLOW}" } }
  - { model_name: ${WIDE}, litellm_params: { model: openai/${FAST} } }
`,
});

/** Lines that are wider, and no command or path alone on its line. */
const wider = (text: string, columns = 80) =>
  text
    .split('\n')
    .filter(
      (line) => line.length > columns && !/^ *(latsim |replay: |rerun: |\S*\/\S+$)/i.test(line),
    );

describe('with names of 60 characters', () => {
  it('the scenario has them', () => {
    expect(WIDE).toHaveLength(60);
    for (const name of [SLOW, FAST]) expect(long).toContain(name);
  });

  it.each([
    ['run', FILE],
    ['compare', FILE],
    ['run', 'expects.yaml'],
    ['gate', 'expects.yaml', '--logger', 'unlocked'],
    ['gate', 'expects.yaml', '--logger', 'locked'],
    ['import', 'config.yaml', '--output-dir', 'made'],
    ['explore', '--logger', 'unlocked'],
    ['explore', FILE, '--tasks', '2', '--verbose'],
    ['trace', FILE],
    ['run', 'shares.yaml', '--verbose'],
    ['compare', FILE, '--verbose'],
    ['gate', 'shares.yaml', '--verbose'],
    ['validate', FILE],
    ['list'],
  ])('latsim %s %s %s %s', async (...args) => {
    const given = args.filter((one) => one !== undefined);
    const { code, stdout, stderr } = await latsim(given, { cwd });
    expect([0, 1]).toContain(code);
    expect(wider(stdout)).toEqual([]);
    expect(stdout.length + stderr.length).toBeGreaterThan(0);
  });

  it.each([
    ['run', FILE, '--set', `${WIDE}=1`],
    ['run', FILE, '--set', `fleet.groups[0].${WIDE}=1`],
    ['run', FILE, '--set', 'rate=3/s'],
    ['run', FILE, '--set', `router.strategy=${WIDE}`],
    ['run', FILE, '--logger', WIDE],
    ['run', FILE, '--logger', `./${WIDE}.mjs`],
    ['run', FILE, `--${WIDE}`],
    ['run', 'config.yaml'],
    ['run', WIDE],
    ['diagnose', FILE, '--observed', `${WIDE}x=3,${SLOW}=4`],
    ['diagnose', FILE, '--logs', FILE],
    ['gate', FILE, '--expect', `share(${WIDE}) > 3%`],
    ['import', FILE],
    ['compare', FILE, '--output', `${WIDE}/report.md`],
    [WIDE],
  ])('an error on a terminal: latsim %s %s %s %s', async (...args) => {
    const given = args.filter((one) => one !== undefined);
    for (const columns of [80, 60]) {
      const { code, stderr } = await latsim([...given, '--no-color'], { cwd, tty: true, columns });
      expect(code).toBe(2);
      // A name of 60 characters stays whole, in quotes and behind what it is.
      expect(wider(stderr, Math.max(columns, 80))).toEqual([]);
    }
  });
});

describe.each([80, 60])('on a terminal of %j columns', (columns) => {
  it.each([[], ...COMMANDS.map(({ name }) => [name])])('the help fits: %s', async (...names) => {
    const { stdout } = await latsim([...names, '--help'], { tty: true, columns });
    const examples = stdout.indexOf('\nExamples:');
    expect(wider(stdout.slice(0, examples < 0 ? undefined : examples), columns)).toEqual([]);
  });
});

it('a line that is wider is found', () => {
  expect(wider(`${'x'.repeat(81)}\n    latsim run ${'x'.repeat(81)}\n`)).toEqual(['x'.repeat(81)]);
});
