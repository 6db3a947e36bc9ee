import type { Strategy } from '../../model/strategy.js';
import { sum } from '../../stats/sum.js';
import { LatencyMap } from '../../strategies/lowest-latency/latency-map.js';
import { contentOf } from './content.js';
import { contentsOf, copyName, leftHeld } from './observe.js';
import { minuteOf, type Program } from './program.js';
import type { World } from './world.js';

/** Where a schedule ends: nothing can happen any more. */
export interface Ending {
  /** Tasks that wait for what nobody will give back; empty unless it is a deadlock. */
  readonly stuck: readonly string[];
  /** Locks and leases that are never given back, with who holds them. */
  readonly leftHeld: readonly string[];
  /** Samples that loggers say they have recorded, and that no crash has taken along. */
  readonly recorded: number;
  /** Samples of calls that were hit by a crash: they may be there or not. */
  readonly uncertain: number;
  readonly abandoned: number;
  /** Samples that selects see; null where a select is blocked, or goes round for ever. */
  readonly seen: number | null;
  /** Whether a select goes round for ever. */
  readonly endless: boolean;
  /** Whether what selects see of each deployment has the average of its recorded samples. */
  readonly averagesHold: boolean;
  /**
   * Processes whose select does not see all samples that they have recorded themselves, or not their
   * average (of that nobody can say so where several processes record).
   */
  readonly blind: Readonly<Record<Shown, readonly number[]>>;
  /** Whether all that is recorded is there to see, for a select that reads past all memories. */
  readonly stored: Readonly<Record<Shown, boolean>>;
  /** Of the recorded, those that a list has room for: so many a select has to see. */
  readonly kept: number;
  /**
   * Whether what a select does not see is to be seen in the minutes in which it was recorded: then
   * it is stored, and the select looks elsewhere in another minute.
   */
  readonly forgotten: Readonly<Record<Shown, boolean>>;
  /** Whether a list that may be full does not have the sample that came after all others. */
  readonly missesNewest: boolean;
  /** Whether what was recorded may have expired: then a missing sample need not have been lost. */
  readonly expired: boolean;
  /** What has expired in the memories of processes beside a shared copy: 'map in memory 1'. */
  readonly expiredInMemory: readonly string[];
  /** Canonical text of what happened from outside, of what is stored, and of what selects see. */
  readonly state: string;
}

/** What a view shows of what is recorded. */
type Shown = 'samples' | 'averages';

/** What a select sees, and the recorded samples that it should know of. */
interface View {
  /** 'blocked': it waits for what nobody gives back; 'endless': it goes round for ever. */
  readonly seen: unknown;
  /** Recorded latencies in seconds, by position of the deployment. */
  readonly recorded: readonly (readonly number[])[];
}

/** Looks at a world in which nothing is enabled any more. */
export function endingOf(world: World): Ending {
  const { program } = world;
  const stuck = world.tasks.filter((task) => !task.over).map((task) => task.label);
  const held = leftHeld(world).map(({ name, owner }) => `'${name}' by ${owner}`);
  const stored = contentsOf(world).map(
    ({ copy, key, value }) => `${copy}/${key}=${contentOf(value)}`,
  );
  const alive = Array.from({ length: program.processes }, (_, p) => p).filter((p) =>
    world.isAlive(p),
  );
  const ownViews = alive.map((process) => ({
    seen: world.seenBy(process),
    recorded: recordedBy(world, process),
  }));
  // Without a shared copy each process has samples of its own, which go when it dies. With one,
  // what counts is what a process sees that starts from nothing.
  const { shared } = program.store;
  const views: readonly View[] = shared
    ? [{ seen: world.seenBy(program.processes), recorded: recordedBy(world, 'all') }]
    : ownViews;
  const { strategy } = world.setting;
  const recorded = sum(views.flatMap((view) => view.recorded.map((values) => values.length)));
  const seen = seenIn(views, strategy);
  const blind = {
    samples: alive.filter((_, i) => !samplesShown(ownViews[i] as View, world)),
    averages:
      program.processes > 1 ? [] : alive.filter((_, i) => !averagesHold(ownViews[i] as View)),
  };
  const complete = views.every((view) => samplesShown(view, world));
  const averaged = views.every(averagesHold);
  const nothingMissing =
    complete && averaged && blind.samples.length === 0 && blind.averages.length === 0;
  const forgotten =
    nothingMissing || seen === null || !program.minutes
      ? NOTHING_FORGOTTEN
      : shownInTheirMinutes(world, alive);
  return {
    stuck,
    leftHeld: held,
    recorded,
    uncertain: outcomes(world, 'uncertain'),
    abandoned: outcomes(world, 'abandoned'),
    seen,
    endless: views.some((view) => view.seen === 'endless'),
    averagesHold: averaged,
    blind,
    kept: keptOf(views, world),
    forgotten: {
      samples: (!complete || blind.samples.length > 0) && forgotten.samples,
      averages: (!averaged || blind.averages.length > 0) && forgotten.averages,
    },
    missesNewest: program.listSize !== null && views.some((view) => missesNewest(view, world)),
    stored: nothingMissing || seen === null ? NOTHING_MISSING : storedIn(world, alive),
    expired: hasExpired(world),
    expiredInMemory: world.expired
      .filter(({ copy }) => shared && copy > 0)
      .map(({ copy, key }) => `${key} in ${copyName(program, copy)}`),
    state: [
      ...world.accidents,
      ...stored,
      ...ownViews.map(({ seen }) => `sees ${contentOf(seen)}`),
    ].join('\n'),
  };
}

