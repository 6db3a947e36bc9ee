import { inputError } from '../../text/failure.js';
import { findMove, type Move } from '../../worlds/explore/move.js';
import { waitsIn } from '../../worlds/explore/observe.js';
import type { Runner } from '../../worlds/explore/runner.js';
import type { Task } from '../../worlds/explore/task.js';
import type { World } from '../../worlds/explore/world.js';
import type { RedisConnection } from '../redis/client.js';
import type { LiveKeys } from '../redis/keys.js';
import { askedText, type TaskNews } from './gated.js';
import type { TaskProcess } from './task-process.js';

/** A try of a schedule, as it is carried out. */
export interface Attempt {
  /** By number. */
  readonly processes: readonly TaskProcess[];
  readonly connection: RedisConnection;
  readonly keys: LiveKeys;
}

/** What a try came to, but for what is stored in the end. */
export interface Attempted {
  /** Where the logger could not follow, from 1; null: it followed to the end. */
  readonly gaveUpAt: number | null;
  /** Why not: `task 2 waits for lock 'map', which task 1 holds`. */
  readonly why: string | null;
  /** All moves, with those after the schedule. */
  readonly moves: readonly Move[];
  /** How explore has it in the end. */
  readonly world: World;
  /** Tasks that wait for what nobody releases, or go on for ever. */
  readonly stuck: readonly string[];
}

/** After so many moves a task is taken to go on for ever. */
const MOST_MOVES = 2000;

/**
 * Carries a schedule out, move by move, and then lets the tasks run to their ends. Beside it explore's own world
 * takes the same moves: that says what a move is, and the real thing has to come to the same.
 * @throws CommandError where it comes to something else, or a process or Redis fails
 */
export async function attempting(
  runner: Runner,
  schedule: readonly string[],
  attempt: Attempt,
): Promise<Attempted> {
  const world = runner.start();
  const moves: Move[] = [];
  const take = async (move: Move): Promise<void> => {
    moves.push(move);
    await taking(world, move, attempt, moves.length);
  };
  let gaveUpAt: number | null = null;
  let why: string | null = null;
  for (const [i, text] of schedule.entries()) {
    const move = findMove(text, world.enabled());
    if (move === undefined) {
      gaveUpAt = i + 1;
      why = whyNot(world, text);
      break;
    }
    await take(move);
  }
  let last = -1;
  while (moves.length < MOST_MOVES) {
    const move = nextMove(world, last);
    if (move === undefined) break;
    if (move.kind === 'step') last = move.task;
    await take(move);
  }
  const stuck = world.tasks.filter(({ over }) => !over).map(({ label }) => label);
  return { gaveUpAt, why, moves, world, stuck };
}

/** The step of another task than the last, as those that try again and again need others; else what else may happen. */
function nextMove(world: World, last: number): Move | undefined {
  const enabled = world.enabled();
  const steps = enabled.filter((move) => move.kind === 'step');
  return (
    steps.find(({ task }) => task > last) ??
    steps[0] ??
    enabled.find(({ kind }) => kind === 'lease-runs-out')
  );
}

function whyNot(world: World, text: string): string {
  const task = world.tasks[Number(text) - 1];
  if (task === undefined) return `${text} is not possible there`;
  if (task.over) return `${task.label} has ended`;
  const wait = waitsIn(world).find(({ who }) => who === task.label);
  return wait === undefined
    ? `${task.label} cannot go on`
    : `${task.label} waits for ${wait.what}, which ${wait.owner} holds`;
}

/** Takes a move in explore's world and on the real thing. */
async function taking(world: World, move: Move, attempt: Attempt, number: number): Promise<void> {
  const { processes, connection, keys } = attempt;
  switch (move.kind) {
    case 'step': {
      const task = world.tasks[move.task] as Task;
      const orders = ordersFor(world, task, move);
      const process = processes[task.process] as TaskProcess;
      let news: TaskNews | undefined;
      for (const order of orders) news = await process.move({ do: order, task: move.task });
      if (news !== undefined) compare(task, news, number);
      return;
    }
    case 'crash-task': {
      const task = world.tasks[move.task] as Task;
      world.take(move);
      const process = processes[task.process] as TaskProcess;
      compare(task, await process.move({ do: 'crash', task: move.task }), number);
      return;
    }
    case 'crash-process':
      world.take(move);
      await (processes[move.process] as TaskProcess).end();
      return;
    case 'expiry':
      world.take(move);
      if (move.copy === 0) await connection.send(['UNLINK', keys.data(move.key)]);
      else await (processes[move.copy - 1] as TaskProcess).tell({ do: 'expire', key: move.key });
      return;
    case 'lease-runs-out':
      world.take(move);
      await connection.send(['UNLINK', keys.lease(move.lease)]);
  }
}

type StepOrder = 'begin' | 'perform' | 'resume';

/** What a step of explore's is: which of its parts it has depends on what there was to see of the first. */
function ordersFor(world: World, task: Task, move: Move): readonly StepOrder[] {
  const { status, returning, granted } = task;
  const { performed } = world.take(move);
  if (returning !== undefined) return ['resume'];
  const begins: readonly StepOrder[] = status === 'unstarted' ? ['begin'] : [];
  const travelled = performed.some(({ where }) => where === 'shared');
  // Where somebody else has the lease, that is found out by asking for it.
  const refused = performed.some(
    ({ effect, where }) => where === 'waits' && effect.op !== 'acquire',
  );
  if (refused) return [...begins, 'perform'];
  if (travelled) return [...begins, 'perform', ...(task.returning === undefined ? RESUMES : [])];
  if (granted !== undefined) return ['perform', 'resume'];
  // It has slept; else it has begun, and there was something to see of it.
  const slept = performed.some(({ effect }) => effect.op === 'sleep');
  return slept ? [...begins, 'resume'] : begins;
}

const RESUMES: readonly StepOrder[] = ['resume'];

/** @throws CommandError where the real task is elsewhere than explore's */
function compare(task: Task, news: TaskNews, move: number): void {
  const ended = task.outcomes.includes('abandoned') ? 'abandoned' : 'ended';
  const status = task.status === 'ended' ? ended : task.status;
  const asks = task.over || task.effect === undefined ? null : askedText(task.effect);
  const waits = task.waiting && task.granted === undefined;
  if (status === news.status && asks === news.asks && waits === news.waits) return;
  const told = (one: Pick<TaskNews, 'asks' | 'waits'>): string =>
    one.asks === null ? 'has ended' : `${one.waits ? 'waits at' : 'stands before'} ${one.asks}`;
  throw inputError(
    `after move ${move} ${task.label} ${told(news)}; in explore it ${told({ asks, waits })}`,
    'a logger has to do the same each time; if it does, please report this',
  );
}
