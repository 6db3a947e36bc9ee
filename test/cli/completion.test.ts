import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { LOGGER_NAMES } from '../../src/loggers/index.js';
import { latsim } from './in-process.js';
import { workFolder } from './latsim.js';

const cwd = workFolder({ 'mine.mjs': '', 'my scenario.yaml': '' });
const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

const script = async (shell: string) => (await latsim(['completion', shell])).stdout;

describe.skipIf(!has('bash'))('bash', () => {
  let text: string;
  beforeAll(async () => {
    text = await script('bash');
  });

  /** What is offered for the last of these words, several lines of them at a time. */
  const offered = (...lines: string[][]): string[][] => {
    const asked = lines.map(
      (words) =>
        `COMP_WORDS=(latsim ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
COMPREPLY=(); _latsim; printf '%s\\n' "\${COMPREPLY[@]}"; echo --`,
    );
    const { stdout, stderr } = spawnSync('bash', ['-c', `${text}\n${asked.join('\n')}`], { cwd });
    expect(String(stderr)).toBe('');
    return String(stdout)
      .split('--\n')
      .slice(0, -1)
      .map((part) => part.split('\n').filter((line) => line !== ''));
  };

  it('offers no second kind where one was given', () => {
    const [kinds, files, none] = offered(
      ['init', ''],
      ['init', '--force', 'logger', ''],
      ['completion', 'bash', ''],
    );
    expect(kinds).toEqual([
      'scenario',
      'logger',
      'strategy',
      'gate',
      'mine.mjs',
      'my scenario.yaml',
    ]);
    expect(files).toEqual(['mine.mjs', 'my scenario.yaml']);
    expect(none).toEqual([]);
  });

  it('offers commands, options, choices, shipped names and files', () => {
    const [commands, options, loggers, stores, joined, scenarios, files, one] = offered(
      ['ex'],
      ['explore', '--lease'],
      ['compare', '16x4', '-l', ''],
      ['explore', '--store', ''],
      ['run', '16x4', '--format', '=', 'j'],
      ['trace', 'two-'],
      ['run', 'my'],
      ['-q', 'show', ''],
    );
    expect(commands).toEqual(['explore']);
    expect(options).toEqual(['--lease-expiry']);
    expect(loggers).toEqual([...LOGGER_NAMES, 'mine.mjs', 'my scenario.yaml']);
    expect(stores).toEqual(['in-process', 'remote', 'tiered']);
    expect(joined).toEqual(['json']);
    expect(scenarios).toEqual(['two-model-groups']);
    expect(files).toEqual(['my scenario.yaml']);
    expect(one).toContain('tiered-redis');
    expect(one).not.toContain('mine.mjs');
  });
});

it.each(['bash', 'zsh', 'fish'])('%s knows all commands and no former name', async (shell) => {
  const text = await script(shell);
  for (const { name } of COMMANDS) expect(text).toMatch(new RegExp(`\\b${name}\\b`));
  expect(text).toContain('replications');
  expect(text).not.toMatch(/model-name|--seeds|--loggers/);
  expect(text).toContain('two-model-groups');
});

it.skipIf(!has('zsh'))('zsh reads its script', async () => {
  const { status, stderr } = spawnSync('zsh', ['-n'], { input: await script('zsh') });
  expect([status, String(stderr)]).toEqual([0, '']);
});

it.skipIf(!has('fish'))('fish reads its script', async () => {
  const { status, stderr } = spawnSync('fish', ['--no-execute'], { input: await script('fish') });
  expect([status, String(stderr)]).toEqual([0, '']);
});

it('another shell is refused', async () => {
  const { code, stderr } = await latsim(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean "bash"?');
});
