import type { Steps } from '../effects/steps.js';
import type { Cause } from '../model/cause.js';
import type { Asking, Choice, Moment, Situation, Strategy } from '../model/strategy.js';
import { causeByLoad, type SeenLoad } from './by-load.js';
import { anyHealthy, healthyAt, healthyCount } from './healthy.js';
import { pairOf } from './pair.js';
import { RequestCounting } from './request-counting.js';

/**
 * Of two deployments that are drawn at random, the one with the lower load, the first drawn on a tie.
 * Only these two are read: so a choice costs the same in any fleet.
 */
export abstract class TwoChoices<S extends SeenLoad = SeenLoad>
  extends RequestCounting
  implements Strategy<readonly S[]>
{
  abstract readonly name: string;

  /** Reads the loads of deployments, in this order. */
  abstract look(positions: readonly number[], moment: Moment): Steps<readonly S[]>;

  /** The load that what is seen makes. */
  abstract loadOf(seen: S): number;

  /** A deployment joins that was not there from the beginning. */
  joined?(position: number, moment: Moment): Steps<void>;

  *view(asking: Asking): Steps<readonly S[] | undefined> {
    const count = healthyCount(asking);
    if (count < 2) return undefined;
    const pair = pairOf(asking.luck, count);
    return yield* this.look(
      pair.map((i) => healthyAt(asking, i)),
      asking,
    );
  }

  choose(situation: Situation<readonly S[]>): number {
    const [first, second] = situation.view ?? [];
    // Of one or none, nothing was read.
    if (first === undefined || second === undefined) return anyHealthy(situation);
    return (this.loadOf(first) <= this.loadOf(second) ? first : second).position;
  }

  explain(choice: Choice<readonly S[]>): Cause {
    return causeByLoad(choice, choice.view ?? [], (seen) => this.loadOf(seen));
  }
}
