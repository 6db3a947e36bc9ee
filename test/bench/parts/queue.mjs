/**
 * What a sweep over a queue costs against the same sweep in one process: CPU time of the command and of
 * its worker from their start to their end, so that starting both is counted, and so is all that waits.
 * That of Redis itself is given beside it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { inTurn, ratios } from '../kit/cpu.mjs';
import { figure, heading, note, progress, table, target, times } from '../kit/report.mjs';
import { median } from '../kit/statistics.mjs';

const ROUNDS = 3;
const CELLS = 100;
/** Replications of a cell that takes about so long. */
const REPLICATIONS = { '150 ms': 40, '300 ms': 80 };
const TICKS_PER_S = 100;

const latsim = fileURLToPath(new URL('../../../bin/latsim.js', import.meta.url));
/** Tells at the end what all threads of the process have taken. */
const TELLING = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();console.error('cpu '+(user+system)/1e6)})`;

export async function queue() {
  heading('A sweep over a queue, against inline: cells per CPU second');
  const redis = await startRedis();
  if (redis === undefined) {
    note('skipped: there is no redis-server');
    return;
  }
  const rows = [];
  try {
    for (const [length, replications] of Object.entries(REPLICATIONS)) {
      const words = ['sweep', '16x4', '--vary', `seed=1..${CELLS}:${CELLS}`, '--json'];
      const sweep = [...words, '-n', String(replications)];
      const costs = await inTurn(
        {
          inline: () => started([...sweep, '--threads', '1']).ended,
          queued: () => queued(sweep, redis),
        },
        ROUNDS,
        (text) => progress(`${length}, ${text}`),
      );
      const inline = costs.inline.map(({ cpu_s }) => cpu_s);
      const of = (name) => costs.queued.map((one) => one[name]);
      rows.push({
        length,
        inline_s: median(inline),
        asks: median(of('asks_s')),
        works: median(of('works_s')),
        redis: median(of('redis_s')),
        ratio: ratios(inline, of('cpu_s')),
      });
    }
  } finally {
    redis.child.kill();
  }
  table(
    [`${CELLS} cells of`, 'inline, s', 'command', 'worker', 'Redis', 'queued/inline'],
    rows.map(({ length, inline_s, asks, works, redis, ratio }) => [
      length,
      ...[inline_s, asks, works, redis].map(figure),
      times(ratio),
    ]),
  );
  for (const { length, ratio } of rows)
    target(`cells of ${length}`, ratio.median, { atLeast: 0.9 });
}

/** The command, with one worker that has one thread. */
async function queued(sweep, redis) {
  const at = ['--queue', redis.address];
  const before_s = redis.cpu_s();
  const worker = started(['worker', '--threads', '1', ...at]);
  const asks_s = (await started([...sweep, ...at]).ended).cpu_s;
  worker.child.kill('SIGINT');
  const works_s = (await worker.ended).cpu_s;
  return { cpu_s: asks_s + works_s, asks_s, works_s, redis_s: redis.cpu_s() - before_s };
}

function started(words) {
  const stdio = ['ignore', 'ignore', 'pipe'];
  const child = spawn(process.execPath, ['--import', TELLING, latsim, ...words], { stdio });
  let told = '';
  child.stderr.on('data', (piece) => {
    told += piece;
  });
  const ended = once(child, 'close').then(([code]) => {
    const [, cpu_s] = /^cpu (.*)$/m.exec(told) ?? [];
    if (code !== 0) throw new Error(`${words.join(' ')} ends with ${code}:\n${told}`);
    return { cpu_s: Number(cpu_s) };
  });
  return { child, ended };
}

/** @returns undefined where there is none to start */
async function startRedis() {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address();
  free.close();
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
  const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const isThere = await new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.stdout.on('data', (piece) => {
      if (String(piece).includes('Ready to accept')) resolve(true);
    });
  });
  if (!isThere) return undefined;
  const cpu_s = () => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
  };
  return { child, address: `redis://127.0.0.1:${port}`, cpu_s };
}
