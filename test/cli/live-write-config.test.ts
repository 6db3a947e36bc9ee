import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latsim } from './in-process.js';
import { workFolder } from './latsim.js';

const write = (cwd: string, ...more: readonly string[]) =>
  latsim(['live', '16x4', '--write-config', 'lab', '--provider-port', '4010', ...more], { cwd });

describe('live --write-config', () => {
  it('writes what a proxy is started with, and says how to go on with the same options', async () => {
    const cwd = workFolder();
    const { code, stdout, stderr } = await write(cwd, '--time-scale', '5', '--set', 'requests=600');
    expect([code, stderr]).toEqual([0, 'latsim: wrote lab/config.yaml\n']);
    expect(stdout.split('\n').filter((line) => line.startsWith('    '))).toEqual([
      '    LITELLM_LOCAL_MODEL_COST_MAP=True LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY=true litellm --config lab/config.yaml --port 4000 --host 127.0.0.1',
      '    latsim live 16x4 --proxy http://127.0.0.1:4000 --provider-port 4010 --time-scale 5 --set requests=600',
    ]);
    const config = join(cwd, 'lab/config.yaml');
    expect(readFileSync(config, 'utf8')).toContain('http://127.0.0.1:4010/');
    expect(statSync(config).mode & 0o777).toBe(0o600);
  });

  it('writes no secret, and says by which variable it comes', async () => {
    const cwd = workFolder();
    const { code, stdout } = await write(cwd, '--redis', 'redis://:pa55@127.0.0.1:6380/0');
    expect([code, stdout]).toEqual([0, expect.stringContaining('LATSIM_REDIS_PASSWORD')]);
    expect(stdout).toContain('--provider-port 4010 --redis redis://127.0.0.1:6380');
    const config = readFileSync(join(cwd, 'lab/config.yaml'), 'utf8');
    expect(config + stdout).not.toContain('pa55');
    expect(config).toContain('redis_password: "os.environ/LATSIM_REDIS_PASSWORD"');
  });

  it('writes over its own file, and over no other', async () => {
    const cwd = workFolder();
    expect((await write(cwd)).code).toBe(0);
    expect((await write(cwd, '--seed', '2')).code).toBe(0);
    const config = join(cwd, 'lab/config.yaml');
    writeFileSync(config, 'model_list: []\n');
    const { code, stderr } = await write(cwd);
    expect([code, readFileSync(config, 'utf8')]).toEqual([2, 'model_list: []\n']);
    expect(stderr).toContain('lab/config.yaml is there already, and not written by latsim live');
  });

  it('leaves nothing behind where LiteLLM does not have the strategy', async () => {
    const cwd = workFolder();
    const { code, stderr } = await write(cwd, '--strategy', 'round-robin');
    expect(code).toBe(2);
    expect(stderr).toContain('LiteLLM has no strategy round-robin');
    expect(() => statSync(join(cwd, 'lab'))).toThrow();
  });
});
