/*
 * Tries drawn inputs for as long as one likes: `npm run fuzz -- --minutes 30 --seed 7 --threads 2`.
 * Each case is known by its kind, seed and number, and is tried in a process of its own, which is
 * ended where a case does not come back, or takes too much memory. What is wrong is kept in a folder,
 * with the commands. CONTRIBUTING.md has more.
 */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    cases: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    threads: { type: 'string', default: '1' },
    kind: { type: 'string', multiple: true },
    case: { type: 'string' },
    found: { type: 'string', default: at('.build/fuzz/found') },
  },
});
const seed = Number(values.seed);
const only = values.case === undefined ? undefined : Number(values.case);
const most = only === undefined ? Number(values.cases ?? Number.POSITIVE_INFINITY) : 1;
const minutes = Number(
  values.minutes ?? (values.cases === undefined ? 1 : Number.POSITIVE_INFINITY),
);

/** No command may take this much of a processor, nor this much memory. */
const CPU_S = 10;
/**
 * With progress: a diagnosis simulates each mechanism some hundred times; an exploration of three tasks
 * with two samples each has thousands of endings, each looked at from every process.
 */
const CPU_S_OF = {
  diagnosed: 80,
  'bytes of a log that is diagnosed': 80,
  'logger, explored': 80,
};
const MEMORY_MB = 1000;
/** A case that is not back by then is ended; a busy machine may take long over 10 s of work. */
const PATIENCE_MS = 600_000;
/** From then on a process is replaced: modules and what was compiled stay in it. */
const OLD_MB = 500;
const OLD_CASES = 2000;

const WORKER = at('.build/fuzz/worker.mjs');
await bundle('test/fuzz/worker.ts', WORKER);
await bundle('test/fuzz/kinds.ts', at('.build/fuzz/kinds.mjs'));
const { KINDS } = await import(pathToFileURL(at('.build/fuzz/kinds.mjs')).href);

/** Tests as they are, with what is built in place of the sources. */
async function bundle(entry, outfile) {
  await build({
    entryPoints: [at(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [
      {
        name: 'built',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /\/src\/.*\.js$/ }, ({ path }) => ({
            path: pathToFileURL(at(`.build/${path.replace(/^.*\/src\//, '')}`)).href,
            external: true,
          }));
          onLoad({ filter: /test\/.*\.ts$/ }, ({ path }) => ({
            contents: readFileSync(path, 'utf8').replaceAll(
              'import.meta.url',
              JSON.stringify(pathToFileURL(path).href),
            ),
            loader: 'ts',
          }));
        },
      },
    ],
  });
}

const kinds = KINDS.filter(({ name }) => values.kind?.includes(name) ?? true);
if (kinds.length === 0) throw new Error(`there are: ${KINDS.map(({ name }) => name).join(', ')}`);
const total = kinds.reduce((sum, { weight }) => sum + weight, 0);

/** The kind of the case of a number: by weight, spread evenly. */
function kindOf(number) {
  let place = ((number * 0.6180339887498949) % 1) * total;
  return kinds.find(({ weight }) => {
    place -= weight;
    return place < 0;
  }).name;
}

const table = new Map(
  kinds.map(({ name }) => [
    name,
    { cases: 0, codes: {}, cpu_s: 0, slowest_s: 0, slowest: null, most_MB: 0, faults: 0 },
  ]),
);
const seen = new Map();
const end = Date.now() + minutes * 60_000;
const scratch = mkdtempSync(join(tmpdir(), 'latsim-fuzz-'));
let next = only ?? 0;
let interrupted = false;
process.on('SIGINT', () => {
  interrupted = true;
});

console.log(`seed ${seed}`);
await Promise.all(Array.from({ length: Number(values.threads) }, (_, i) => hand(i)));
rmSync(scratch, { recursive: true, force: true });
show();
process.exitCode = [...table.values()].some(({ faults }) => faults > 0) ? 1 : 0;

