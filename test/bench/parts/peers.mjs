/**
 * latsim against those who might do the same: SimPy, simjs, and a loop by hand. Each program stays in a
 * process of its own, warm, and has its turn in each round; all have to come to the same.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { inTurn, ratios } from '../kit/cpu.mjs';
import { Program } from '../kit/program.mjs';
import { figure, heading, note, progress, table, target, times } from '../kit/report.mjs';
import { estimate, median, sum } from '../kit/statistics.mjs';
import { MEAN_S } from '../programs/mm1.mjs';

const ROUNDS = 7;
const DURATION_S = 3600;
const CUSTOMERS = 20_000;
/** Standard errors that two programs may be apart, of some dozens of comparisons. */
const APART = 4;

const PYTHON = process.env.PYTHON ?? 'python3';
process.env.SIMJS ??= join(tmpdir(), 'simjs');

const SIMPY = {
  name: 'SimPy',
  install: 'python3 -m venv /tmp/simpy && /tmp/simpy/bin/pip install simpy==4.1.2',
  use: 'PYTHON=/tmp/simpy/bin/python',
};
const SIMJS = {
  name: 'simjs',
  install: 'npm i --no-save --prefix /tmp/simjs simjs@2.0.3',
  use: 'SIMJS=/tmp/simjs',
};

/** How Node, a Python and the system say that something is not installed. */
const NOT_THERE = /Cannot find module|ModuleNotFoundError|ENOENT/;

/** The programs, and how many replications make a turn: about as long for each. */
const FLEET = [
  { label: 'SimPy idiomatic', peer: SIMPY, file: 'fleet_simpy.py', style: 'idiomatic', turn: 2 },
  { label: 'SimPy lean', peer: SIMPY, file: 'fleet_simpy.py', style: 'lean', turn: 4 },
  { label: 'simjs idiomatic', peer: SIMJS, file: 'fleet-simjs.mjs', style: 'idiomatic', turn: 12 },
  { label: 'simjs lean', peer: SIMJS, file: 'fleet-simjs.mjs', style: 'lean', turn: 12 },
  { label: 'latsim', file: 'fleet-latsim.mjs', turn: 16 },
  { label: 'loop by hand', file: 'fleet-loop.mjs', turn: 16 },
];
const MM1 = [
  { label: 'SimPy', peer: SIMPY, file: 'mm1_simpy.py', turn: 2 },
  { label: 'simjs', peer: SIMJS, file: 'mm1-simjs.mjs', turn: 8 },
  { label: 'latsim', file: 'mm1-latsim.mjs', turn: 64 },
  { label: 'loop by hand', file: 'mm1-loop.mjs', turn: 64 },
];

export async function peers() {
  const remote = await fleet('remote', 'a store 1 ms away');
  if (remote.has('SimPy idiomatic')) {
    target('against SimPy idiomatic, remote', remote.get('SimPy idiomatic').median, { atLeast: 8 });
  }
  if (remote.has('simjs lean')) {
    target('against simjs lean, remote', remote.get('simjs lean').median, { atLeast: 1.4 });
  }
  target('against the loop by hand, remote', remote.get('loop by hand').median, {
    atLeast: 0.35,
    far: true,
  });

  const inProcess = await fleet('in-process', 'the memory of a process');
  if (inProcess.has('SimPy idiomatic')) {
    target('against SimPy idiomatic, in process', inProcess.get('SimPy idiomatic').median, {
      atLeast: 7.5,
    });
  }
  if (inProcess.has('simjs lean')) {
    const { median: ratio } = inProcess.get('simjs lean');
    target('level with simjs lean, in process', ratio, { atLeast: 1 });
    target('ahead of simjs lean, in process', ratio, { atLeast: 1.1, far: true });
  }
  await mm1();
}

