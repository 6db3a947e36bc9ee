/**
 * `npm run bench`: how fast latsim is, as ratios that are measured side by side in one run, so that
 * they hold on any machine. Ends with 1 if a ratio misses its target.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecording } from '../../.build/cli/recording-file.js';
import { loggers } from '../../.build/index.js';
import { RecordingReader } from '../../.build/litellm/recording.js';
import { explore } from '../../.build/worlds/explore/explore.js';
import { DEFAULT_PROGRAM } from '../../.build/worlds/explore/program.js';
import { Replay } from '../../.build/worlds/replay/replay.js';
import { simulate } from '../../.build/worlds/simulate/simulation.js';
import { calibration } from './calibration.mjs';
import { counts, experiment } from './model.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const total = (runs, field) => runs.reduce((sum, run) => sum + run[field], 0);
let missed = 0;

function report(what, measured, target, holds) {
  if (!holds) missed++;
  console.log(`${holds ? 'holds ' : 'MISSED'}  ${what}: ${measured} (target: ${target})`);
}

function seconds(run) {
  const started = performance.now();
  run();
  return (performance.now() - started) / 1000;
}

/** Median ratio of the times of two runs that are done in turn; and the median time of each. */
function ratio(first, second, rounds) {
  first();
  second();
  const pairs = Array.from({ length: rounds }, () => [seconds(first), seconds(second)]);
  return {
    ratio: median(pairs.map(([a, b]) => a / b)),
    first: median(pairs.map(([a]) => a)),
    second: median(pairs.map(([, b]) => b)),
  };
}

const DURATION_S = 36_000;
const REPLICATIONS = 3;
const per = (time_s, requests) => `${((1e6 * time_s) / requests).toFixed(2)} us`;

function againstTypedArrays() {
  const ours = simulate(experiment({ duration_s: DURATION_S, replications: REPLICATIONS }));
  for (const [i, result] of ours.entries()) {
    const [a, b] = [counts(result), calibration(1, i, DURATION_S)].map((one) =>
      JSON.stringify(one),
    );
    if (a !== b) throw new Error(`the calibration loop does not compute the same: ${a} and ${b}`);
  }
  const requests = ours.map(counts).reduce((sum, { slow, fast }) => sum + slow + fast, 0);
  const measured = ratio(
    () => simulate(experiment({ duration_s: DURATION_S, replications: REPLICATIONS })),
    () => {
      for (let i = 0; i < REPLICATIONS; i++) calibration(1, i, DURATION_S);
    },
    9,
  );
  console.log(
    `        per request: latsim ${per(measured.first, requests)}, ` +
      `typed arrays ${per(measured.second, requests)}; the same counts in all replications`,
  );
  report(
    'speed of a hand-written typed-array loop',
    `${(100 / measured.ratio).toFixed(0)} %`,
    'a fifth at least, a third wanted',
    measured.ratio <= 5,
  );
  return measured.first / requests;
}

