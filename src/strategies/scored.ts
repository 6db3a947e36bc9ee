import { read, readMany, write } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import type { Cause } from '../model/cause.js';
import type {
  Asking,
  Choice,
  Moment,
  Situation,
  Strategy,
  StrategyModel,
} from '../model/strategy.js';
import { causeByLoad, type SeenLoad } from './by-load.js';
import { strategyKind } from './kind.js';
import { keepingOf, type Recording, type Records } from './lowest-latency/recording.js';
import { COUNTING, type CountSettings, FOR_GOOD_S, RequestCounting } from './request-counting.js';

const NAME = 'scored';

export interface ScoreSettings extends CountSettings {
  readonly load_weight: number;
  readonly prefix_weight: number;
}

/**
 * Scores every candidate by its load and by what it has of the request's prompt, as routers for
 * self-hosted models do: the lowest of load_weight x requests under way + prefix_weight x (0 where the
 * session's last request went, else 1) is chosen, by luck on a tie.
 */
export function scored(settings: ScoreSettings, recording: Recording): StrategyModel {
  return {
    name: NAME,
    keeping: keepingOf(recording),
    create: (key, fleet) => new Scored(settings, recording, key, fleet),
  };
}

/** What a score is made of. */
interface SeenPrefix extends SeenLoad {
  readonly hasPrefix: boolean;
}

class Scored extends RequestCounting implements Strategy<readonly SeenPrefix[]> {
  readonly name = NAME;
  /** Made once for all choices among all. */
  private readonly all: readonly number[];
  private readonly allKeys: readonly string[];

  constructor(
    private readonly settings: ScoreSettings,
    ...records: ConstructorParameters<typeof Records>
  ) {
    super(settings, ...records);
    const [, , fleet] = records;
    this.all = fleet.groupOf.map((_, position) => position);
    this.allKeys = this.all.map((position) => this.requestsKey(position));
  }

  *view({ healthy = this.all, session }: Asking): Steps<readonly SeenPrefix[]> {
    const counts = yield readMany(
      healthy === this.all ? this.allKeys : healthy.map((position) => this.requestsKey(position)),
    );
    const last = session === undefined ? undefined : yield read(this.sessionKey(session));
    return healthy.map((position, i) => ({
      position,
      requests: counts[i] ?? 0,
      hasPrefix: position === last,
    }));
  }

  choose({ view = [], luck }: Situation<readonly SeenPrefix[]>): number {
    let lowest = Number.POSITIVE_INFINITY;
    let best: number[] = [];
    for (const seen of view) {
      const score = this.scoreOf(seen);
      if (score < lowest) best = [];
      if (score <= lowest) best.push(seen.position);
      lowest = Math.min(lowest, score);
    }
    return best[Math.floor(luck * best.length)] ?? -1;
  }

  override *chosen(position: number, moment: Moment): Steps<void> {
    yield* super.chosen(position, moment);
    const { session } = moment;
    if (session !== undefined) yield write(this.sessionKey(session), position, FOR_GOOD_S);
  }

  explain(choice: Choice<readonly SeenPrefix[]>): Cause {
    return causeByLoad(choice, choice.view ?? [], (seen) => this.scoreOf(seen));
  }

  private scoreOf({ requests, hasPrefix }: SeenPrefix): number {
    const { load_weight, prefix_weight } = this.settings;
    return load_weight * requests + (hasPrefix ? 0 : prefix_weight);
  }

  private sessionKey(session: number): string {
    return `${this.key}/prefix/${session}`;
  }
}

export const scoredKind = strategyKind({
  name: NAME,
  says: 'The lowest score, by requests under way and the prefix of the session.',
  parameters: {
    load_weight: { type: 'amount', preset: 1, says: 'Weight of a request under way.' },
    prefix_weight: {
      type: 'amount',
      preset: 1,
      says: 'Weight of a prefix that is not where the session’s last request went.',
    },
    ...COUNTING,
  },
  readsLatencies: false,
  looksAtLoad: true,
  words: ({ load_weight, prefix_weight }) =>
    `${NAME}, load ${load_weight}, prefix ${prefix_weight}`,
  create: (settings) => (recording) => scored(settings, recording),
});