async function fleet(store, words) {
  heading(`16 slow and 4 fast, Poisson 160/min, unlocked, ${words}`);
  const question = { store, duration_s: DURATION_S };
  const { outcomes, ratioTo } = await compared(FLEET, question);
  const share = (runs, field) => estimate(runs.map((run) => run[field] / run.requests));
  const percent = ({ mean }) => `${(100 * mean).toFixed(3)} %`;
  table(
    ['', 'requests per CPU-s', 'latsim is faster', 'slow', 'lost'],
    outcomes.map(({ label, rate_hz, runs }) => [
      label,
      figure(rate_hz),
      ratioTo.has(label) ? times(ratioTo.get(label)) : '',
      percent(share(runs, 'slow')),
      percent(share(runs, 'lost')),
    ]),
  );
  const own = outcomes.find(({ label }) => label === 'latsim');
  for (const { label, runs } of outcomes) {
    for (const field of ['slow', 'lost']) {
      requireSame(`${label}, ${field}`, share(runs, field), share(own.runs, field));
    }
  }
  return ratioTo;
}

async function mm1() {
  heading(`M/M/1, busy for 0.8 of the time: latsim's kernel alone`);
  const { outcomes, ratioTo } = await compared(MM1, { customers: CUSTOMERS });
  const mean = (runs) => estimate(runs.map(({ mean_s }) => mean_s));
  table(
    ['', 'customers per CPU-s', 'latsim is faster', `mean time (theory: ${MEAN_S.toFixed(2)} s)`],
    outcomes.map(({ label, rate_hz, runs }) => [
      label,
      figure(rate_hz),
      ratioTo.has(label) ? times(ratioTo.get(label)) : '',
      `${mean(runs).mean.toFixed(2)} s`,
    ]),
  );
  for (const { label, runs } of outcomes) {
    requireSame(label, mean(runs), { mean: MEAN_S, error: 0 });
  }
}

/** Has the programs that are there carry out replications in turn. */
async function compared(list, question) {
  const there = await started(list, question);
  const answers = await inTurn(
    Object.fromEntries(
      there.map(({ label, program, turn }) => [
        label,
        (round) => program.ask({ ...question, seed: round + 1, replications: turn }),
      ]),
    ),
    ROUNDS,
    progress,
  );
  for (const { program } of there) program.end();

  requireEqual(answers.latsim, answers['loop by hand']);
  const costs = (label) =>
    answers[label].map(({ cpu_s, runs }) => cpu_s / sum(runs.map(({ requests }) => requests)));
  const outcomes = there.map(({ label }) => ({
    label,
    rate_hz: 1 / median(costs(label)),
    runs: answers[label].flatMap(({ runs }) => runs),
  }));
  const others = there.filter(({ label }) => label !== 'latsim');
  const ratioTo = new Map(
    others.map(({ label }) => [label, ratios(costs(label), costs('latsim'))]),
  );
  return { outcomes, ratioTo };
}

async function started(list, question) {
  const there = [];
  for (const one of list) {
    const { label, peer, file, style } = one;
    const command = peer === SIMPY ? PYTHON : process.execPath;
    const program = new Program(label, command, file, style === undefined ? [] : [style]);
    try {
      const { version } = await program.ask({ ...question, seed: 1, replications: 1 });
      there.push({ ...one, program });
      if (version !== undefined && version !== '4.1.2') note(`${label} is of SimPy ${version}`);
    } catch (error) {
      if (peer === undefined || !NOT_THERE.test(error.message)) throw error;
      skip(peer);
    }
  }
  return there;
}

const skipped = new Set();

function skip(peer) {
  if (skipped.has(peer)) return;
  skipped.add(peer);
  note(`skipped: ${peer.name} is not installed`);
  note(`  ${peer.install}`);
  note(`  ${peer.use} npm run bench -- peers`);
}

/** The loop draws the same luck: all counts of all replications are the same. */
function requireEqual(ours, loop) {
  ours.forEach(({ runs }, round) => {
    if (!isDeepStrictEqual(runs, loop[round].runs)) {
      throw new Error('the loop by hand does not compute the same');
    }
  });
}

function requireSame(what, a, b) {
  const apart = Math.abs(a.mean - b.mean) / Math.hypot(a.error, b.error);
  if (apart > APART) {
    throw new Error(
      `not the same: ${what} is ${a.mean}, not ${b.mean} (${apart.toFixed(1)} standard errors)`,
    );
  }
}
