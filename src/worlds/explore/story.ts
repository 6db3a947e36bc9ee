import { type Effect, objectOf } from '../../effects/effects.js';
import { LatencyMap } from '../../strategies/lowest-latency/latency-map.js';
import type { Reference, ViolationKind } from './checks/check.js';
import { faultsOf } from './checks/index.js';
import { readable } from './content.js';
import { endingOf } from './ending.js';
import { cycleAtTheEndOf } from './judge.js';
import { type Move, moveText } from './move.js';
import { contentsOf, copyName, leaseOwner, leftHeld, waitsIn } from './observe.js';
import { DEFAULT_SEARCH_OPTIONS } from './options.js';
import type { Program } from './program.js';
import { keepsAverages, referenceOf } from './reference.js';
import { Runner } from './runner.js';
import type { Performed, Step, World } from './world.js';

/** Something that was done in a step: one line of what is told. */
export interface Deed {
  /** Whose: a copy of the data ('store', 'memory 1'), 'locks', or nobody's. */
  readonly at: string | null;
  /** What was asked for: 'reads map'. */
  readonly what: string;
  /** What came back; null if nothing does. */
  readonly answer: string | null;
}

export interface StoryStep {
  /** From 1. */
  readonly step: number;
  /** As it is written in a schedule. */
  readonly move: string;
  /** 'task 1', 'process 2', 'store'. */
  readonly who: string;
  readonly did: readonly Deed[];
  /** What was overwritten, who has ended. */
  readonly remarks: readonly string[];
  /** What is stored after it, by copy and key. */
  readonly stored: readonly string[];
}

/** An effect as far as it is told apart from its words: `did` has those. */
export interface ToldEffect extends Pick<Performed, 'where'> {
  /** What is asked for; or a lease runs out. */
  readonly op: Effect['op'] | 'runs-out';
  /** What it is about: keys, or a lock or lease by its name. */
  readonly about: readonly string[];
}

/** A step, what it has done, and what it has taken away. */
export interface ToldStep extends StoryStep {
  /** Of each of `did`, in their order; null: it is no effect. */
  readonly effects: readonly (ToldEffect | null)[];
  /** Samples that were stored before it and are not now, where they can be told apart. */
  readonly gone: readonly GoneSample[];
}

/** A sample that a step has taken away. */
export interface GoneSample {
  /** As it is called: A. */
  readonly sample: string;
  /** Where it was, as in `stored`: 'd/01: A', 'memory 1: d/01: A'. */
  readonly where: string;
  /** What has become of it: something else was written over it, or all of its key has expired. */
  readonly how: 'overwritten' | 'expired';
}

/** A schedule as it is told. Plain data. */
export interface Story {
  readonly participants: readonly string[];
  /** Of each participant, the process that it runs in, from 1; empty where there is but one. */
  readonly processes: Readonly<Record<string, number>>;
  readonly steps: readonly ToldStep[];
  /** For an endless loop: number of the step with which it begins. */
  readonly cycleFrom: number | null;
  /** Number of the step with which it goes wrong; null where no single one does. */
  readonly wrongAt: number | null;
  /** How it ends, line by line. */
  readonly ending: readonly string[];
  /** What values the samples have, see `Program`; or that each goes by its name: A, B, ... */
  readonly samples: Program['samples'] | 'named';
}

/**
 * Tells a schedule. Where all samples are equal it is run with distinct ones, if the same goes
 * wrong that way, so that a reader sees which sample is missing.
 */
export function tell(program: Program, moves: readonly Move[], kind: ViolationKind | null): Story {
  const distinct: Program = { ...program, samples: 'distinct' };
  const tellable = program.samples === 'equal' && endsLike(kind, distinct, moves);
  return told(tellable ? distinct : program, moves, kind);
}

/** Whether a schedule is possible in a program and shows this kind of violation, or none. */
function endsLike(kind: ViolationKind | null, program: Program, moves: readonly Move[]): boolean {
  const runner = new Runner(program);
  const world = runner.start();
  for (const move of moves) {
    if (!world.enabled().some((enabled) => moveText(enabled) === moveText(move))) return false;
    world.take(move);
  }
  const open = world.enabled().length > 0;
  if (open) {
    const round = kind === 'endless-loop' && cycleAtTheEndOf(runner, moves).length > 0;
    return round || kind === null;
  }
  const [first] = faultsOf(endingOf(world), sequentialReference(runner)).keys();
  return (first ?? null) === kind;
}

function sequentialReference(runner: Runner): Reference {
  const work = referenceOf(runner, DEFAULT_SEARCH_OPTIONS.maxSteps);
  for (;;) {
    const slice = work.next();
    if (slice.done === true) return slice.value;
  }
}

