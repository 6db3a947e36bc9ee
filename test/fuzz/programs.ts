import { checked } from '../../src/loggers/contract.js';
import { loggerNamed } from '../../src/loggers/index.js';
import type { Experiment } from '../../src/model/experiment.js';
import { inProcess } from '../../src/model/stores/in-process.js';
import { remote } from '../../src/model/stores/remote.js';
import { tiered } from '../../src/model/stores/tiered.js';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Logger } from '../../src/strategies/lowest-latency/logger.js';
import { estimatedEvents } from '../../src/studies/event-limit.js';
import { explore } from '../../src/worlds/explore/explore.js';
import { DEFAULT_PROGRAM, type Program } from '../../src/worlds/explore/program.js';
import type { SimulationEvent } from '../../src/worlds/simulate/events.js';
import { replicating, simulate } from '../../src/worlds/simulate/simulation.js';
import { toItsEnd } from '../../src/worlds/slices.js';
import {
  differenceFromBruteForce,
  differenceFromEveryState,
} from '../worlds/explore/difference.js';
import type { Case } from './case.js';
import type { Draw } from './draw.js';
import { refusal, scenario, written } from './scenarios.js';

/*
 * Loggers of users: random sequences of effects with branches, loops, structures of their own and
 * faults. Each is the text of an object, for a module and for this process alike.
 */

const KEYS = [
  ...['context.key', 'context.key', 'context.key', '"k"', '("k/" + event.deployment)'],
  '(context.key + "/" + event.minute)',
];
const LOCKS = ['"a"', '"b"', 'context.key'];

/** @param faulty with steps that break the contract */
export function loggerText(draw: Draw, faulty: boolean): string {
  return `{
  *record(event, context) {
    let map = context.emptyMap(), version = 0, token = 0, n = 0, list = [];
${draw.list(1, 5, () => statement(draw, faulty, 2)).join('\n')}
  },
  *view(context, minute) {
    ${view(draw)}
  },
}`;
}

function view(draw: Draw): string {
  return draw.of([
    'return yield { op: "read", key: context.key };',
    'return yield { op: "read", key: context.key, tier: "shared" };',
    'const map = context.emptyMap(); return map;',
    `yield { op: "acquire", lock: "a" };
    try { return yield { op: "read", key: context.key }; }
    finally { yield { op: "release", lock: "a" }; }`,
    `const map = context.emptyMap();
    for (const event of (yield { op: "read", key: "list" }) ?? []) context.add(map, event);
    return map;`,
    'yield { op: "sleep", duration_s: 0.01 }; return undefined;',
  ]);
}

