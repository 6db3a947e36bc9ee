import type { RunReport } from '../../src/report/run/report.js';
import { canonical } from '../../src/scenario/canonical.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { writeScenario } from '../../src/scenario/write.js';
import type { Ended } from '../cli/latsim.js';
import type { Case, Files, Run } from './case.js';
import type { Draw } from './draw.js';
import { changedCommand, changedInput, LIMIT, READ } from './inputs.js';
import { faultOfReport, faultOfText } from './laws.js';
import { explored, inBothWorlds, loggerModule, loggerText, simulated } from './programs.js';
import {
  groupsOf,
  NOT_MEASURED,
  NUMBERS,
  nearlyValid,
  refusal,
  scenario,
  written,
} from './scenarios.js';

/** A kind of case. */
export interface FuzzKind {
  readonly name: string;
  /** How many of a thousand cases are of this kind, about. */
  readonly weight: number;
  /** @param made what the commands that it needs beforehand wrote, by kind of input */
  make(draw: Draw, made: Made): Case | Promise<Case>;
}

export type Made = Readonly<Record<string, readonly Uint8Array[]>>;

/** A limit that is announced: the one thing that a right scenario is refused for. */
const ANNOUNCED =
  /over the limit of|never ends|shares nothing between processes|no update is lost in this run/;

/** A problem has a place: its own, or where the scenario names the file at fault. */
const PLACED = /^s\.yaml:\d+:\d+: \S/m;

const ONE = ['--threads', '1'];

/** Commands that run a scenario, in which each takes its turn. */
const RUNS: readonly (readonly string[])[] = [
  ['run', 's.yaml', '--json', ...LIMIT, ...ONE],
  ['run', 's.yaml', '--json', ...LIMIT, ...ONE],
  ['run', 's.yaml', '--by', 'deployment', '--events', 'events.jsonl', ...LIMIT, ...ONE],
  ['run', 's.yaml', '--replication', '0', '--json', ...LIMIT, ...ONE],
  ['compare', 's.yaml', '--loggers', 'unlocked,atomic', ...LIMIT, ...ONE],
  ['compare', 's.yaml', '--loggers', 'locked,compare-and-set', '--format', 'svg', ...LIMIT, ...ONE],
  ['trace', 's.yaml', ...LIMIT, ...ONE],
  ['trace', 's.yaml', '--format', 'svg', ...LIMIT, ...ONE],
  ['gate', 's.yaml', '--fixed', '--expect', 'lost >= 0', '--json', ...LIMIT, ...ONE],
  ['gate', 's.yaml', '--fixed', '--expect', 'lost == 0', '--reporter', 'junit', ...LIMIT, ...ONE],
];

function valid(draw: Draw): Case {
  const files = { ...NUMBERS, 's.yaml': written(draw, scenario(draw)) };
  const command = draw.of(RUNS);
  return {
    files,
    commands: [['validate', 's.yaml'], command],
    fault([validated, ran]) {
      if (validated?.code === 0) return faultOfRun(command, ran as Ended);
      return NOT_MEASURED.test(validated?.stderr ?? '') ? undefined : 'a valid scenario is refused';
    },
  };
}

function faultOfRun(
  command: readonly string[],
  { code, stdout, stderr }: Ended,
): string | undefined {
  if (code === 2 && !ANNOUNCED.test(stderr)) return 'what validate takes is refused';
  if (code === 2 || command[0] !== 'run' || !command.includes('--json')) return undefined;
  return faultOfReport(stdout);
}

function nearly(draw: Draw): Case {
  const { text } = nearlyValid(draw);
  const command = draw.of(RUNS);
  return {
    files: { ...NUMBERS, 's.yaml': text },
    commands: [['validate', 's.yaml'], command],
    fault([validated, ran]) {
      if (validated?.code === 2 && !PLACED.test(validated.stderr)) {
        return 'it is refused without a place';
      }
      if (validated?.code !== 0) return ran?.code === 2 ? undefined : 'what is refused runs';
      return faultOfRun(command, ran as Ended);
    },
  };
}

/** The same command twice, a replication alone, and as text: the same figures. */
function again(draw: Draw): Case {
  const files = { ...NUMBERS, 's.yaml': written(draw, { ...scenario(draw), replications: 3 }) };
  const run = ['run', 's.yaml', '--json', ...LIMIT, ...ONE];
  const number = draw.below(3);
  return {
    files,
    commands: [
      run,
      run,
      [...run, '--replication', String(number)],
      run.map((word) => (word === '--json' ? '--verbose' : word)),
    ],
    fault([first, second, alone, text]) {
      if (first?.stdout !== second?.stdout || first?.stderr !== second?.stderr)
        return 'other bytes';
      if (first?.code === 2 || alone?.code === 2) return undefined;
      const hashOf = (ended: Ended | undefined, i: number) =>
        JSON.stringify(JSON.parse(ended?.stdout ?? '').replications[i]);
      if (hashOf(first, number) !== hashOf(alone, 0)) return 'a replication alone is another';
      return faultOfText(JSON.parse(first?.stdout ?? '') as RunReport, text?.stdout ?? '');
    },
  };
}

/** A scenario as `writeScenario` writes it means the same. */
function writtenAgain(draw: Draw): Case {
  const text = written(draw, scenario(draw));
  return {
    files: { ...NUMBERS, 's.yaml': text },
    commands: [],
    fault() {
      const first = parseScenario(text, { file: 's.yaml' });
      if (!first.ok) return refusal(first.problems);
      const again = parseScenario(writeScenario(first.scenario), { file: 's.yaml' });
      if (!again.ok) return `what is written is refused: ${again.problems[0]?.message}`;
      const [one, other] = [first, again].map(({ scenario }) => canonical(scenario));
      return one === other ? undefined : 'what is written means something else';
    },
  };
}

