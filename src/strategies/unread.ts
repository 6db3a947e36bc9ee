import type { Cause } from '../model/cause.js';
import type { Fleet } from '../model/fleet.js';
import type { Choice, Situation, Strategy, StrategyModel } from '../model/strategy.js';
import { keepingOf, type Recording, Records } from './lowest-latency/recording.js';

type Choose = (situation: Situation<never>) => number;
type Explain = (choice: Choice<never>) => Cause;

/** A strategy that reads nothing: what it goes by its process knows; latencies are recorded beside it. */
export function unread(
  name: string,
  recording: Recording,
  choose: Choose,
  explain: Explain,
): StrategyModel {
  return {
    name,
    keeping: keepingOf(recording),
    create: (key, fleet) => new Unread(name, choose, explain, recording, key, fleet),
  };
}

class Unread extends Records implements Strategy<never> {
  constructor(
    readonly name: string,
    readonly choose: Choose,
    readonly explain: Explain,
    recording: Recording,
    key: string,
    fleet: Fleet,
  ) {
    super(recording, key, fleet);
  }
}