function againstSimPy() {
  const pythons =
    process.env.PYTHON === undefined ? ['python3', '/usr/bin/python3'] : [process.env.PYTHON];
  const run = (python, seed) => {
    const args = [here('simpy_model.py'), '1800', '20', String(seed)];
    return JSON.parse(
      execFileSync(python, args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString(),
    );
  };
  const python = pythons.find((one) => {
    try {
      run(one, 1);
      return true;
    } catch {
      return false;
    }
  });
  if (python === undefined) {
    console.log('skipped against SimPy: not installed (apt-get install python3-simpy)');
    return;
  }
  const model = (seed) => experiment({ duration_s: 1800, replications: 20, seed });
  let theirs;
  const pairs = Array.from({ length: 7 }, (_, i) => {
    let results;
    const ours_s = seconds(() => {
      results = simulate(model(i + 1));
    });
    theirs = run(python, i + 1);
    const ours = results.map((result) => counts(result));
    const requests = (runs) => total(runs, 'slow') + total(runs, 'fast');
    return {
      ratio: theirs.seconds / requests(theirs.runs) / (ours_s / requests(ours)),
      ours,
      theirs: theirs.runs,
    };
  }).slice(1); // The first warms up.
  for (const field of ['slow', 'lost']) {
    const rates = (runs) => runs.map((run) => run[field] / (run.slow + run.fast));
    const [a, b] = ['ours', 'theirs'].map((side) => {
      const values = rates(pairs.flatMap((pair) => pair[side]));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
    });
    const apart = Math.abs(a.mean - b.mean) / Math.hypot(a.error, b.error);
    console.log(
      `        ${field} per request: latsim ${(100 * a.mean).toFixed(3)} %, ` +
        `SimPy ${(100 * b.mean).toFixed(3)} % (${apart.toFixed(1)} standard errors apart)`,
    );
    if (apart > 4) throw new Error('the SimPy model does not compute the same');
  }
  const times = median(pairs.map((pair) => pair.ratio));
  report(`speed of SimPy ${theirs.version}`, `${times.toFixed(1)} times`, '5 times', times >= 5);
}

function longRuns() {
  const run = (requests) =>
    JSON.parse(execFileSync(process.execPath, [here('long-run.mjs'), String(requests)]).toString());
  const [million, ten] = [run(1_000_000), run(10_000_000)];
  const growth = ten.seconds / ten.requests / (million.seconds / million.requests);
  report(
    'peak memory of 10 million requests',
    `${ten.peak_MB.toFixed(0)} MB (of 1 million: ${million.peak_MB.toFixed(0)} MB)`,
    'below 250 MB',
    ten.peak_MB < 250,
  );
  report(
    'time per request, 10 million against 1 million',
    `${growth.toFixed(2)} times (${ten.seconds.toFixed(1)} s and ${million.seconds.toFixed(1)} s)`,
    'linear: 1.25 times at most',
    growth <= 1.25,
  );
}

function largeFleet() {
  const run = (slow, fast) => () => simulate(experiment({ duration_s: 18_000, slow, fast }));
  const { ratio: times } = ratio(run(1600, 400), run(16, 4), 5);
  report(
    'cost per request, 2,000 deployments against 20',
    `${times.toFixed(0)} times`,
    'no more than the fleet, 100 times',
    times <= 100,
  );
}

function help() {
  const start = (args) => () => execFileSync(process.execPath, args, { stdio: 'ignore' });
  const { ratio: times } = ratio(
    start([here('../../bin/latsim.js'), '--help']),
    start(['-e', '0']),
    21,
  );
  report('latsim --help against node -e 0', `${times.toFixed(2)} times`, '1.6 times', times <= 1.6);
}

function exploration() {
  const [unlocked] = loggers;
  const run = () => explore({ ...DEFAULT_PROGRAM, logger: unlocked, tasks: 6 });
  const { schedules, states } = run();
  const time_s = median(Array.from({ length: 5 }, () => seconds(run)));
  report(
    `all ${schedules} schedules of six read-write tasks, ${states} states`,
    `${time_s.toFixed(2)} s`,
    'under a second',
    time_s < 1,
  );
}

/** Whole files, as the command reads them: unpacking, parsing and checking included. */
async function replays() {
  const folder = here('../fixtures/golden');
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.gz'));
  const round = async () => {
    let ops = 0;
    const started = performance.now();
    for (const file of files) {
      let replay;
      const reader = new RecordingReader(file, undefined, ({ settings, profile }) => {
        replay = new Replay(settings, profile);
        return (operation, line) => replay.take(operation, line);
      });
      const input = { shown: file, from: join(folder, file) };
      await readRecording(input, reader, new AbortController().signal);
      if (replay.mismatches > 0) throw new Error(`${file} is not reproduced`);
      ops += replay.ops;
    }
    return { ops, time_s: (performance.now() - started) / 1000 };
  };
  const requests = counts(simulate(experiment({ duration_s: DURATION_S, replications: 1 }))[0]);
  const pairs = [];
  for (let i = 0; i < 12; i++) {
    const { ops, time_s } = await round();
    const loop_s = seconds(() => calibration(1, 0, DURATION_S)) / (requests.slow + requests.fast);
    pairs.push({ rate_hz: ops / time_s, ratio: time_s / ops / loop_s });
  }
  pairs.splice(0, 3); // These warm up.
  const rate_hz = median(pairs.map((pair) => pair.rate_hz));
  const times = median(pairs.map((pair) => pair.ratio));
  report(
    `operations replayed a second, of ${files.length} recordings`,
    `${Math.round(rate_hz / 1000)},000 (each ${times.toFixed(1)} requests of the typed arrays)`,
    '200,000',
    rate_hz >= 200_000,
  );
}

console.log(`Node ${process.version}`);
againstTypedArrays();
againstSimPy();
longRuns();
largeFleet();
exploration();
await replays();
help();
if (missed > 0) process.exitCode = 1;