/** A gate whole, and by shards. */
function sharded(draw: Draw): Case {
  const files = { ...NUMBERS, 's.yaml': written(draw, { ...scenario(draw), expect: undefined }) };
  const seeds = String(draw.between(2, 9));
  const gate = [
    'gate',
    's.yaml',
    '--fixed',
    '--seeds',
    seeds,
    '--expect',
    'lost == 0',
    ...LIMIT,
    ...ONE,
  ];
  const count = draw.between(1, 4);
  const shards = Array.from({ length: count }, (_, i) => `shard-${i + 1}`);
  return {
    files,
    commands: [
      [...gate, '--json'],
      ...shards.map((file, i) => [...gate, '--shard', `${i + 1}/${count}`, '--output', file]),
      ['merge', ...shards.slice(1), 'shard-1', '--json'],
    ],
    fault(ended) {
      const [whole, merged] = [ended[0], ended[ended.length - 1]];
      if (whole?.code === 2) return undefined;
      return whole?.stdout === merged?.stdout && whole?.code === merged?.code
        ? undefined
        : 'the shards say something else';
    },
  };
}

/** A logger of a user's, by one thread and by several. */
function threaded(draw: Draw): Case {
  const files: Files = {
    ...NUMBERS,
    's.yaml': written(draw, {
      ...scenario(draw),
      expect: undefined,
      logger: './l.mjs',
      replications: 5,
    }),
    'l.mjs': loggerModule(loggerText(draw, draw.chance(0.3))),
  };
  const by = (threads: string) => ['run', 's.yaml', '--json', ...LIMIT, '--threads', threads];
  return {
    files,
    commands: ['1', '2', '8'].map(by),
    fault: (ended) => {
      const said = ended.map(({ code, stdout, stderr }) =>
        JSON.stringify([code, stdout, stderr.replace(/--threads \d/g, '')]),
      );
      return new Set(said).size === 1 ? undefined : 'other bytes with other threads';
    },
  };
}

/** A logger of a user's, explored with options of any program. */
function exploredByCommand(draw: Draw): Case {
  const options = [
    ['--tasks', String(draw.between(1, 3))],
    ['--processes', '2'],
    ['--store', draw.of(['in-process', 'remote', 'tiered'])],
    ['--deployments', 'distinct'],
    ['--samples', draw.of(['distinct', 'powers'])],
    ['--select'],
    ['--expiry'],
    ['--lease-expiry'],
    ['--crash', draw.of(['task', 'process'])],
    ['--strategy', draw.of(['random', 'pct'])],
    ['--json'],
    ['--format', draw.of(['svg', 'mermaid'])],
  ];
  const bounds = ['--max-states', '2000', '--schedules', '200'];
  const explore = ['explore', '--logger', './l.mjs', ...draw.some(options, 0.25).flat(), ...bounds];
  return {
    files: { 'l.mjs': loggerModule(loggerText(draw, draw.chance(0.3))) },
    commands: [explore, explore],
    fault: ([first, second]) =>
      JSON.stringify(first) === JSON.stringify(second) ? undefined : 'other bytes',
  };
}

/** What was observed of a scenario, whatever it was. */
function diagnosed(draw: Draw): Case {
  const made = { ...scenario(draw), expect: undefined, duration: '1s', warmup: 0 };
  const counts = groupsOf(made).map(({ name }) => `${name}=${draw.between(0, 300)}`);
  const observed = ['--observed', counts.join(','), ...draw.of([[], ['--json']])];
  return {
    files: { ...NUMBERS, 's.yaml': written(draw, made) },
    commands: [['diagnose', 's.yaml', ...observed, ...ONE]],
  };
}

export const KINDS: readonly FuzzKind[] = [
  { name: 'valid scenario', weight: 150, make: valid },
  { name: 'nearly valid scenario', weight: 200, make: nearly },
  { name: 'the same again', weight: 30, make: again },
  { name: 'shards', weight: 15, make: sharded },
  { name: 'threads', weight: 2, make: threaded },
  { name: 'logger, explored by command', weight: 3, make: exploredByCommand },
  { name: 'diagnosed', weight: 3, make: diagnosed },
  { name: 'logger, simulated', weight: 80, make: simulated },
  { name: 'logger, explored', weight: 80, make: explored },
  { name: 'logger, in both worlds', weight: 30, make: inBothWorlds },
  { name: 'written again', weight: 30, make: writtenAgain },
  { name: 'options', weight: 100, make: changedCommand },
  ...Object.keys(READ).map((name) => ({
    name: `bytes of a ${name}`,
    weight: name === 'log that is diagnosed' ? 2 : name === 'logger' ? 2 : 60,
    make: (draw: Draw, made: Made) => changedInput(name, draw, made[name] ?? []),
  })),
];

/** The case of a seed and a number. */
export async function caseOf(name: string, draw: Draw, made: Made): Promise<Case> {
  const kind = KINDS.find((one) => one.name === name);
  if (kind === undefined) throw new RangeError(`there is no kind '${name}'`);
  return kind.make(draw, made);
}

/** What the commands write that some kinds need beforehand. */
export async function madeBefore(
  run: (files: Files, args: readonly string[]) => ReturnType<Run>,
  read: (file: string) => Uint8Array,
): Promise<Made> {
  const made: Record<string, readonly Uint8Array[]> = {};
  for (const [name, { madeBy, beside, file }] of Object.entries(READ)) {
    if (madeBy === undefined) continue;
    await run(beside ?? {}, madeBy);
    made[name] = [read(file)];
  }
  return made;
}
