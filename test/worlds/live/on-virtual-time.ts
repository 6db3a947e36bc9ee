import { type Asker, Interpreter, WAITS } from '../../../src/effects/interpreter.js';
import { Leases } from '../../../src/effects/leases.js';
import { TRAVELS } from '../../../src/effects/store.js';
import { Clock } from '../../../src/kernel/clock.js';
import { Streams } from '../../../src/kernel/random.js';
import { type Caller, ReadLog } from '../../../src/model/caller.js';
import type { Experiment } from '../../../src/model/experiment.js';
import { remote } from '../../../src/model/stores/remote.js';
import type { ValueTexts } from '../../../src/worlds/live/answer-text.js';
import { type Machine, RouterProcess } from '../../../src/worlds/live/process.js';
import { Relived } from '../../../src/worlds/live/relive.js';
import type { Wake } from '../../../src/worlds/live/wake.js';
import { Arrivals } from '../../../src/worlds/simulate/arrivals.js';
import type { Draws } from '../../../src/worlds/simulate/luck.js';

/** Tells values apart; what it tells is never read again, as long as both copies agree. */
export const TEXTS: ValueTexts = {
  textOf: (value) => JSON.stringify(value, (key, part) => (key === 'shows' ? undefined : part)),
  valueIn: (text) => JSON.parse(text),
};

export interface Carried {
  readonly relived: Relived;
  readonly processes: readonly RouterProcess[];
  /** What each process has told. */
  readonly told: readonly (readonly Wake[])[];
}

/** Whoever asks the shared copy of these machines. */
interface Far extends Asker {
  /** Of a caller that the copy has nothing to tell of. */
  readonly known: Caller;
  answered(served: unknown): void;
}

/**
 * Carries an experiment out by processes that know nothing of one another but a shared copy, on machines
 * whose time is virtual, and lives through what they tell.
 * @param everyS how often they tell it, in seconds
 */
export function carriedOut(experiment: Experiment, number = 0, everyS = 1): Carried {
  const clock = new Clock();
  const { count } = experiment.processes;
  const store = remote.create({ processes: count, keeping: experiment.strategy.keeping });
  let order = 0;
  const interpreter: Interpreter<Far> = new Interpreter(
    {
      store: {
        ...store,
        begin: () => TRAVELS,
        serve: (effect, payload, { known }, now_s) => store.serve(effect, payload, known, now_s),
        complete: (_effect, served) => served,
      },
      storeKind: 'remote',
      grantsLeases: true,
      locks: [],
      leases: new Leases<Far>(),
      whose: () => ({ part: 'logger', name: 'any' }),
    },
    {
      granted: (caller, token) => caller.answered(token),
      leased: (lease, { token, lease_s }) =>
        clock.after(lease_s, { occur: () => interpreter.endLease(lease, token) }),
    },
  );
  const half_s = experiment.roundTrip_s(() => 0.5) / 2;
  const relived = new Relived(experiment, number, TEXTS);
  const told: Wake[][] = Array.from({ length: count }, () => []);
  const machineOf = (process: number): Machine => ({
    now_s: () => clock.now_s,
    wait: (delay_s, then) => clock.after(delay_s, { occur: then }),
    perform(effect, { deployments }, then) {
      const payload = interpreter.payload(effect);
      let place: number | null = null;
      const far: Far = {
        process,
        known: { process, own: undefined, deployments, reads: new ReadLog() },
        answered: (served) => clock.after(half_s, { occur: () => then(served, place) }),
      };
      const occur = () => {
        const served = interpreter.serve(effect, payload, far, clock.now_s);
        // Some numbers are of no effect.
        place = order += effect.op === 'read' ? 3 : 1;
        if (served !== WAITS) far.answered(served);
      };
      clock.after(half_s, { occur });
    },
    texts: TEXTS,
    told: (wake) => told[process]!.push(wake),
  });
  const processes = told.map(
    (_, process) =>
      new RouterProcess(experiment, number, process, machineOf(process), (m, request, least_s) =>
        answered(m, request, least_s),
      ),
  );
  const streams = new Streams(experiment.seed, number);
  const lucks = new Map<number, { readonly luck: Draws }>();
  const sources = experiment.modelGroups.map(
    (group, m) =>
      new Arrivals({ experiment, clock, streams }, group, m, (request, process, luck) => {
        lucks.set(request, { luck });
        processes[process]!.expect(clock.now_s, m, request, relived.drawn(m, luck));
      }),
  );
  const answered = (modelGroup: number, request: number, least_s: number) =>
    sources[modelGroup]!.answered(lucks.get(request)!, least_s);
  for (const source of sources) source.open();
  const handedOver = told.map(() => 0);
  for (let until_s = 0; until_s < experiment.duration_s; ) {
    until_s = Math.min(until_s + everyS, experiment.duration_s);
    clock.run(until_s, Number.POSITIVE_INFINITY);
    for (const [process, wakes] of told.entries()) {
      relived.take(process, wakes.slice(handedOver[process]), processes[process]!.settled_s);
      handedOver[process] = wakes.length;
    }
  }
  // What was under way on the shared copy at the end comes to its end.
  clock.run(experiment.duration_s + 10, Number.POSITIVE_INFINITY);
  for (const [process, wakes] of told.entries()) {
    relived.take(process, wakes.slice(handedOver[process]), processes[process]!.settled_s);
  }
  relived.end();
  return { relived, processes, told };
}