function told(program: Program, moves: readonly Move[], kind: ViolationKind | null): Story {
  const runner = new Runner(program);
  const teller = new Teller(program);
  const world = runner.start();
  const steps: ToldStep[] = [];
  let overwrites: number | null = null;
  for (const move of moves) {
    const step = { step: steps.length + 1, ...teller.take(world, move) };
    if (step.gone.some(({ how }) => how === 'overwritten')) overwrites = step.step;
    steps.push(step);
  }
  const cycle = world.enabled().length > 0 ? cycleAtTheEndOf(runner, moves) : [];
  return {
    ...teller.castOf(world, steps),
    steps,
    cycleFrom: cycle.length > 0 ? moves.length - cycle.length + 1 : null,
    wrongAt: wrongAt(kind, overwrites, steps.length),
    ending: cycle.length > 0 ? [] : teller.ending(world),
    samples: teller.samples,
  };
}

/** Says what happens in worlds of a program. */
export class Teller {
  /** Of averages it cannot be said whose sample they are. */
  private readonly averages: boolean;
  private readonly names: ValueText | undefined;
  private readonly text: ValueText;

  constructor(private readonly program: Program) {
    this.averages = keepsAverages(program);
    const named = program.samples === 'distinct' && !this.averages;
    this.names = named ? samplesNamed(program) : undefined;
    this.text = (value) => readable(value, this.names);
  }

  get samples(): Story['samples'] {
    return this.names === undefined ? this.program.samples : 'named';
  }

  /** Takes a move in a world, and says what it does there. */
  take(world: World, move: Move): Omit<ToldStep, 'step'> {
    world.telling = true;
    const before = contentsOf(world);
    const runsOut = move.kind === 'lease-runs-out' ? leaseRemark(world, move.lease) : [];
    const step = world.take(move);
    const several = world.store.copies().length > 1;
    const gone = this.averages ? [] : goneIn(before, contentsOf(world), several, this.text);
    return {
      move: moveText(move),
      who: whoMoves(world, move),
      did: deedsOf(world, step, this.text),
      effects: effectsOf(step),
      remarks: [...runsOut, ...gone.flatMap(goneText), ...fates(world, step)],
      stored: this.stored(world),
      gone: gone.map(({ sample, where, how }) => ({ sample, where, how })),
    };
  }

  /** What is stored in a world, by copy and key. */
  stored(world: World): string[] {
    return storedIn(world, this.text);
  }

  /** Who takes part in these steps of a world. */
  castOf(world: World, steps: readonly Deeds[]): Pick<Story, 'participants' | 'processes'> {
    return { participants: participantsOf(world, steps), processes: processesOf(world) };
  }

  /** How it ends in a world, line by line. */
  ending(world: World): string[] {
    return endingLines(world, this.names);
  }
}

/** @param overwrites the last step that overwrites a sample; @param last that of the schedule */
function wrongAt(kind: ViolationKind | null, overwrites: number | null, last: number) {
  if (kind === 'lost-update') return overwrites;
  return kind === 'deadlock' || kind === 'abandoned' ? last : null;
}

type Contents = ReturnType<typeof contentsOf>;
type ValueText = (value: unknown) => string;

/** How samples are called: distinct ones take 1, 2, ... s, and are A, B, ... Z, AA, ... */
function samplesNamed({ tasks, samplesPerTask }: Program): ValueText {
  const samples = Array.from({ length: tasks * samplesPerTask }, (_, i) => i + 1);
  const names = new Map<unknown, string>(samples.map((sample) => [sample, letters(sample)]));
  return (sample) => names.get(sample) ?? readable(sample);
}

function letters(number: number): string {
  if (number === 0) return '';
  const rest = number - 1;
  return letters(Math.floor(rest / 26)) + String.fromCharCode(65 + (rest % 26));
}

function storedIn(world: World, text: ValueText): string[] {
  const contents = contentsOf(world);
  const several = world.store.copies().length > 1 || !world.program.store.shared;
  return contents.map(({ copy, key, value }) =>
    several ? `${copy}: ${key} = ${text(value)}` : `${key} = ${text(value)}`,
  );
}

function whoMoves(world: World, move: Move): string {
  switch (move.kind) {
    case 'step':
    case 'crash-task':
      return (world.tasks[move.task] as World['tasks'][number]).label;
    case 'crash-process':
      return `process ${move.process + 1}`;
    case 'expiry':
      return copyName(world.program, move.copy);
    case 'lease-runs-out':
      return 'store';
  }
}

