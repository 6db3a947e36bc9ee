import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'latsim-installed-'));
const inFolder = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8' });

beforeAll(() => {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string;
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  inFolder('npm', ['install', '--no-audit', '--no-fund', `./${tarball}`]);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the installed command runs a shipped scenario', () => {
  const report = JSON.parse(
    inFolder('npx', ['latsim', 'run', '16x4', '--replications', '20', '--json']),
  );
  expect(report.verdict).toBe('degraded');
});

it('the installed library runs, and its types hold in a strict project', () => {
  const source = [
    "import { explore, type ExploreReport, loggers, type RunReport, simulate } from 'latsim';",
    'const unlocked = loggers[0];',
    "if (unlocked === undefined) throw new Error('no loggers');",
    'const result: ExploreReport = await explore({ logger: unlocked, tasks: 3 });',
    "const { requests }: RunReport = await simulate({ scenario: 'fleet: { groups: [{ name: a, deployments: 2, latency: { distribution: constant, value: 1s } }] }\\nload: { kind: poisson, rate: 1/s }\\nduration: 1m' });",
    'console.log(String(result.schedules), requests > 0);',
  ].join('\n');
  writeFileSync(join(folder, 'check.ts'), source);
  const tsc = join(root, 'node_modules/.bin/tsc');
  const flags = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom'];
  inFolder(tsc, [...flags, 'check.ts']);
  expect(inFolder('node', ['check.js'])).toBe('90 true\n');
});

it('many replications come to the same in threads', () => {
  const program = `
    import { simulate } from 'latsim';
    const ask = { scenario: '16x4', set: ['duration=4h', 'replications=8'] };
    const [here, there] = [await simulate(ask), await simulate({ ...ask, threads: 2 })];
    console.log(here.traceHash === there.traceHash && here.requests > 100000);`;
  expect(inFolder('node', ['--input-type=module', '--eval', program])).toBe('true\n');
});

it('the examples of the documentation pass in the vitest suite of a project', () => {
  cpSync(join(root, 'docs/examples'), folder, { recursive: true });
  symlinkSync(join(root, 'node_modules/vitest'), join(folder, 'node_modules/vitest'), 'dir');
  const { VITEST, VITEST_MODE, VITEST_POOL_ID, VITEST_WORKER_ID, ...env } = process.env;
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--root', folder, '--reporter', 'json'];
  const stdout = execFileSync('node', args, { cwd: folder, env, encoding: 'utf8' });
  const result = JSON.parse(stdout.slice(stdout.indexOf('{')));
  expect(result).toMatchObject({ success: true, numTotalTests: 7, numPassedTests: 7 });
});
