import { type ExploreFound, violationIn } from '../../studies/explore/explore.js';
import type { Deed, Story, ToldEffect, ToldStep } from '../../worlds/explore/story.js';
import type { Tool } from '../kit/json.js';
import {
  Rows,
  shownName,
  type TraceArgs,
  type TraceEvent,
  type TraceProcess,
  type TraceRow,
  told,
  traceText,
} from '../perfetto/trace-event.js';
import { sequenceOfFound } from './sequence.js';

/** A step stands for so long, in microseconds: there is no time in an exploration. */
const STEP = 1000;

/**
 * The violation that is found, or the schedule that was given, as a Chrome trace: step n from n ms on.
 * Null: there is nothing to show.
 */
export function traceOfFound(found: NonNullable<ExploreFound>, tool: Tool): string | null {
  const sequence = sequenceOfFound(found, tool);
  const violation = violationIn(found);
  const told = violation ?? (found.kind === 'replayed' ? found.report : null);
  if (sequence === null || told === null) return null;
  const { story, program, schedule } = told;
  const heading = {
    latsim: tool.version,
    logger: program.logger,
    profile: program.profile,
    schedule,
    title: sequence.title,
    about: sequence.subtitle,
    'what it leads to': sequence.consequence.join(' '),
    time: 'step n begins at n ms',
  };
  return traceText(
    heading,
    new ScheduleTrace(story, violation === null ? null : sequence.title).events(),
  );
}

/** What a task has read, to which its writes under the same keys are joined. */
interface TaskRead {
  readonly keys: readonly string[];
  readonly row: TraceRow;
  readonly ts: number;
  /** Place for the beginnings of its arrows. */
  readonly arrows: TraceEvent[];
}

/** NestedSlices that lie in one another, by the name of what they are of. */
interface NestedSlices {
  readonly id: number;
  readonly begun: Pick<TraceEvent, 'name' | 'cat' | 'pid' | 'tid'>[];
}

/** Rows of a process below those of its tasks. */
const MEMORY_ROW = 1000;
const LOCKS_ROW = 1001;

/** The events of a schedule. */
class ScheduleTrace {
  /** In their order; in the place of an array come those that were put there later. */
  private readonly all: (TraceEvent | TraceEvent[])[] = [];
  private readonly rows = new Rows((event) => this.all.push(event));
  private readonly readings = new Map<string, TaskRead[]>();
  private readonly slices = new Map<string, NestedSlices>();
  /** Who has each lock and lease, or had it last. */
  private readonly holders = new Map<string, string>();
  private readonly lastStep: ReadonlyMap<string, number>;
  private readonly processes: number;
  private arrows = 0;
  private underWay = 0;
  private ts = 0;

  /** @param title what goes wrong, as an event is called; null: nothing does */
  constructor(
    private readonly story: Story,
    private readonly title: string | null,
  ) {
    this.lastStep = new Map(story.steps.map(({ who, step }) => [who, step]));
    this.processes = Math.max(1, ...Object.values(story.processes));
  }

  events(): TraceEvent[] {
    const { steps, wrongAt, cycleFrom } = this.story;
    for (const step of steps) {
      this.ts = step.step * STEP;
      if (step.step === cycleFrom) this.mark('from here round for ever', step);
      this.step(step);
      if (step.step === wrongAt) this.mark(this.title, step);
      this.ts += STEP;
      this.after(step);
    }
    const last = steps.at(-1);
    if (wrongAt === null && last !== undefined) this.mark(this.title, last);
    for (const [of, { begun }] of this.slices) {
      while (begun.length > 0) this.end(of, { unfinished: true });
    }
    return this.all.flat();
  }

  private step(step: ToldStep): void {
    const { who, did, effects, remarks } = step;
    const row = this.rowOf(who);
    const isTask = !isPlace(who);
    if (isTask && this.slices.get(who) === undefined) {
      this.begin(who, who, 'task', row);
      this.count(1);
    }
    const answers = did.flatMap(({ answer }) => answer ?? []);
    this.begin(who, did.map(({ what }) => what).join('; '), 'task', row, {
      ...(answers.length > 0 && { answers }),
      ...(remarks.length > 0 && { remarks }),
    });
    for (const [i, effect] of effects.entries()) {
      if (effect !== null) this.effect(effect, did[i] as Deed, step);
    }
  }

  /** What ends with a step. */
  private after({ who, step, effects }: ToldStep): void {
    this.end(who);
    if (!isPlace(who) && this.lastStep.get(who) === step) {
      this.end(who);
      this.count(-1);
    }
    for (const effect of effects) {
      const held = effect === null ? undefined : this.heldBy(effect, who);
      if (held !== undefined) this.end(held);
    }
  }