function deedsOf(world: World, { move, performed }: Step, text: ValueText): Deed[] {
  const deeds = performed.map((one) => deedOf(world, move, one, text));
  switch (move.kind) {
    case 'step':
      return deeds;
    case 'crash-task':
      return [deed('is hit by an exception'), ...deeds];
    case 'crash-process':
      return [deed('crashes, with all its tasks')];
    case 'expiry':
      return [deed(`${move.key} expires`)];
    case 'lease-runs-out':
      return [deed(`lease '${move.lease}' runs out`)];
  }
}

function effectsOf({ move, performed }: Step): (ToldEffect | null)[] {
  const effects = performed.map(({ effect, where }) => {
    const keys = effect.op === 'read-many' ? effect.keys : [objectOf(effect)];
    return { op: effect.op, about: keys, where };
  });
  switch (move.kind) {
    case 'step':
      return effects;
    case 'crash-task':
      return [null, ...effects];
    case 'lease-runs-out':
      return [{ op: 'runs-out', about: [move.lease], where: 'shared' }];
    default:
      return [null];
  }
}

function deed(what: string, at: string | null = null, answer: string | null = null): Deed {
  return { at, what, answer };
}

function deedOf(
  world: World,
  move: Move,
  { effect, answer, where }: Performed,
  text: ValueText,
): Deed {
  const at = where === 'shared' ? 'store' : memoryName(world, move);
  const waits = where === 'waits';
  if (where === 'answered') return deed('has its answer');
  if (where === 'kept' && effect.op === 'read') {
    return deed(`keeps ${effect.key} = ${readable(answer)}`, at);
  }
  switch (effect.op) {
    case 'read':
      return deed(`reads ${effect.key}`, at, text(answer));
    case 'read-many':
      return deed(`reads ${effect.keys.join(', ')}`, at, text(answer));
    case 'read-version':
      return deed(`reads ${effect.key}`, at, text(answer));
    case 'write':
      return deed(`writes ${effect.key} = ${text(effect.value)}`, at);
    case 'append':
      return deed(`appends ${text(effect.item)} to ${effect.key}`, at);
    case 'increment':
      return deed(`adds ${effect.by} to ${effect.key}`, at, text(answer));
    case 'compare-and-set': {
      const what = `writes ${effect.key} = ${text(effect.value)} if still at version ${effect.version}`;
      return deed(what, at, answer === true ? 'done' : 'refused');
    }
    case 'acquire':
      return deed(`${waits ? 'waits for' : 'takes'} lock '${effect.lock}'`);
    case 'release':
      return deed(`releases lock '${effect.lock}'`);
    case 'acquire-lease':
      return waits
        ? deed(`waits for lease '${effect.lease}'`, 'store')
        : deed(`takes lease '${effect.lease}'`, 'store', `token ${String(answer)}`);
    case 'release-lease': {
      const late = answer === true ? 'done' : 'it had run out';
      return deed(`releases lease '${effect.lease}'`, 'store', late);
    }
    case 'sleep':
      return deed('sleeps');
  }
}

function memoryName(world: World, move: Move): string {
  const { task } = move as Extract<Move, { kind: 'step' | 'crash-task' }>;
  return `memory ${(world.tasks[task]?.process ?? 0) + 1}`;
}

function leaseRemark(world: World, lease: string): string[] {
  const owner = leaseOwner(world, lease);
  return owner === undefined ? [] : [`${owner} has not released it`];
}

interface Gone extends GoneSample {
  readonly copy: string;
}

/** Which samples are gone after a step, where they can be told apart. */
function goneIn(before: Contents, after: Contents, several: boolean, text: ValueText): Gone[] {
  return before.flatMap(({ copy, key, value }) => {
    const now = after.find((one) => one.copy === copy && one.key === key);
    const left = new Set(samplesIn(now?.value, text).map(({ sample }) => sample));
    const how = now === undefined ? 'expired' : 'overwritten';
    const at = copy === 'store' && !several ? '' : `${copy}: `;
    return samplesIn(value, text)
      .filter(({ sample }) => !left.has(sample))
      .map(({ sample, deployment }) => {
        const of = deployment === null ? '' : `${deployment}: `;
        return { sample, where: `${at}${of}${sample}`, how, copy };
      });
  });
}

/** What is said of it; that a key expires is said by who lets it. */
function goneText({ sample, how, copy }: Gone): string[] {
  if (how === 'expired') return [];
  return [`sample ${sample} is overwritten${copy === 'store' ? '' : ` in ${copy}`}`];
}