/**
 * Whether what a select sees shows all samples that the tasks of a world have recorded, be it seen elsewhere; of a
 * logger that keeps averages, whether their averages are right. What may have expired is not looked for.
 */
export function showsRecorded(world: World, seen: unknown, keepsAverages: boolean): boolean {
  if (hasExpired(world)) return true;
  const view = { seen, recorded: recordedBy(world, 'all') };
  return !isNone(seen) && (keepsAverages ? averagesHold(view) : samplesShown(view, world));
}

/** Whether what counts may have expired: what is shared, where something is. */
function hasExpired({ program, expired }: World): boolean {
  return expired.some(({ copy }) => !program.store.shared || copy === 0);
}

/** Whether a select came to nothing. */
function isNone(seen: unknown): boolean {
  return seen === 'blocked' || seen === 'endless';
}

const NOTHING_MISSING = { samples: true, averages: true } as const;
const NOTHING_FORGOTTEN = { samples: false, averages: false } as const;

/** Samples that a list has room for: the router's limit, or the logger's own. */
function roomOf({ listSize, ownLimit }: Program): number {
  return Math.min(listSize ?? Number.POSITIVE_INFINITY, ownLimit ?? Number.POSITIVE_INFINITY);
}

/** How many of the recorded samples selects have to see. */
function keptOf(views: readonly View[], world: World): number {
  const { ownLimit } = world.program;
  // A place of a ring may have gone to a sample that a crash has taken along.
  const taken = ownLimit === undefined ? 0 : outcomes(world, 'uncertain');
  const room = roomOf(world.program) - taken;
  return sum(
    views.flatMap(({ recorded }) =>
      recorded.map(({ length }) => Math.max(0, Math.min(length, room))),
    ),
  );
}

/**
 * Whether in each minute of a completion, or in each period of them that selects see alike, a select
 * sees what was recorded then.
 */
function shownInTheirMinutes(world: World, alive: readonly number[]): Ending['forgotten'] {
  const { program } = world;
  const processes = program.store.shared ? [program.processes] : alive;
  const views = processes.flatMap((process) => {
    const whose = program.store.shared ? 'all' : process;
    const periods = new Map<string, { readonly seen: unknown; readonly minutes: number[] }>();
    for (let task = 0; task < program.tasks; task++) {
      const minute = minuteOf(program, task);
      const seen = world.seenBy(process, false, minute);
      const content = contentOf(seen);
      const period = periods.get(content) ?? { seen, minutes: [] };
      period.minutes.push(minute);
      periods.set(content, period);
    }
    return [...periods.values()].map(({ seen, minutes }) => ({
      seen,
      recorded: recordedBy(world, whose, minutes),
    }));
  });
  return {
    samples: views.every((view) => samplesShown(view, world)),
    averages: views.every(averagesHold),
  };
}

/**
 * Whether a select does not see a sample whose call began when those of all others had ended: whether
 * a full list drops its first or replaces its last, the newest is in it.
 */
