import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { DiagnoseReport } from '../../src/report/diagnose/report.js';
import { latsim } from './in-process.js';
import { workFolder } from './latsim.js';

const SCENARIO = `
fleet:
  modelGroup: medium
  groups:
    - { name: only, deployments: 1, latency: { distribution: constant, value: 1s } }
load: { kind: poisson, rate: 1/s }
duration: 60s
store: { kind: remote, rtt: { distribution: constant, value: 1ms } }
router: { ttl: 5m }
`;

const SECRET = 'sk-live-9931';

/** 90 answers in three minutes, one of three failed, of deployments with ids that are secret. */
const LOG = [
  'startTime,endTime,model_group,model,model_id,call_type,completion_tokens,status',
  ...Array.from({ length: 90 }, (_, i) => {
    const minute = String(Math.floor(i / 30)).padStart(2, '0');
    const second = (offset: number) => String(2 * (i % 29) + offset).padStart(2, '0');
    const time = (offset: number) => `2026-03-01T09:${minute}:${second(offset)}Z`;
    const status = i % 3 === 0 ? 'failure' : 'success';
    return `${time(0)},${time(1)},medium,only,${SECRET},acompletion,10,${status}`;
  }),
].join('\n');

const minutes = Object.fromEntries(
  [0, 1, 2].map((minute) => [`2026-03-01-09-0${minute}`, { tpm: 9, rpm: 20 }]),
);
const MAP = JSON.stringify({ [SECRET]: { latency: [0, 0.1], ...minutes } });
const BESIDE = JSON.stringify({
  [SECRET]: { latency: [0, 0.1] },
  [`other-${SECRET}`]: { latency_normalized: [0.1] },
});

const cwd = workFolder({
  'one.yaml': SCENARIO,
  'spend.csv': LOG,
  'map.json': MAP,
  'beside.json': BESIDE,
  'nil.txt': '(nil)\n',
  'bad.json': `{"${SECRET}": {"latency": ["${SECRET}"]}}`,
  'cut.json': MAP.slice(0, -3),
});

writeFileSync(join(cwd, 'map.json.gz'), gzipSync(MAP));

const diagnose = (...options: string[]) =>
  latsim(['diagnose', 'one.yaml', '--logs', 'spend.csv', ...options], { cwd });

async function evidence(...options: string[]) {
  const { code, stdout, stderr } = await diagnose(...options, '--json');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toContain(SECRET);
  const report = JSON.parse(stdout) as DiagnoseReport;
  expect(report).toMatchObject({ outcome: 'not-routing', decided: true });
  return report.evidence;
}

describe('latsim diagnose --map', () => {
  const found = {
    present: true,
    deployments: 1,
    withNumbers: 1,
    unknown: 0,
    counted: 40,
    logged: 40,
  };

  test.each(['map.json', 'map.json.gz'])('counts what %s holds beside the log', async (file) => {
    expect(await evidence('--map', file)).toMatchObject({
      map: found,
      log: { requests: 90, failures: 30, calls: { chat: 60 }, withoutTokens: 0 },
    });
  });

  test('reads standard input', async () => {
    const args = ['diagnose', 'one.yaml', '--logs', 'spend.csv', '--map', '-', '--json'];
    const { code, stdout } = await latsim(args, { cwd, stdin: MAP });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as DiagnoseReport).evidence?.map).toMatchObject(found);
  });

  test.each(['absent', 'nil.txt'])('may say that there is none: %s', async (given) => {
    const { map, notes } = (await evidence('--map', given)) ?? {};
    expect(map).toMatchObject({ present: false });
    expect(notes?.join()).toMatch(/5m after it was written.*2026-03-01 09:0[23] UTC/);
  });

  test('says of which release its fields are, and how many are of others', async () => {
    const { notes } = (await evidence('--map', 'beside.json')) ?? {};
    expect(notes?.join()).toMatch(/1 of 2 entries .*log does not have.*from LiteLLM 1.109.0 on/);
  });

  test.each([
    ['bad.json', /bad.json:1:1: entry 1 of 1 has samples/],
    ['cut.json', /cut.json:1:1: this is not JSON/],
    ['none.json', /none.json/],
  ])('is refused with its place, and nothing of its content: %s', async (file, message) => {
    const { code, stdout, stderr } = await diagnose('--map', file);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain(SECRET);
  });

  test('cannot share standard input with a log', async () => {
    const args = ['diagnose', 'one.yaml', '--logs', '-', '--map', '-'];
    const { code, stderr } = await latsim(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('both read standard input');
  });

  test.each(['text', 'markdown'])('shows no id in %s, and the answer first', async (format) => {
    const { code, stdout } = await diagnose('--map', 'map.json', '--format', format);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^(### )?Not a matter of routing: there is one deployment/);
    expect(stdout).toMatch(/30 of 90 requests\s+failed/);
    expect(stdout).toMatch(/1 deployment: 1 with numbers; its minutes count 40 of 40/);
    expect(stdout).not.toContain(SECRET);
  });
});
