import { CommandError } from '../text/failure.js';
import { answering, type OwnCode, type RunAsked, type RunSeen } from './engine.js';

/*
 * The worker of a page: it answers what the page asks it. The question of which the least has been
 * answered goes first, of several the one that was asked last; between two slices it hears what it is told.
 */

/** What a page says to its worker. */
export type ToWorker =
  | { readonly id: number; readonly asked: RunAsked; readonly withOwn: boolean }
  /** Nobody waits for the answer any more. */
  | { readonly id: number; readonly asked: null }
  /** Whether it hears at all: a user's own code may never come back. */
  | { readonly id: number; readonly asked: 'a sign' };

/** What it answers. */
export type FromWorker =
  | { readonly id: number; readonly seen: RunSeen }
  | { readonly id: number; readonly done: true }
  | { readonly id: number; readonly sign: true }
  /** Why it cannot answer: a sentence. */
  | { readonly id: number; readonly failed: string };

/** What is used here of the global scope of a worker. */
interface Scope {
  postMessage(message: FromWorker): void;
  onmessage: (event: { readonly data: ToWorker }) => void;
}

interface OpenQuestion {
  readonly id: number;
  readonly slices: ReturnType<typeof answered>;
  /** How often something was seen of it. */
  told: number;
}

const scope = globalThis as unknown as Scope;
let tasks: readonly OpenQuestion[] = [];
let isAtWork = false;

/** Answers from now on. @param own a user's own code, where it is asked for */
export function serve(own?: () => Promise<OwnCode>): void {
  scope.onmessage = ({ data }) => {
    const { id, asked } = data;
    if (asked === 'a sign') {
      scope.postMessage({ id, sign: true });
      return;
    }
    tasks = tasks.filter((task) => task.id !== id);
    if (asked === null) return;
    tasks = [...tasks, { id, slices: answered(asked, data.withOwn ? own : undefined), told: 0 }];
    if (!isAtWork) void work();
  };
}

async function* answered(asked: RunAsked, own: (() => Promise<OwnCode>) | undefined) {
  yield* answering(asked, await own?.());
}

async function work(): Promise<void> {
  isAtWork = true;
  for (let task = next(); task !== undefined; task = next()) {
    const { id, slices } = task;
    try {
      const { done, value } = await slices.next();
      if (value !== undefined) {
        task.told++;
        scope.postMessage({ id, seen: value });
      }
      if (done === true) end({ id, done });
    } catch (error) {
      end({ id, failed: said(error) });
    }
    await heard();
  }
  isAtWork = false;
}

function next(): OpenQuestion | undefined {
  const least = Math.min(...tasks.map(({ told }) => told));
  return tasks.filter(({ told }) => told === least).at(-1);
}

function end(message: FromWorker): void {
  tasks = tasks.filter(({ id }) => id !== message.id);
  scope.postMessage(message);
}

/** A sentence about what went wrong. */
function said(error: unknown): string {
  if (error instanceof CommandError) return `${error.failure.message}: ${error.failure.remedy}`;
  return error instanceof Error ? error.message : String(error);
}

const { port1, port2 } = new MessageChannel();

/** Messages that came meanwhile are heard first. A timer would wait for milliseconds. */
function heard(): Promise<void> {
  return new Promise((resolve) => {
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
}
