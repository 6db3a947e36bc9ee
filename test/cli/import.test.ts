import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latsim } from './in-process.js';
import { workFolder } from './latsim.js';

/* What an operator has: files beside one another, a pipe, a release, an alias. */

const TWO = `model_list:
  - { model_name: chat, litellm_params: { model: openai/amber } }
  - { model_name: chat, litellm_params: { model: openai/basalt } }
`;
const BY_LATENCY = 'router_settings: { routing_strategy: latency-based-routing }\n';

test('what is included lies beside the file that names it, and is not written over', async () => {
  const cwd = workFolder({
    'config.yaml': 'include: [chat.yaml]',
    'chat.yaml': TWO,
    'other.yaml': `include: [nested/models.yaml]\n${BY_LATENCY}`,
  });
  const made = await latsim(['import', 'config.yaml', '--force'], { cwd });
  expect(made).toMatchObject({ code: 2, stdout: '' });
  expect(made.stderr).toContain('chat.yaml is what is imported');
  const missing = await latsim(['import', 'other.yaml'], { cwd });
  expect(missing.code).toBe(2);
  expect(missing.stderr).toMatch(
    /^other\.yaml:1:11: the file that is included here is not there\n/,
  );
  expect(missing.stderr).not.toContain('nested');
});

test('standard input is read as a file is', async () => {
  const stdin = `${TWO}litellm_settings: { routing_strategy: latency-based-routing }`;
  const cwd = workFolder({ 'models.yaml': TWO });
  const made = await latsim(['import', '-', '--output', 's.yaml'], { cwd, stdin });
  expect(made.stderr).toBe('');
  expect(made.stdout).toMatch(
    /^routing_strategy under litellm_settings is not read: this proxy shuffles; it\nbelongs under router_settings\.\nThis proxy shuffles/,
  );
  expect(made.stdout).toContain('Made s.yaml from standard input.');
  const run = await latsim(['run', 's.yaml', '--replications', '1'], { cwd });
  expect(run.stdout).toContain('Assumes: routing_strategy under litellm_settings is not read');
  const broken = await latsim(['import', '-'], { cwd, stdin: 'model_list: [canary' });
  expect(broken.stderr).toMatch(/^standard input:1:\d+: invalid YAML/);
  expect(broken.stderr).not.toContain('canary');
  const both = await latsim(['import', '-', '--logs', '-'], { cwd, stdin: TWO });
  expect(both.stderr).toContain('the configuration and the log are both standard input');
});

test('where nobody is chosen, nothing is written', async () => {
  const single = 'model_list: [{ model_name: chat, litellm_params: { model: openai/amber } }]';
  const cwd = workFolder({
    'config.yaml': single,
    'more.yaml': `${TWO}  - { model_name: alone, litellm_params: { model: openai/amber } }\n`,
  });
  const made = await latsim(['import', 'config.yaml', '--output-dir', 'made'], { cwd });
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain('Nothing is routed: chat has one deployment');
  expect(existsSync(join(cwd, 'made'))).toBe(false);
  const some = await latsim(['import', 'more.yaml', '--output-dir', 'made'], { cwd });
  expect(some.stdout).toContain(
    'Left out: 1 model group of one deployment, where nobody is chosen: alone.',
  );
  expect(readdirSync(join(cwd, 'made'))).toEqual(['chat.yaml']);
});

test('the release may be said in either way, and an alias stands for its model group', async () => {
  const aliased = BY_LATENCY.replace(' }', ', model_group_alias: { old: { model: chat } } }');
  const cwd = workFolder({ 'config.yaml': `${TWO}${aliased}` });
  const text = async (...args: string[]) => {
    const made = await latsim(['import', 'config.yaml', '--output', '-', ...args], { cwd });
    expect(made.code, made.stderr).toBe(0);
    return made.stdout;
  };
  const said = await text('--litellm-version', '1.110.2');
  expect(said).toContain('  litellm: 1.110.2\n');
  expect(await text('--litellm', '1.110.2', '--model-group', 'old')).toBe(said);
  expect(await text()).toContain(
    'LiteLLM 1.82.3, as nothing says which release runs (--litellm-version does)',
  );
});

test('the values of a chart say how many processes there are, unless the user does', async () => {
  const indented = `${TWO}${BY_LATENCY}`.replace(/^(?=.)/gm, '  ');
  const cwd = workFolder({
    'values.yaml': `replicaCount: 4\nnumWorkers: 2\nproxy_config:\n${indented}`,
  });
  const made = await latsim(['import', 'values.yaml'], { cwd });
  expect(made.stdout).toContain('8 router processes (replicaCount 4 x numWorkers 2;');
  expect(readFileSync(join(cwd, 'chat.yaml'), 'utf8')).toContain('processes: { count: 8,');
  const other = await latsim(['import', 'values.yaml', '--processes', '3', '--output', '-'], {
    cwd,
  });
  expect(other.stdout).toContain('processes: { count: 3,');
  expect(other.stdout).not.toContain('replicaCount');
});