function missesNewest({ seen, recorded }: View, { calls, setting }: World): boolean {
  if (!(seen instanceof LatencyMap)) return false;
  const { events } = setting;
  const begun = events.map(() => 0);
  const begins = new Map<number, number>();
  const ends = new Map<number, number>();
  for (const [time, { task, what }] of calls.entries()) {
    const value = events[task]?.[begun[task] as number]?.latency_s;
    if (value === undefined) continue;
    if (what === 'begins') begins.set(value, time);
    else {
      ends.set(value, time);
      begun[task] = (begun[task] as number) + 1;
    }
  }
  return recorded.some((values, position) => {
    const shown = seen.at(position)?.latency ?? [];
    return values.some((newest) => {
      if (shown.includes(newest)) return false;
      const began = begins.get(newest) ?? 0;
      return values.every((value) => value === newest || (ends.get(value) ?? began) < began);
    });
  });
}

/** Whether what is recorded can be seen, past all memories and past what selects have kept. */
function storedIn(world: World, alive: readonly number[]): Ending['stored'] {
  const { program } = world;
  const views: readonly View[] = program.store.shared
    ? [{ seen: world.seenBy(program.processes, true), recorded: recordedBy(world, 'all') }]
    : alive.map((process) => ({
        seen: world.seenBy(process, true),
        recorded: recordedBy(world, process),
      }));
  return {
    samples: views.every((view) => samplesShown(view, world)),
    averages: views.every(averagesHold),
  };
}

/** Whether a select sees each deployment's recorded samples: so many, and where they can be told apart, these. */
function samplesShown({ seen, recorded }: View, { program, setting }: World): boolean {
  if (isNone(seen)) return false;
  const { strategy } = setting;
  return recorded.every((values, position) => {
    const shownCount = strategy.seen?.(seen, position) ?? values.length;
    const room = roomOf(program);
    if (shownCount < Math.min(values.length, room)) return false;
    // Of a full list others' samples may have pushed it out.
    if (values.length > 0 && shownCount >= room) return true;
    if (program.samples === 'equal' || !(seen instanceof LatencyMap)) return true;
    const shown = seen.at(position)?.latency ?? [];
    return values.every((value) => shown.includes(value));
  });
}

/** The latencies that were recorded, by all processes or by one of them; in all minutes, or in some. */
function recordedBy(
  world: World,
  process: number | 'all',
  minutes?: readonly number[],
): number[][] {
  const { fleet, events } = world.setting;
  const recorded: number[][] = fleet.index.ids.map(() => []);
  for (const task of world.tasks) {
    if (process !== 'all' && task.process !== process) continue;
    for (const [i, outcome] of task.outcomes.entries()) {
      const event = events[task.number]?.[i];
      if (outcome !== 'recorded' || event === undefined) continue;
      if (minutes?.includes(event.minute) === false) continue;
      (recorded[fleet.index.positionOf(event.deployment)] as number[]).push(event.latency_s);
    }
  }
  return recorded;
}

/** Samples with an outcome; what a crashed task had not come to yet is uncertain. */
function outcomes(world: World, wanted: 'uncertain' | 'abandoned'): number {
  let found = 0;
  for (const task of world.tasks) {
    if (task.kind === 'select') continue;
    found += task.outcomes.filter((outcome) => outcome === wanted).length;
    if (wanted === 'uncertain' && task.status === 'crashed') {
      found += world.program.samplesPerTask - task.outcomes.length;
    }
  }
  return found;
}

function seenIn(views: readonly View[], strategy: Strategy): number | null {
  let samples = 0;
  for (const { seen, recorded } of views) {
    if (isNone(seen)) return null;
    samples += sum(
      // Of a strategy whose view shows no samples nobody can say that one is missing.
      recorded.map((values, position) => strategy.seen?.(seen, position) ?? values.length),
    );
  }
  return samples;
}

/** Rounding of sums in another order than ours. */
const TOLERANCE = 1e-9;

function averagesHold({ seen, recorded }: View): boolean {
  return recorded.every((values, position) => {
    if (values.length === 0) return true;
    if (!(seen instanceof LatencyMap)) return false;
    const stats = seen.at(position);
    const average = (stats?.sum ?? 0) / (stats?.summed ?? 1);
    const expected = sum(values) / values.length;
    return Math.abs(average - expected) <= TOLERANCE * expected;
  });
}
