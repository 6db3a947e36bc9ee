import { getHeapStatistics } from 'node:v8';
import type { Turns } from '../effects/turns.js';
import type { TraceFocus } from '../report/perfetto/replication.js';
import {
  type Job,
  type JobResult,
  type Limits,
  loggerOf,
  strategyOf,
  usersOf,
} from '../studies/job.js';
import type { Bound } from '../worlds/slices.js';
import { carryingOut, type Tools } from './carry-out.js';
import { drive } from './drive.js';
import { EventWriter } from './event-writer.js';
import type { JobProgress } from './executor.js';

/** What loads a user's files is itself loaded for them only: most commands have none. */
const users = () => import('./user-module.js');

/**
 * Carries out a job in this thread of Node: loads a user's own files, writes events to their file,
 * and minds the limits of the machine.
 * @param pause lets others have the thread
 * @param turns is told when a user's code runs
 * @throws what `carryingOut` throws; CommandError for a file that cannot be loaded
 */
export async function work(
  job: Job,
  stopRequested: () => boolean,
  sliced: (progress: JobProgress) => void,
  { pause, turns }: { readonly pause?: () => Promise<void>; readonly turns?: Turns } = {},
): Promise<JobResult> {
  const own = loggerOf(job);
  const ownStrategy = strategyOf(job);
  const memory = usersOf(job).length === 0 ? undefined : new HeldMemory();
  const logger = own.kind === 'file' ? await (await users()).loadUserLogger(own, turns) : undefined;
  const strategy =
    ownStrategy?.kind === 'file'
      ? await (await users()).loadUserStrategy(ownStrategy, turns)
      : undefined;
  sliced({});
  const writers: EventWriter[] = [];
  const told = eventsTo(job, writers);
  const held = memory === undefined ? {} : { held: () => memory.most };
  const result = await drive(carryingOut(job, { logger, strategy, ...told, ...held }), {
    bound: boundOf('limits' in job ? job.limits : undefined, stopRequested),
    sliced: (progress) => {
      memory?.look();
      sliced(progress);
    },
    ...(pause !== undefined && { pause }),
  });
  for (const one of writers) one.end();
  return result;
}

/** Has the events of a job written. @param writers gets those who write */
function eventsTo(job: Job, writers: EventWriter[]): Pick<Tools, 'observer' | 'steps' | 'sighted'> {
  if (!('events' in job) || job.events === undefined) return {};
  const { events, input } = job;
  const begin = (focus?: TraceFocus) => {
    for (const file of events) writers.push(new EventWriter(file, input, focus));
  };
  if (job.kind === 'replications') begin();
  const traced = events.some(({ trace }) => trace !== undefined);
  return {
    observer: (event) => {
      for (const one of writers) one.event(event);
    },
    ...(traced && {
      steps: (step) => {
        for (const one of writers) one.step(step);
      },
    }),
    sighted: begin,
  };
}

/** The most memory that this thread has held beyond what it held in the beginning, in bytes. */
class HeldMemory {
  private readonly before = heldNow();
  private highest = 0;

  look(): void {
    this.highest = Math.max(this.highest, heldNow() - this.before);
  }

  get most(): number {
    this.look();
    return this.highest;
  }
}

function heldNow(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

const BYTES_PER_MB = 1e6;
/** Node gives up where its heap is full; so we stop before. */
const SAFE_PART_OF_HEAP = 0.8;
/** A slice may be shorter than it takes to ask what is held. */
const MEMORY_EVERY_MS = 5;

/** What stops work from outside: the user, or a limit of time or memory. */
function boundOf(
  limits: Limits | undefined,
  stopRequested: () => boolean,
): () => Bound | undefined {
  if (limits === undefined) return () => (stopRequested() ? 'interrupted' : undefined);
  const deadline_ms = performance.now() + limits.maxSeconds * 1000;
  const before = heldNow();
  // What was there before is that of the program that asks, or of other jobs.
  const maxBytes = before + limits.maxMemory_MB * BYTES_PER_MB;
  const maxHeapBytes = getHeapStatistics().heap_size_limit * SAFE_PART_OF_HEAP;
  let memoryDue_ms = 0;
  return () => {
    if (stopRequested()) return 'interrupted';
    const now_ms = performance.now();
    if (now_ms > deadline_ms) return 'seconds';
    if (now_ms < memoryDue_ms) return undefined;
    memoryDue_ms = now_ms + MEMORY_EVERY_MS;
    const isFull = heldNow() > maxBytes || getHeapStatistics().used_heap_size > maxHeapBytes;
    return isFull ? 'memory' : undefined;
  };
}
