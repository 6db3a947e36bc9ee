// Measures real proxies of LiteLLM in the set-ups of decision 40, several runs of each, and writes the table.
//
//   npm run build && node test/live/cells.mjs [cells.jsonl] [--runs 3] [--time-scale 5] [--only WORDS]
//
// Each set-up takes minutes. What is finished is in the file, a line each; started again it goes on with the rest.
// It needs both pinned releases (docs/examples, see test/live/releases.ts) and redis-server.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    'time-scale': { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
});
const [file = 'cells.jsonl'] = positionals;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const BURSTS = 'load={kind: bursts, size: 40, every: 15s}';
const MESSAGES = 'path=messages';
const STREAMS = 'samples.stream=1';
const [REPORTED, NEWEST] = ['1.82.3', '1.110.2'];

/** What is measured: name, release, settings; `redis` where the proxy has one. */
const CELLS = [
  // Those of section 1 of decision 28 with one worker.
  ['/v1/messages', REPORTED, ['requests=600', MESSAGES]],
  ['/v1/messages, streams', REPORTED, ['requests=600', MESSAGES, STREAMS]],
  ['/v1/messages, Redis', REPORTED, ['requests=600', MESSAGES], 'redis'],
  ['/v1/messages, bursts', REPORTED, ['requests=800', MESSAGES, BURSTS]],
  ['/chat/completions', REPORTED, ['requests=600']],
  ['/chat/completions, streams', REPORTED, ['requests=600', STREAMS]],
  ['/chat/completions, Redis', REPORTED, ['requests=600'], 'redis'],
  ['/chat/completions, bursts', REPORTED, ['requests=800', BURSTS]],
  ['/v1/messages', NEWEST, ['requests=500', MESSAGES]],
  ['/v1/messages, streams', NEWEST, ['requests=400', MESSAGES, STREAMS]],
  ['/v1/messages, bursts', NEWEST, ['requests=400', MESSAGES, BURSTS]],
  ['/chat/completions', NEWEST, ['requests=300']],
  // Others.
  ['/chat/completions, streams', NEWEST, ['requests=300', STREAMS]],
  ['/v1/messages, Redis', NEWEST, ['requests=400', MESSAGES], 'redis'],
  ['/v1/messages, 80 a minute', NEWEST, ['requests=300', MESSAGES, 'load.rate=80/min']],
  [
    '/chat/completions, 8 and 8 deployments',
    REPORTED,
    ['requests=400', 'fleet.groups[0].deployments=8', 'fleet.groups[1].deployments=8'],
  ],
  [
    '/chat/completions, simple-shuffle with weights 1 and 3',
    REPORTED,
    [
      'requests=400',
      'router.strategy=simple-shuffle',
      'fleet.groups[0].weight=1',
      'fleet.groups[1].weight=3',
    ],
  ],
  [
    '/v1/messages, least-busy',
    REPORTED,
    ['requests=200', MESSAGES, 'router={strategy: least-busy}'],
  ],
].map(([name, release, settings, redis]) => ({
  name,
  release,
  settings,
  redis: redis !== undefined,
  key: [release, ...settings, redis ?? ''].join(' '),
}));

const finished = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
const measured = (cell) => finished.find(({ key }) => key === cell.key);

const folder = mkdtempSync(join(tmpdir(), 'latsim-cells-'));
const port = await freePort();
const redis = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], {
  stdio: 'ignore',
});
try {
  for (const cell of CELLS) {
    const title = `${cell.release} ${cell.name}`;
    if (measured(cell) !== undefined || !title.includes(values.only)) continue;
    process.stderr.write(`${title}\n`);
    const report = measure(cell);
    if (report === undefined) continue;
    const line = { key: cell.key, title, report };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
    finished.push(line);
  }
} finally {
  redis.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(table());

/** The report of `latsim live`; undefined where it failed, which stderr says. */
function measure({ release, settings, redis: hasRedis }) {
  const words = [
    ...[here('../../bin/latsim.js'), 'live', here('cells.yaml'), '--json', '--quiet'],
    ...['--litellm', litellmOf(release)],
    ...['--runs', values.runs, '--time-scale', values['time-scale']],
    ...(hasRedis ? ['--redis', `redis://127.0.0.1:${port}`] : []),
    ...settings.flatMap((one) => ['--set', one]),
  ];
  const { status, stdout } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // 1: it does not agree, which is a finding.
  return status === 0 || status === 1 ? JSON.parse(stdout) : undefined;
}

function litellmOf(release) {
  const named = process.env[`LATSIM_LITELLM_${release.replaceAll('.', '_')}`];
  return named ?? here(`../../.litellm/${release}/bin/litellm`);
}

/** As Markdown: every run, their mean, the prediction, and z. */
function table() {
  const rows = CELLS.flatMap((cell) => {
    const { title, report } = measured(cell) ?? {};
    if (report === undefined) return [];
    const g = report.measured.findIndex(({ fastest }) => !fastest);
    const each = report.repeats.map(({ shares }) => percent(shares[g])).join(', ');
    const halves = report.repeats.map(({ secondHalf }) => percent(secondHalf[g])).join(', ');
    const busy = report.notes.some((note) => note.includes('too busy')) ? ' (busy)' : '';
    return [
      [
        title,
        report.repeats[0].requests,
        each,
        percent(report.measured[g].share),
        percent(report.predicted[g].share),
        (report.sd[g] * 100).toFixed(1),
        report.z[g].toFixed(1) + busy,
        halves,
        percent(report.predictedSecondHalf[g]),
      ],
    ];
  });
  const head = [
    ...['set-up', 'requests', 'each run', 'mean', 'predicted', 'sd', 'z'],
    ...['second halves', 'predicted'],
  ];
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

function percent(share) {
  return `${(share * 100).toFixed(1)}%`;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: found } = server.address();
      server.close(() => resolve(found));
    });
  });
}
