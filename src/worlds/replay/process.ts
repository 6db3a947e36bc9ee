import { Leases } from '../../effects/leases.js';
import { Locks } from '../../effects/locks.js';
import type { Steps } from '../../effects/steps.js';
import { Clock } from '../../kernel/clock.js';
import type { Keeping } from '../../model/cache.js';
import { inProcess } from '../../model/stores/in-process.js';
import type { Store, StoreModel } from '../../model/stores/store.js';
import { Calling, type CallKind, Calls } from '../simulate/call.js';

export interface ProcessSetup {
  /** Whose calls are made, for errors. */
  readonly name: string;
  /** Size of the fleet. */
  readonly deployments: number;
  readonly keeping: Keeping;
  /** One on which nothing travels. Default: LiteLLM's memory of a process. */
  readonly store?: StoreModel | undefined;
}

/** A process of a router, with the store and the interpreter of `run`, that is told what to do, and when. */
export class Process {
  readonly clock = new Clock();
  private readonly name: string;
  private readonly store: Store;
  private readonly calls: Calls;

  constructor({ name, deployments, keeping, store = inProcess }: ProcessSetup) {
    this.name = name;
    this.store = store.create({ processes: 1, keeping });
    this.calls = new Calls(
      this.clock,
      deployments,
      {
        store: this.store,
        storeKind: store.kind,
        grantsLeases: false,
        locks: [new Locks()],
        leases: new Leases(),
        whose: () => ({ part: 'logger', name }),
      },
      () => 0,
      () => undefined,
    );
  }

  /** Makes a call of a strategy or a logger. @throws RangeError if it suspends */
  call(kind: CallKind, steps: Steps<unknown>): unknown {
    const operation = new Operation(0, this.calls);
    operation.call(kind, steps);
    if (operation.result === SUSPENDED) {
      throw new RangeError(`'${this.name}' suspends here: an operation ends where it began`);
    }
    return operation.result;
  }

  /** What is stored under a key; undefined: nothing, or it has expired. */
  stored(key: string): unknown {
    return this.store.copies()[0]?.peek(key, this.clock.now_s);
  }
}

const SUSPENDED = Symbol('suspended');

/** A recorded operation, which ends where it began. */
class Operation extends Calling {
  result: unknown = SUSPENDED;

  protected override returned(result: unknown): void {
    this.result = result;
  }

  protected override paused(): void {}
}