function statement(draw: Draw, faulty: boolean, depth: number): string {
  const key = draw.of(KEYS);
  const lock = draw.of(LOCKS);
  const body = () => draw.list(0, 3, () => statement(draw, faulty, depth - 1)).join('\n');
  const ttl = draw.of(['context.ttl_s', 'context.ttl_s', 'context.ttl_s', '1', '0.001', '0']);
  const tier = draw.of(['', '', ', tier: "local"', ', tier: "shared"']);
  const simple = [
    `map = readable(yield { op: "read", key: ${key}${tier} }, context);`,
    `map = readable(yield { op: "read", key: ${key} }, context); context.add(map, event);`,
    `context.add(map, event);`,
    `yield { op: "write", key: ${key}, value: map, ttl_s: ${ttl} };`,
    `yield { op: "append", key: "list", item: event, limit: ${draw.of(['5', 'context.listSize', '1'])}, ttl_s: ${ttl} };`,
    `yield { op: "append", key: "numbers", item: event.latency_s, limit: 3, ttl_s: ${ttl} };`,
    `n = yield { op: "increment", key: "n", by: ${draw.of(['1', '0', '0.5', 'event.latency_s'])}, ttl_s: ${ttl} };`,
    `{ const found = yield { op: "read-version", key: ${key} };
      map = readable(found.value, context); version = found.version; }`,
    `context.add(map, event);
      if (!(yield { op: "compare-and-set", key: ${key}, version, value: map, ttl_s: ${ttl} })) return "abandoned";`,
    `for (let i = 0; i < ${draw.between(1, 4)}; i++) {
      const found = yield { op: "read-version", key: ${key} };
      map = readable(found.value, context); context.add(map, event);
      if (yield { op: "compare-and-set", key: ${key}, version: found.version, value: map, ttl_s: ${ttl} }) break;
    }`,
    `yield { op: "sleep", duration_s: ${draw.of(['0', '0.001', '0.5', '30'])} };`,
    `list = (yield { op: "read-many", keys: [${key}, "list"] });`,
    `token = yield { op: "acquire-lease", lease: ${lock}, lease_s: ${draw.of(['10', '0.01', '0'])} };`,
    `yield { op: "release-lease", lease: ${lock}, token };`,
    'return;',
    'return "abandoned";',
  ];
  const wrong = [
    'yield 5;',
    'yield;',
    'yield { op: "wrte", key: "k" };',
    'yield { op: "write", key: "k", value: map, ttl_s: NaN };',
    'yield { op: "write", key: "k", value: undefined, ttl_s: 1 };',
    'yield { op: "sleep", duration_s: Infinity };',
    'yield { op: "write", key: context.key, value: 5, ttl_s: 1 };',
    'yield { op: "write", key: context.key, value: { a: [1] }, ttl_s: 1 };',
    `yield { op: "release", lock: ${lock} };`,
    `yield { op: "acquire", lock: ${lock} };`,
    'throw new Error("boom");',
    'throw null;',
    'if (event.latency_s > 1) throw new Error("now and then");',
    'return 7;',
    'for (;;) yield { op: "sleep", duration_s: 0 };',
    'map = null;',
    'yield { op: "append", key: context.key, item: 1, limit: 3, ttl_s: 60 };',
    'yield { op: "increment", key: context.key, by: 1, ttl_s: 60 };',
  ];
  if (faulty && draw.chance(0.15)) return `    ${draw.of(wrong)}`;
  if (depth > 0 && draw.chance(0.3)) {
    return draw.of([
      () =>
        `    if (event.latency_s > ${draw.of(['0.5', '1', '2'])}) { ${body()} } else { ${body()} }`,
      () => `    if (event.type === "success" && event.minute % 2 === 0) { ${body()} }`,
      () => `    yield { op: "acquire", lock: ${lock} };
    try { ${body()} } finally { yield { op: "release", lock: ${lock} }; }`,
      () => `    for (let i = 0; i < ${draw.between(0, 3)}; i++) { ${body()} }`,
    ])();
  }
  return `    ${draw.of(simple)}`;
}

/** What a logger does with something that is no map: many keys are shared by statements. */
const READABLE = `const readable = (value, context) =>
  typeof value?.at === 'function' && value.index !== undefined ? value : context.emptyMap();`;

/** A module with a logger. */
export function loggerModule(text: string): string {
  return `${READABLE}\nexport default ${text};\n`;
}

/** The same here. */
function loggerHere(text: string): Logger {
  return checked(ownLogger(text));
}

/** The logger of a text, unchecked. */
export function ownLogger(text: string): Logger {
  const own = new Function(`${READABLE}\nreturn (${text});`)() as Logger;
  return { record: own.record, view: own.view, name: 'random', summary: '' };
}

/**
 * What came of something, or how it failed.
 * @param faulty whether a logger may fail in any way, as the one who runs it is told so
 */
function attempt(run: () => unknown, faulty = false): string {
  try {
    return JSON.stringify(run(), (_, value) => (typeof value === 'bigint' ? String(value) : value));
  } catch (error) {
    if (error instanceof Error && 'remedy' in error) return `refused: ${error.message}`;
    if (faulty) return `refused: ${String(error)}`;
    throw error;
  }
}

const MOST_EVENTS = 20_000;
const MOST_STATES = 2000;
const MOST_SCHEDULES = 150;

/** A random logger in a random scenario: the laws that hold of any. */
export function simulated(draw: Draw): Case {
  const faulty = draw.chance(0.3);
  const text = loggerText(draw, faulty);
  const made = written(draw, { ...scenario(draw), expect: undefined });
  const slice = draw.between(1, 500);
  const files = { 's.yaml': made, 'l.mjs': loggerModule(text), 'slice.txt': String(slice) };
  return { files, commands: [], fault: () => faultOfSimulation(made, text, slice, faulty) };
}