/** Tries one case after the other, in one process after the other. */
async function hand(i) {
  let worker;
  let tried = 0;
  while (next - (only ?? 0) < most && Date.now() < end && !interrupted) {
    const number = next++;
    const kind = kindOf(number);
    worker ??= start(join(scratch, String(i)));
    const answer = await ask(worker, { kind, seed, number });
    const row = table.get(kind);
    row.cases += 1;
    row.cpu_s += answer.cpu_s;
    for (const code of answer.codes) row.codes[code] = (row.codes[code] ?? 0) + 1;
    if (answer.cpu_s > row.slowest_s)
      Object.assign(row, { slowest_s: answer.cpu_s, slowest: number });
    row.most_MB = Math.max(row.most_MB, answer.most_MB);
    const fault = faultOf(kind, answer);
    if (fault !== undefined) await found(kind, number, fault, row);
    if (
      answer.gone ||
      ++tried >= OLD_CASES ||
      Math.max(answer.rss_MB, answer.most_MB / 2) > OLD_MB
    ) {
      worker.kill('SIGKILL');
      worker = undefined;
      tried = 0;
    }
  }
  worker?.kill('SIGKILL');
}

function faultOf(kind, { fault, cpu_s, most_MB }) {
  if (fault !== undefined) return fault;
  if (cpu_s > (CPU_S_OF[kind] ?? CPU_S)) return `it takes ${cpu_s.toFixed(1)} s of a processor`;
  return most_MB > MEMORY_MB ? `it takes ${Math.round(most_MB)} MB` : undefined;
}

function start(folder) {
  return fork(WORKER, [folder], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--max-old-space-size=1500'],
    env: { ...process.env, NO_COLOR: '1' },
  });
}

/** What a process says to something; where it says nothing, that it is gone. */
function ask(worker, message) {
  return new Promise((resolve) => {
    let told = '';
    const hear = (piece) => {
      told = `${told}${piece}`.slice(-2000);
    };
    const gone = (fault) =>
      done({ codes: [], cpu_s: 0, rss_MB: 0, most_MB: 0, gone: true, fault: `${fault}\n${told}` });
    const timer = setTimeout(
      () => gone(`it is not back after ${PATIENCE_MS / 1000} s`),
      PATIENCE_MS,
    );
    const exited = (code, signal) => gone(`the process ends with ${code ?? signal}`);
    const done = (answer) => {
      clearTimeout(timer);
      worker.off('message', done).off('exit', exited);
      worker.stderr.off('data', hear);
      resolve(answer);
    };
    worker.once('message', done).once('exit', exited);
    worker.stderr.on('data', hear);
    worker.send(message);
  });
}

/** Keeps a case in which something is wrong; of the same fault no more than three. */
async function found(kind, number, fault, row) {
  row.faults += 1;
  const first = `${kind}: ${fault
    .split('\n')[0]
    .replace(/\d+/g, 'N')
    .replace(/^latsim .*: /, '')
    .slice(0, 100)}`;
  const times = (seen.get(first) ?? 0) + 1;
  seen.set(first, times);
  if (times > 3) return;
  const folder = join(values.found, `${kind.replaceAll(/\W+/g, '-')}-${seed}-${number}`);
  const worker = start(join(scratch, 'kept'));
  await ask(worker, { kind, seed, number, keepIn: folder });
  worker.kill('SIGKILL');
  mkdirSync(folder, { recursive: true });
  const again = `npm run fuzz -- --kind '${kind}' --seed ${seed} --case ${number}`;
  writeFileSync(join(folder, 'fault.txt'), `${fault}\n\n${again}\n`);
  console.log(`${kind}, case ${number}: ${fault.slice(0, 400)}\n  kept in ${folder}\n  ${again}`);
}

function show() {
  const header = [
    'kind',
    'cases',
    '0',
    '1',
    '2',
    '4',
    'mean ms',
    'slowest s (case)',
    'most MB',
    'faults',
  ];
  const rows = [...table].map(([name, row]) => [
    name,
    row.cases,
    ...[0, 1, 2, 4].map((code) => row.codes[code] ?? 0),
    Math.round((1000 * row.cpu_s) / Math.max(1, row.cases)),
    `${row.slowest_s.toFixed(2)} (${row.slowest ?? '-'})`,
    Math.round(row.most_MB),
    row.faults,
  ]);
  const sum = (i) => rows.reduce((all, row) => all + row[i], 0);
  rows.push(['all', ...[1, 2, 3, 4, 5].map(sum), '', '', '', sum(9)]);
  const widths = header.map((_, i) =>
    Math.max(...[header, ...rows].map((row) => String(row[i]).length)),
  );
  for (const row of [header, ...rows]) {
    console.log(
      row
        .map((cell, i) =>
          i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]),
        )
        .join('  '),
    );
  }
  if (seen.size > 0) console.log('\nfaults:');
  for (const [fault, times] of seen) console.log(`${String(times).padStart(7)}  ${fault}`);
}
