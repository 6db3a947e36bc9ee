import type { Steps } from '../effects/steps.js';
import type { Cause } from '../model/cause.js';
import type { Asking, Choice, Moment, Situation, Strategy } from '../model/strategy.js';
import { causeByLoad, type SeenLoad } from './by-load.js';
import { Counting } from './counting.js';
import { pairOf } from './pair.js';

/**
 * Of two deployments that are drawn at random, the one with the lower load, the first drawn on a tie.
 * Only these two are read: so a choice costs the same in any fleet.
 */
export abstract class TwoChoices<S extends SeenLoad = SeenLoad>
  extends Counting
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
    const { fleet, healthy, luck } = asking;
    const count = healthy?.length ?? fleet.size;
    if (count < 2) return undefined;
    const pair = pairOf(luck, count);
    return yield* this.look(healthy === undefined ? pair : pair.map((i) => healthy[i]!), asking);
  }

  choose({ fleet, healthy, view }: Situation<readonly S[]>): number {
    const [first, second] = view ?? [];
    if (first === undefined || second === undefined) {
      return healthy === undefined ? fleet.size - 1 : (healthy[0] ?? -1);
    }
    return (this.loadOf(first) <= this.loadOf(second) ? first : second).position;
  }

  explain(choice: Choice<readonly S[]>): Cause {
    return causeByLoad(choice, choice.view ?? [], (seen) => this.loadOf(seen));
  }
}
