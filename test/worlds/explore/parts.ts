import type { Effect } from '../../../src/effects/effects.js';
import { Interpreter, SLEEPS, WAITS } from '../../../src/effects/interpreter.js';
import { Leases } from '../../../src/effects/leases.js';
import { Locks } from '../../../src/effects/locks.js';
import type { Steps } from '../../../src/effects/steps.js';
import { TRAVELS } from '../../../src/effects/store.js';
import { type Caller, ReadLog } from '../../../src/model/caller.js';
import type { Store } from '../../../src/model/stores/store.js';
import { contentOf } from '../../../src/worlds/explore/content.js';
import { type Program, settingOf } from '../../../src/worlds/explore/program.js';

/** What is next of a call, as in the simulation: nothing is taken together. */
type Part = 'start' | 'serve' | 'complete' | 'resume' | 'waits' | 'over';

class Parts implements Caller {
  readonly own = undefined;
  readonly reads = new ReadLog();
  part: Part = 'start';
  effect!: Effect;
  payload: unknown;
  answer: unknown;

  constructor(
    readonly process: number,
    readonly deployments: number,
    readonly steps: Steps<unknown>,
  ) {}
}

/** Some calls in some state: any that does not wait may do its next part. */
class Run {
  readonly store: Store;
  readonly calls: readonly Parts[];
  private readonly interpreter: Interpreter<Parts>;

  constructor(program: Program) {
    const { store, processes, tasks, logger } = program;
    const { fleet, keeping, strategy, events } = settingOf(program);
    this.store = store.create({ processes, keeping });
    this.interpreter = new Interpreter<Parts>(
      {
        store: this.store,
        storeKind: store.kind,
        grantsLeases: store.shared,
        locks: Array.from({ length: processes }, () => new Locks<Parts>()),
        leases: new Leases<Parts>(),
        whose: () => ({ part: 'logger', name: logger.name }),
      },
      {
        granted: (call, answer) => {
          call.answer = answer;
          call.part = call.effect.op === 'acquire' ? 'resume' : 'complete';
        },
      },
    );
    this.calls = Array.from(
      { length: tasks },
      (_, i) => new Parts(i % processes, fleet.size, strategy.record(events[i]![0]!)),
    );
  }

  get enabled(): number[] {
    return [...this.calls.keys()].filter((i) => !/waits|over/.test(this.calls[i]!.part));
  }

  take(number: number): void {
    const call = this.calls[number]!;
    const { interpreter } = this;
    switch (call.part) {
      case 'serve': {
        const served = interpreter.serve(call.effect, call.payload, call, 0);
        call.part = served === WAITS ? 'waits' : 'complete';
        call.answer = served;
        break;
      }
      case 'complete':
        this.resume(call, interpreter.complete(call.effect, call.answer, call, 0));
        break;
      default:
        this.resume(call, call.answer);
    }
  }

  private resume(call: Parts, answer: unknown): void {
    let result = call.steps.next(answer);
    for (;;) {
      if (result.done === true) {
        call.part = 'over';
        return;
      }
      call.effect = result.value;
      const given = this.interpreter.begin(call.effect, call, 0);
      call.payload = given === TRAVELS ? this.interpreter.payload(call.effect) : undefined;
      call.answer = undefined;
      const suspended = { [TRAVELS]: 'serve', [WAITS]: 'waits', [SLEEPS]: 'resume' } as const;
      if (typeof given === 'symbol' && given in suspended) {
        call.part = suspended[given as keyof typeof suspended];
        return;
      }
      result = call.steps.next(given);
    }
  }
}

/** What is stored, copy by copy; whatever memory there is beyond those of the calls is empty. */
export function storedIn(store: Store): string {
  return store
    .copies()
    .flatMap((copy, i) =>
      copy.contents().map(({ key, value }) => `${i}/${key}=${contentOf(value)}`),
    )
    .join('\n');
}

/**
 * What can be stored in the end where calls take turns part by part: an effect begins, takes effect in
 * the shared copy, and is answered, and between any two of these others may do anything. Undefined past
 * `limit` orders.
 */
export function endingsByParts(program: Program, limit: number): Set<string> | undefined {
  const endings = new Set<string>();
  let orders = 0;
  const visit = (path: readonly number[]): void => {
    if (orders > limit) return;
    const run = new Run(program);
    for (const number of path) run.take(number);
    const { enabled } = run;
    if (enabled.length === 0) {
      orders++;
      endings.add(storedIn(run.store));
    }
    for (const number of enabled) visit([...path, number]);
  };
  visit([]);
  return orders > limit ? undefined : endings;
}