function faultOfSimulation(
  yaml: string,
  text: string,
  slice: number,
  faulty: boolean,
): string | undefined {
  const parsed = parseScenario(yaml, { file: 's.yaml' });
  if (!parsed.ok) return refusal(parsed.problems);
  const numbers = new Map([
    ['durations.txt', [0.5, 0.25, 1.5, 2]],
    ['values.txt', [0.5, 0.25, 1.5, 2]],
    ['arrivals.txt', [0, 1, 1, 2.5, 4, 9]],
  ]);
  const under = (logger: Logger) => compile(parsed.scenario, { numbers, logger });
  const one = under(loggerHere(text));
  if (!(estimatedEvents(one, one.replications) <= MOST_EVENTS)) return undefined;
  const whole = attempt(() => simulate(one), faulty);
  if (attempt(() => simulate(under(loggerHere(text))), faulty) !== whole)
    return 'other bytes the second time';
  const numbersOf = Array.from({ length: one.replications }, (_, i) => i);
  const sliced = attempt(
    () =>
      numbersOf.map((number) => toItsEnd(replicating(under(loggerHere(text)), number, { slice }))),
    faulty,
  );
  if (sliced !== whole) return `other bytes in slices of ${slice}`;
  if (whole.startsWith('refused: ')) return undefined;
  const last = one.replications - 1;
  const alone = attempt(() => simulate(under(loggerHere(text)), { only: last })[0]);
  if (alone !== JSON.stringify((JSON.parse(whole) as unknown[])[last])) {
    return `replication ${last} alone is another`;
  }
  return faultOfCounts(one) ?? faultOfLuck(one, under(loggerNamed('unlocked')));
}

/** Samples, requests and causes add up. */
function faultOfCounts(one: Experiment): string | undefined {
  for (const { modelGroups } of simulate(one)) {
    for (const { samples, requests, timeline, causes } of modelGroups) {
      const { completed, unrecordable, pending, recorded, abandoned, lost, lostInMemory } = samples;
      if (completed !== unrecordable + pending + recorded + abandoned) {
        return `samples do not add up: ${JSON.stringify(samples)}`;
      }
      if (lost > recorded || lostInMemory > recorded) return `lost: ${JSON.stringify(samples)}`;
      const every = [...Object.values(samples).map(Number), ...Object.values(causes), ...requests];
      if (!every.every((count) => Number.isInteger(count) && count >= 0)) return 'no counts';
      if (one.warmup_s === 0 && total(timeline.flat()) !== total(requests)) return 'the time line';
      if (total(Object.values(causes)) > total(requests)) return 'more causes than requests';
    }
  }
  return undefined;
}

/** Of loads that do not depend on answers, the same arrivals under any logger. */
function faultOfLuck(one: Experiment, other: Experiment): string | undefined {
  if (!one.modelGroups.every(({ load }) => load.open)) return undefined;
  const [mine, theirs] = [one, other].map((experiment) => {
    const arrivals: string[] = [];
    const observer = ({ event, t, modelGroup }: SimulationEvent) => {
      if (event === 'arrival') arrivals.push(`${modelGroup} ${t}`);
    };
    simulate(experiment, { only: 0, observer });
    return arrivals.join('\n');
  });
  return mine === theirs ? undefined : 'other arrivals than with another logger';
}

function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** A random logger in a small program: exploring it says what trying every schedule says, and every state. */
export function explored(draw: Draw): Case {
  const text = loggerText(draw, false);
  const settings = {
    store: draw.of(['in-process', 'remote', 'tiered']),
    tasks: draw.between(1, 3),
    processes: draw.between(1, 2),
    samples: draw.of(['equal', 'distinct'] as const),
    samplesPerTask: draw.of([1, 1, 2]),
    select: draw.chance(0.5),
    expiries: draw.of([0, 0, 1]),
    leaseRunOuts: draw.of([0, 0, 1]),
    crash: draw.of(['none', 'none', 'task', 'process'] as const),
  };
  const files = { 'l.mjs': loggerModule(text), 'program.json': JSON.stringify(settings, null, 2) };
  const program = (): Program => ({
    ...DEFAULT_PROGRAM,
    ...settings,
    store: { 'in-process': inProcess, remote, tiered: tiered(60) }[settings.store]!,
    logger: loggerHere(text),
  });
  const fault = (): string | undefined => {
    const first = attempt(() => explore(program(), { maxStates: MOST_STATES }));
    if (first !== attempt(() => explore(program(), { maxStates: MOST_STATES })))
      return 'other bytes the second time';
    if (first.startsWith('refused: ')) return undefined;
    return [
      differenceFromBruteForce(program(), MOST_SCHEDULES),
      differenceFromEveryState(program(), MOST_STATES),
    ].find((difference) => difference !== undefined && difference !== 'too many');
  };
  return { files, commands: [], fault };
}

