import type { Steps } from '../../src/effects/steps.js';
import { inProcess } from '../../src/model/stores/in-process.js';
import type { Asking, Moment, Strategy } from '../../src/model/strategy.js';
import { Process } from '../../src/worlds/replay/process.js';
import { keeping } from '../worlds/simulate/experiments.js';

/** A strategy that is told what happens, in one process with a memory of its own. */
export class Driven {
  private readonly process: Process;

  constructor(private readonly strategy: Strategy) {
    this.process = new Process({
      name: strategy.name,
      deployments: 0,
      keeping: keeping(),
      store: inProcess,
    });
  }

  /** Chooses, and says what was read and chosen. */
  choose(asking: Asking): { readonly view: unknown; readonly position: number } {
    this.process.clock.now_s = asking.now_s;
    const view = this.done('view', this.strategy.view?.(asking));
    const position = this.strategy.choose({ ...asking, view });
    if (position >= 0) this.done('chosen', this.strategy.chosen?.(position, asking));
    return { view, position };
  }

  start(position: number, moment: Moment): void {
    this.process.clock.now_s = moment.now_s;
    this.done('started', this.strategy.started?.(position, moment));
  }

  end(position: number, moment: Moment, latency_s: number, outcome: 'success' | 'failure'): void {
    this.process.clock.now_s = moment.now_s;
    this.done('ended', this.strategy.ended?.(position, moment, { outcome, latency_s }));
  }

  stored(key: string): unknown {
    return this.process.stored(key);
  }

  private done(kind: 'view' | 'chosen' | 'started' | 'ended', steps?: Steps<unknown>): unknown {
    return steps === undefined ? undefined : this.process.call(kind, steps);
  }
}
