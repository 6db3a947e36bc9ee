import { read, write } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import type { Cause } from '../model/cause.js';
import type { CompletionEvent } from '../model/completion.js';
import type {
  Asking,
  CallEnd,
  Choice,
  Digested,
  Moment,
  Situation,
  Strategy,
  StrategyModel,
} from '../model/strategy.js';

/**
 * Session affinity on top of a strategy, as LiteLLM's pre-call check `session_affinity`
 * (litellm/router_utils/pre_call_checks/deployment_affinity_check.py): a session stays where it went
 * before, for as long as that may be chosen. Each choice writes the binding anew: a memory keeps the
 * ttl of the first, a shared store begins another.
 * @param ttl_s how long a binding lasts, in seconds; undefined: there are none
 */
export function withAffinity(strategy: StrategyModel, ttl_s: number | undefined): StrategyModel {
  if (ttl_s === undefined) return strategy;
  return {
    ...strategy,
    create: (key, fleet) => new Affine(strategy.create(key, fleet), key, ttl_s),
  };
}

/** What a choice goes by: the deployment that the session is bound to, or else what the strategy read. */
type Binding = { readonly bound: number } | { readonly free: unknown };

class Affine implements Strategy<Binding> {
  readonly name: string;
  readonly callDelay_s: number;
  readonly key?: string;
  readonly seen?: (view: Binding | undefined, position: number) => number;

  constructor(
    private readonly inner: Strategy,
    private readonly prefix: string,
    private readonly ttl_s: number,
  ) {
    const { name, callDelay_s = 0, key } = inner;
    this.name = name;
    this.callDelay_s = callDelay_s;
    if (key !== undefined) this.key = key;
    if (inner.seen !== undefined) {
      this.seen = (view, position) => inner.seen!(freeOf(view), position);
    }
  }

  *view(asking: Asking): Steps<Binding> {
    const { session, healthy } = asking;
    if (session !== undefined) {
      const bound = yield read(this.keyOf(session));
      if (bound !== undefined && healthy?.includes(bound) !== false) return { bound };
    }
    return { free: yield* this.inner.view?.(asking) ?? NOTHING };
  }

  choose(situation: Situation<Binding>): number {
    const { view } = situation;
    if (view !== undefined && 'bound' in view) return view.bound;
    return this.inner.choose({ ...situation, view: view?.free });
  }

  *chosen(position: number, moment: Moment): Steps<void> {
    const { session } = moment;
    if (session !== undefined) yield write(this.keyOf(session), position, this.ttl_s);
    yield* this.inner.chosen?.(position, moment) ?? NOTHING;
  }

  *started(...[position, moment]: Parameters<NonNullable<Strategy['started']>>) {
    return yield* this.inner.started?.(position, moment) ?? NOTHING;
  }

  *ended(position: number, moment: Moment, ending: CallEnd): Steps<void> {
    yield* this.inner.ended?.(position, moment, ending) ?? NOTHING;
  }

  record(event: CompletionEvent): ReturnType<Strategy['record']> {
    return this.inner.record(event);
  }

  explain(choice: Choice<Binding>): Cause | null {
    const { view } = choice;
    if (view !== undefined && 'bound' in view) return 'session';
    return this.inner.explain?.({ ...choice, view: view?.free }) ?? null;
  }

  covers(value: unknown): boolean {
    return this.inner.covers?.(value) === true;
  }

  digest(value: unknown, position: number): Digested | undefined {
    return this.inner.digest?.(value, position);
  }

  private keyOf(session: number): string {
    return `${this.prefix}/session/${session}`;
  }
}

function freeOf(view: Binding | undefined): unknown {
  return view !== undefined && 'free' in view ? view.free : undefined;
}

/** No effects. */
const NOTHING: readonly never[] = [];