/**
 * What a simulation of a small program loses, exploring it finds: a logger that does the same whatever
 * it is handed, three completions at once, and nothing that expires.
 */
export function inBothWorlds(draw: Draw): Case {
  const text = steadyLogger(draw);
  const settings = {
    store: draw.of(['remote', 'tiered']),
    processes: draw.between(1, 2),
    deployments: draw.of([1, 1, 2]),
  };
  const yaml = `fleet: { groups: [{ name: a, deployments: ${settings.deployments}, latency: { distribution: exponential, mean: 20ms } }] }
load: { kind: bursts, size: 3, every: 60s }
duration: 600s
replications: 1
store: { kind: ${settings.store}, rtt: { distribution: exponential, mean: 10ms } }
processes: { count: ${settings.processes}, assign: round-robin }
router: { ttl: 1d, max_latency_list_size: 100 }
`;
  const files = { 's.yaml': yaml, 'l.mjs': loggerModule(text) };
  return { files, commands: [], fault: () => faultOfBoth(yaml, text, settings) };
}

function faultOfBoth(
  yaml: string,
  text: string,
  { store, processes, deployments }: { store: string; processes: number; deployments: number },
): string | undefined {
  const parsed = parseScenario(yaml, { file: 's.yaml' });
  if (!parsed.ok) return refusal(parsed.problems);
  const [result] = simulate(compile(parsed.scenario, { logger: loggerHere(text) }));
  if ((result?.modelGroups[0]?.samples.lost ?? 0) === 0) return undefined;
  const which = deployments === 1 ? (['same'] as const) : (['same', 'distinct'] as const);
  for (const on of which) {
    const program: Program = {
      ...DEFAULT_PROGRAM,
      logger: loggerHere(text),
      store: store === 'remote' ? remote : tiered(60),
      tasks: 3,
      processes,
      deployments: on,
    };
    const { kinds, exhaustive } = explore(program, { maxStates: 20_000 });
    if (kinds.length > 0 || !exhaustive) return undefined;
  }
  return 'a simulation loses samples, and no order of three completions does';
}

function steadyLogger(draw: Draw): string {
  const tier = draw.of(['', ', tier: "local"', ', tier: "shared"']);
  const ttl = 'ttl_s: context.ttl_s';
  const key = 'key: context.key';
  const read = `let map = (yield { op: "read", ${key}${tier} }) ?? context.emptyMap();`;
  const write = `yield { op: "write", ${key}, value: map, ${ttl} };`;
  const sleep = draw.of(['', '', 'yield { op: "sleep", duration_s: 0.01 };']);
  const once = `${read} ${sleep} context.add(map, event); ${write}`;
  const set = `for (let i = 0; i < ${draw.of([1, 2, 9])}; i++) {
      const { value, version } = yield { op: "read-version", ${key} };
      const map = value ?? context.emptyMap();
      context.add(map, event); ${sleep}
      if (yield { op: "compare-and-set", ${key}, version, value: map, ${ttl} }) return;
    }
    return "abandoned";`;
  const locked = (body: string, lock = '"a"') =>
    `yield { op: "acquire", lock: ${lock} };
    try { ${body} } finally { yield { op: "release", lock: ${lock} }; }`;
  const leased = (body: string) =>
    `const token = yield { op: "acquire-lease", lease: "a", lease_s: 600 };
    ${body} yield { op: "release-lease", lease: "a", token };`;
  const body = draw.of([
    once,
    set,
    locked(once),
    leased(once),
    `{ ${once} } { ${once} }`,
    `${read} ${locked(`${sleep} context.add(map, event); ${write}`)}`,
    locked(`${read} context.add(map, event);`) + sleep,
    `${locked(once)} ${sleep}`,
    `${read} ${locked(once)}`,
    locked(`${read} ${locked(`${sleep} context.add(map, event); ${write}`, '"b"')}`),
    `const turn = yield { op: "increment", key: "turn", by: 1, ${ttl} }; ${sleep}
    ${locked(`if (turn >= ((yield { op: "read", key: "last"${tier} }) ?? 0)) {
      yield { op: "write", key: "last", value: turn, ${ttl} }; ${once}
    }`)}`,
  ]);
  return `{
  *record(event, context) {
    ${body}
  },
  *view(context, minute) {
    return yield { op: "read", ${key}${draw.of(['', ', tier: "shared"'])} };
  },
}`;
}
