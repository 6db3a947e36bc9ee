import type { Append, CompareAndSet, Effect, Increment, Write } from '../../effects/effects.js';
import { LoggerFault } from '../../effects/fault.js';
import type { Steps } from '../../effects/steps.js';
import type { CompletionEvent } from '../../model/completion.js';
import { type Asking, type Moment, REFUSED } from '../../model/strategy.js';
import { LatencyMap } from '../../strategies/lowest-latency/latency-map.js';
import type { Program, Setting } from './program.js';

/** What a select has read. @throws LoggerFault if lowest-latency was given no map */
export function viewOf(seen: unknown, { logger, strategy }: Program): unknown {
  if (strategy !== undefined || seen === undefined || seen instanceof LatencyMap) return seen;
  throw new LoggerFault(
    logger.name,
    `view() returned ${Array.isArray(seen) ? 'an array' : typeof seen}, which is not a latency map`,
    'return undefined, or a map made with context.emptyMap()',
  );
}

/** A select: it reads, chooses, and writes what that changes. @returns the position, or -1 */
export function* selecting(setting: Setting, program: Program): Steps<number> {
  const { strategy } = setting;
  const asking = askingOf(setting);
  const view = viewOf(
    strategy.view === undefined ? undefined : yield* strategy.view(asking),
    program,
  );
  // Choosing may leave something in a view that was handed out by reference.
  const position = strategy.choose({ ...asking, view });
  if (position >= 0) yield* strategy.chosen?.(position, asking) ?? NOTHING;
  return position;
}

const NOTHING: readonly never[] = [];

/** What a select asks by: in an exploration no request is told from another. */
export function askingOf({ fleet, minute }: Pick<Setting, 'fleet' | 'minute'>): Asking {
  return {
    ...momentOf(minute),
    fleet,
    inFlight: [],
    stream: false,
    inputTokens: 0,
    luck: 0.5,
  };
}

function momentOf(minute: number): Moment {
  return { request: 0, now_s: minute * 60, minute };
}

/** A whole request: its select, its start and its end, and the record of what it was. */
export function* requesting(
  setting: Setting,
  program: Program,
  event: CompletionEvent,
): Steps<unknown> {
  const { strategy, fleet } = setting;
  const position = yield* selecting(setting, program);
  if (position < 0) return;
  const moment = momentOf(event.minute);
  if ((yield* strategy.started?.(position, moment) ?? NOTHING) === REFUSED) return;
  yield* strategy.ended?.(position, moment, { outcome: 'success', latency_s: event.latency_s }) ??
    NOTHING;
  return yield* strategy.record({ ...event, deployment: fleet.index.ids[position]! });
}

/** Whether an effect stores something. */
export function stores(effect: Effect): effect is Write | Append | Increment | CompareAndSet {
  switch (effect.op) {
    case 'write':
    case 'append':
    case 'increment':
    case 'compare-and-set':
      return true;
    default:
      return false;
  }
}

/**
 * A view that reads the shared copy alone, and of that only what completions have stored: what there
 * is to see, whatever a process or an earlier select has kept. It stores nothing itself.
 * @param known whether a completion has stored something under a key
 */
export function* readingPastMemories(
  view: Steps<unknown>,
  known: (key: string) => boolean,
): Steps<unknown> {
  let answer: unknown;
  for (;;) {
    const step = view.next(answer);
    if (step.done === true) return step.value;
    const effect = step.value;
    if (stores(effect)) answer = effect.op === 'compare-and-set' ? true : undefined;
    else if (effect.op === 'read') {
      answer = known(effect.key) ? yield { ...effect, tier: 'shared' } : undefined;
    } else if (effect.op === 'read-version') {
      answer = known(effect.key) ? yield effect : { value: undefined, version: 0 };
    } else {
      answer = yield effect;
      if (effect.op !== 'read-many') continue;
      const { keys } = effect;
      answer = (answer as unknown[]).map((value, i) => (known(keys[i]!) ? value : undefined));
    }
  }
}
