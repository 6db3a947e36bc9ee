import type { Fleet } from '../model/fleet.js';
import type { Situation, Strategy, StrategyModel } from '../model/strategy.js';
import { keepingOf, type Recording, Records } from './lowest-latency/recording.js';

type Choose = (situation: Situation<never>) => number;

/** A strategy that goes by what its process knows itself; latencies are recorded beside it. */
export function unread(name: string, recording: Recording, choose: Choose): StrategyModel {
  return {
    name,
    keeping: keepingOf(recording),
    create: (key, fleet) => new Unread(name, choose, recording, key, fleet),
  };
}

class Unread extends Records implements Strategy<never> {
  constructor(
    readonly name: string,
    readonly choose: Choose,
    recording: Recording,
    key: string,
    fleet: Fleet,
  ) {
    super(recording, key, fleet);
  }
}
