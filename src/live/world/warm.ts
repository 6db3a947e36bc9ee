import { type Effect, keysRead } from '../../effects/effects.js';
import { type DataEffect, isData } from '../../effects/store.js';
import { Clock } from '../../kernel/clock.js';
import { Streams } from '../../kernel/random.js';
import { ReadLog } from '../../model/caller.js';
import type { Experiment } from '../../model/experiment.js';
import { RouterProcess } from '../../worlds/live/process.js';
import { Arrivals } from '../../worlds/simulate/arrivals.js';
import type { TellingCodec } from './texts.js';

/** Of no replication that is measured. */
const REPLICATION = -1;
/** Wakes between two looks at the time. */
const SLICE = 200;

/**
 * Lets code that runs for the first time, and is slow then, run before it counts: the life of requests on
 * virtual time, with a store of its own whose values are written and read as on a Redis.
 * @param most_ms for so long
 */
export function warm(experiment: Experiment, codec: TellingCodec, most_ms: number): void {
  const clock = new Clock();
  const { processes, strategy, duration_s } = experiment;
  const alone = { ...experiment, processes: { ...processes, count: 1 } };
  const store = experiment.store.create({ processes: 1, keeping: strategy.keeping });
  const served = (effect: DataEffect, deployments: number): unknown => {
    const caller = { process: 0, own: undefined, deployments, reads: new ReadLog() };
    const answer = store.serve(effect, store.payload(effect), caller, clock.now_s);
    const [key] = keysRead(effect);
    if (effect.op === 'write') codec.encode(effect.value, effect.key, 'writes');
    if (key === undefined || answer === undefined || Array.isArray(answer)) return answer;
    return effect.op === 'read' ? codec.valueIn(codec.textOf(answer, key), key) : answer;
  };
  const process = new RouterProcess(alone, REPLICATION, 0, {
    now_s: () => clock.now_s,
    wait: (delay_s, then) => clock.after(delay_s, { occur: then }),
    perform: (effect: Effect, { deployments }, then) => {
      const answer = isData(effect) ? served(effect, deployments) : 1;
      clock.after(0, { occur: () => then(answer, null) });
    },
    texts: codec,
    told: () => undefined,
  });
  const world = {
    experiment: alone,
    clock,
    streams: new Streams(experiment.seed, REPLICATION),
  };
  experiment.modelGroups.forEach((group, m) => {
    const arrivals = new Arrivals(world, group, m, (request, _process, luck) =>
      process.expect(clock.now_s, m, request, process.drawn(m, luck)),
    );
    arrivals.open();
  });
  const end_ms = performance.now() + most_ms;
  while (performance.now() < end_ms && !clock.run(duration_s, SLICE));
}
