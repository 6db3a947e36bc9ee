import { ABANDONED, REFUSED, type Strategy } from '../../model/strategy.js';
import type { CallKind } from './call.js';
import type { Life, Request } from './request.js';

/** What happens to a request on its way. What takes time tells it to go on when that has passed. */
export interface Route {
  readonly strategy: Strategy;
  /** The strategy reads what a choice goes by; goes on with that. */
  view(request: Request): void;
  /** @returns whether a deployment may be chosen; else the caller gets an error at once */
  choose(request: Request, view: unknown): boolean;
  /** The strategy writes what a choice, a start or an end changes. */
  call(request: Request, kind: Exclude<CallKind, 'view' | 'record'>): void;
  /** Time passes from a choice to the call of its deployment. */
  delay(request: Request): void;
  /** The strategy does not let the call be made: the caller gets an error at once. */
  refuse(request: Request): void;
  /** The deployment serves it, perhaps after others. */
  serve(request: Request): void;
  complete(request: Request): void;
  /** Waits for the process's next flush, if completions are logged in flushes. */
  dispatch(request: Request): void;
  /** The recorder logs the sample; goes on with what the recorder returned. */
  record(request: Request): void;
  logged(request: Request, outcome: 'recorded' | 'abandoned'): void;
  settle(request: Request, outcome: 'unrecordable'): void;
}

/**
 * The life of a request. It arrives at a process of the router, whose strategy reads what it goes
 * by, chooses a deployment and writes what that changes; as it is sent, the strategy may still
 * refuse it. The deployment serves it, and its completion waits to be dispatched to the recorder, which logs its sample.
 */
export function* life(request: Request, at: Route): Life {
  const { strategy } = at;
  if (!at.choose(request, strategy.view && (yield at.view(request)))) return;
  if (strategy.chosen !== undefined) yield at.call(request, 'chosen');
  if (strategy.started !== undefined) {
    yield at.delay(request);
    if ((yield at.call(request, 'started')) === REFUSED) return at.refuse(request);
  }
  yield at.serve(request);
  at.complete(request);
  if (strategy.ended !== undefined) yield at.call(request, 'ended');
  if (request.kind === 'not-recorded') return at.settle(request, 'unrecordable');
  yield at.dispatch(request);
  const outcome = yield at.record(request);
  at.logged(request, outcome === ABANDONED ? 'abandoned' : 'recorded');
}