  private effect(effect: ToldEffect, { at, what, answer }: Deed, step: ToldStep): void {
    const { op, about, where } = effect;
    if (op === 'acquire' || op === 'acquire-lease') this.takes(effect, step.who);
    if (at === null || where === 'waits') return;
    const row = this.rowOf(at);
    this.all.push({
      name: what,
      ph: 'X',
      cat: 'effect',
      ...row,
      ts: this.ts,
      dur: STEP,
      args: {
        by: step.who,
        ...(answer !== null && { answer }),
        'stored afterwards': step.stored,
      },
    });
    if (op === 'read' || op === 'read-many' || op === 'read-version') {
      const arrows: TraceEvent[] = [];
      this.all.push(arrows);
      const readings = this.readings.get(step.who) ?? [];
      this.readings.set(step.who, [...readings, { keys: about, row, ts: this.ts, arrows }]);
    }
    if (op === 'write' || op === 'compare-and-set') this.join(about, step.who, row);
  }

  /** Joins a write to what its task has read there. */
  private join(keys: readonly string[], who: string, row: TraceRow): void {
    const all = this.readings.get(who) ?? [];
    const from = all.filter((one) => one.keys.some((key) => keys.includes(key))).at(-1);
    if (from === undefined) return;
    const arrow = { name: 'read, then written', cat: 'effect', id: ++this.arrows } as const;
    from.arrows.push({ ...arrow, ph: 's', ...from.row, ts: from.ts });
    this.all.push({ ...arrow, ph: 'f', bp: 'e', ...row, ts: this.ts });
  }

  /** Somebody waits for a lock or lease, or has it now. */
  private takes({ op, about, where }: ToldEffect, who: string): void {
    const [name = ''] = about;
    const isLease = op === 'acquire-lease';
    const what = `${isLease ? 'lease' : 'lock'} ${name}`;
    const process = isLease ? this.store : this.router(this.story.processes[who] ?? 1);
    const row = this.rows.row(process, LOCKS_ROW, isLease ? 'leases' : 'locks');
    const waiting = `${who} waits`;
    if (where === 'waits') {
      this.begin(waiting, `waits for ${what}`, 'lock', row, { waits: who });
      return;
    }
    this.end(waiting);
    const held = `${process.pid} ${what}`;
    this.holders.set(held, who);
    this.begin(held, what, 'lock', row, { 'held by': who });
  }

  /** The lock or lease that an effect ends, as its slices are called; undefined: none, or it is another's. */
  private heldBy({ op, about }: ToldEffect, who: string): string | undefined {
    if (op !== 'release' && op !== 'release-lease' && op !== 'runs-out') return undefined;
    const process = op === 'release' ? this.router(this.story.processes[who] ?? 1) : this.store;
    const held = `${process.pid} ${op === 'release' ? 'lock' : 'lease'} ${about[0]}`;
    return op === 'runs-out' || this.holders.get(held) === who ? held : undefined;
  }

  private mark(name: string | null, { who }: ToldStep): void {
    if (name === null) return;
    const row = this.rowOf(who);
    const mark = { name, ph: 'i', cat: 'violation', ts: this.ts, cname: 'terrible' } as const;
    this.all.push({ ...mark, ...row, s: 't' }, { ...mark, ...row, s: 'g' });
  }

  private count(change: number): void {
    this.underWay += change;
    const row = this.rows.whole(this.router(1));
    const args = { tasks: this.underWay };
    this.all.push({ name: 'in flight', ph: 'C', ...row, ts: this.ts, args });
  }

  private begin(of: string, name: string, cat: string, row: TraceRow, args: TraceArgs = {}): void {
    const { id, begun } = this.slices.get(of) ?? { id: this.slices.size + 1, begun: [] };
    const slice = { name: shownName(name), cat, ...row };
    this.slices.set(of, { id, begun: [...begun, slice] });
    this.all.push({ ...slice, ph: 'b', id, ts: this.ts, ...told(args) });
  }

  /** Ends the innermost slice, if there is one. */
  private end(of: string, args: TraceArgs = {}): void {
    const slices = this.slices.get(of);
    const slice = slices?.begun.pop();
    if (slices === undefined || slice === undefined) return;
    this.all.push({ ...slice, ph: 'e', id: slices.id, ts: this.ts, ...told(args) });
  }

  private rowOf(who: string): TraceRow {
    const number = Number(/\d+$/.exec(who)?.[0] ?? 1);
    if (who === 'store') return this.rows.row(this.store, 0, 'effects');
    if (who.startsWith('memory ')) {
      return this.rows.row(this.router(number), MEMORY_ROW, 'effects in its memory');
    }
    if (who.startsWith('process ')) return this.rows.row(this.router(number), 0, 'process');
    const process = this.router(this.story.processes[who] ?? 1);
    return this.rows.row(process, 1 + this.story.participants.indexOf(who), who);
  }

  private router(process: number): TraceProcess {
    return { pid: process, name: `router process ${process}` };
  }

  private get store(): TraceProcess {
    return { pid: this.processes + 1, name: 'store' };
  }
}

/** Whether what moves is no task: a copy of the data, or a whole process. */
function isPlace(who: string): boolean {
  return /^(store|(memory|process) \d+)$/.test(who);
}
