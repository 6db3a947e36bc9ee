import type { Fleet } from '../../src/model/fleet.js';
import type { Situation } from '../../src/model/strategy.js';

/** A choice at the beginning of time, with nothing known, but for what is said otherwise. */
export function situation<View>(
  fleet: Fleet,
  more: Partial<Situation<View>> = {},
): Situation<View> {
  return {
    request: 0,
    now_s: 0,
    minute: 0,
    fleet,
    view: undefined,
    inFlight: new Int32Array(fleet.size),
    stream: false,
    inputTokens: 0,
    luck: 0.5,
    ...more,
  };
}
