import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

// Files of tests share their modules: these are loaded anew to be watched, and left to nobody.
const watched = async () => {
  vi.resetModules();
  vi.doMock('../../src/text/yaml.js', async (original) => {
    const yaml = await original<typeof import('../../src/text/yaml.js')>();
    return { ...yaml, readYaml: vi.fn(yaml.readYaml) };
  });
  const { readYaml } = await import('../../src/text/yaml.js');
  const { latsim } = await import('./in-process.js');
  return { readYaml: vi.mocked(readYaml), latsim };
};

let readYaml: Awaited<ReturnType<typeof watched>>['readYaml'];
let latsim: Awaited<ReturnType<typeof watched>>['latsim'];

beforeAll(async () => {
  ({ readYaml, latsim } = await watched());
});

beforeEach(() => {
  readYaml.mockClear();
});

afterAll(() => {
  vi.doUnmock('../../src/text/yaml.js');
  vi.resetModules();
});

test('a diagnosis reads the scenario once, and each --set', async () => {
  const set = ['--set', 'processes.count=2', '--set', 'router.ttl=100s'];
  const observed = 'claude-sonnet-4-6=9,gpt-4.1=11';
  const args = ['diagnose', '16x4', '--observed', observed, ...set, '--json'];
  const { code, stdout } = await latsim(args);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).rows.length).toBeGreaterThan(0);
  expect(readYaml).toHaveBeenCalledTimes(3);
});

test.each([
  ['the file', 'warmup: 200000d', [], 'small.yaml:6:9: the warm-up takes the whole duration'],
  [
    'an argument',
    'warmup: 0s',
    ['--set', 'warmup=200000d'],
    '--set: the warm-up takes the whole duration',
  ],
])('what cannot be tried is said with its place, in %s', async (_, warmup, set, message) => {
  const text = `fleet:
  groups:
    - { name: slow, deployments: 2, latency: { distribution: constant, value: 2s } }
    - { name: fast, deployments: 2, latency: { distribution: constant, value: 1s } }
load: { kind: poisson, rate: 1/s }
${warmup}
duration: 300000d
`;
  const cwd = mkdtempSync(join(tmpdir(), 'latsim-test-'));
  try {
    writeFileSync(join(cwd, 'small.yaml'), text);
    const args = ['diagnose', 'small.yaml', '--observed', 'slow=2,fast=1', ...set];
    const { code, stdout, stderr } = await latsim(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(message)).toBe(true);
  } finally {
    rmSync(cwd, { recursive: true });
  }
});