/** The samples in a stored map or list, as they are shown. */
function samplesIn(
  value: unknown,
  text: ValueText,
): { readonly sample: string; readonly deployment: string | null }[] {
  if (value instanceof LatencyMap) {
    return samplesOf(value).map(({ sample, deployment }) => ({
      sample: text({ sample }),
      deployment,
    }));
  }
  return Array.isArray(value)
    ? value.map((item) => ({ sample: text([item]), deployment: null }))
    : [];
}

/** The samples of a map, with whose they are. */
function samplesOf(map: LatencyMap): { readonly deployment: string; readonly sample: unknown }[] {
  return map.index.ids.flatMap((deployment) =>
    (map.get(deployment)?.latency ?? []).map((sample) => ({ deployment, sample })),
  );
}

/** Who has ended in a step, and how. */
function fates(world: World, { move, ended }: Step): string[] {
  if (!ended || (move.kind !== 'step' && move.kind !== 'crash-task')) return [];
  const task = world.tasks[move.task] as World['tasks'][number];
  if (task.status === 'crashed') return [`${task.label} is gone`];
  if (task.kind === 'select') return [`${task.label} ends`];
  return [`${task.label} ends: ${task.outcomes.join(', ')}`];
}

type Deeds = Pick<StoryStep, 'who' | 'did'>;

function participantsOf(world: World, steps: readonly Deeds[]): string[] {
  const named = new Set(steps.flatMap(({ who, did }) => [who, ...did.map(({ at }) => at)]));
  const tasks = world.tasks.map(({ label }) => label);
  const rest = [...named].filter((name): name is string => name !== null && !tasks.includes(name));
  return [...tasks.filter((label) => named.has(label)), ...rest.sort()];
}

function processesOf({ program, tasks }: World): Record<string, number> {
  if (program.processes === 1) return {};
  return Object.fromEntries(tasks.map(({ label, process }) => [label, process + 1]));
}

function endingLines(world: World, names?: ValueText): string[] {
  const enabled = world.enabled();
  if (enabled.length > 0) {
    return [`it is not at its end: next could be ${enabled.map(moveText).join(' or ')}`];
  }
  const { program } = world;
  const lines = [
    ...waitsIn(world).map(
      ({ who, what, owner }) => `${who} waits for ${what}, which ${owner} holds`,
    ),
    ...leftHeld(world).map(({ name, owner }) => `${owner} holds '${name}' and will not release it`),
  ];
  const { shared } = program.store;
  const processes = shared
    ? [program.processes]
    : Array.from({ length: program.processes }, (_, p) => p).filter((p) => world.isAlive(p));
  const inProcess = (process: number) =>
    program.processes > 1 ? ` in process ${process + 1}` : '';
  for (const process of processes) {
    const who =
      process < program.processes ? `the router${inProcess(process)}` : newRouter(world, names);
    lines.push(`${who} then ${whatIsSeen(world, process, names)}`);
  }
  // A select in a process that has routed before may see less than one in a new process.
  for (const process of shared ? endingOf(world).blind.samples : []) {
    const seen = whatIsSeen(world, process, names);
    if (seen !== whatIsSeen(world, program.processes, names)) {
      lines.push(`the router${inProcess(process)} then ${seen}`);
    }
  }
  return lines;
}

/** Who sees the shared copy as it is: anyone, unless a process that has run sees something else. */
function newRouter(world: World, names?: ValueText): string {
  const { processes } = world.program;
  const fresh = whatIsSeen(world, processes, names);
  const alike = Array.from({ length: processes }, (_, process) => process)
    .filter((process) => world.isAlive(process))
    .every((process) => whatIsSeen(world, process, names) === fresh);
  return alike ? 'the router' : 'a router that has just started';
}

function whatIsSeen(world: World, process: number, names?: ValueText): string {
  const seen = world.seenBy(process);
  if (seen === 'blocked') return 'waits for ever';
  if (seen === 'endless') return 'goes round for ever';
  if (names === undefined || !(seen instanceof LatencyMap)) {
    return seen === undefined ? 'sees no sample' : `sees ${readable(seen)}`;
  }
  const samples = samplesOf(seen);
  if (samples.length === 0) return 'sees no sample';
  const recorded = world.tasks.flatMap(({ outcomes }) =>
    outcomes.filter((outcome) => outcome === 'recorded'),
  ).length;
  const told = samples.map(({ sample, deployment }) =>
    world.program.deployments === 'same' ? names(sample) : `${names(sample)} of ${deployment}`,
  );
  const only = samples.length < recorded ? 'only ' : '';
  if (told.length === 1) return `sees ${only}sample ${told[0]}`;
  return `sees ${only}samples ${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
}
