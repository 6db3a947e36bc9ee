import { read, readMany, write } from '../effects/effects.js';
import type { Steps } from '../effects/steps.js';
import { Immutable } from '../model/copy.js';
import type { CallEnd, Moment, StrategyModel } from '../model/strategy.js';
import { exp } from '../stats/elementary.js';
import type { SeenLoad } from './by-load.js';
import { strategyKind } from './kind.js';
import { keepingOf, type Recording, type Records } from './lowest-latency/recording.js';
import { COUNTING, type CountSettings, FOR_GOOD_S } from './request-counting.js';
import { TwoChoices } from './two-choices.js';

const NAME = 'peak-ewma';

export interface PeakEwmaSettings extends CountSettings {
  /** In seconds. */
  readonly decay: number;
  /** In seconds. */
  readonly default_rtt: number;
  readonly failures: string;
}

/**
 * Two random choices by peak EWMA, as tower 0.5.3 has it (tower/src/load/peak_ewma.rs): the load is an
 * estimate of the latency, times the requests under way and the one to come. A latency above the
 * estimate replaces it; one below is averaged in, by how long ago the estimate was made.
 */
export function peakEwma(settings: PeakEwmaSettings, recording: Recording): StrategyModel {
  return {
    name: NAME,
    keeping: keepingOf(recording),
    create: (key, fleet) => new PeakEwma(settings, recording, key, fleet),
  };
}

/** An estimate of a deployment's latency, and when it was made, in seconds. */
export class Estimate extends Immutable {
  constructor(
    readonly rtt_s: number,
    readonly at_s: number,
  ) {
    super();
  }

  /** With a sample of now: the estimate that a peak is above is the stored one, not what is left of it. */
  updated(now_s: number, sample_s: number, decay_s: number): Estimate {
    if (this.rtt_s < sample_s) return new Estimate(sample_s, now_s);
    const weight = exp(-(now_s - this.at_s) / decay_s);
    return new Estimate(this.rtt_s * weight + sample_s * (1 - weight), now_s);
  }
}

/** What a load is made of. */
interface SeenRtt extends SeenLoad {
  readonly rtt_s: number;
}

export class PeakEwma extends TwoChoices<SeenRtt> {
  readonly name = NAME;
  /** Of a deployment that has been there from the beginning. */
  private readonly first: Estimate;

  constructor(
    private readonly settings: PeakEwmaSettings,
    ...records: ConstructorParameters<typeof Records>
  ) {
    super(settings, ...records);
    this.first = new Estimate(settings.default_rtt, 0);
  }

  /** Looking takes a sample of 0: what is left of an estimate is stored. */
  *look(positions: readonly number[], { now_s }: Moment): Steps<readonly SeenRtt[]> {
    const keys = positions.flatMap((position) => [
      this.requestsKey(position),
      this.estimateKey(position),
    ]);
    const stored = yield readMany(keys);
    const seen: SeenRtt[] = [];
    for (const [i, position] of positions.entries()) {
      const estimate = this.update(stored[2 * i + 1], now_s, 0);
      yield write(this.estimateKey(position), estimate, FOR_GOOD_S);
      seen.push({ position, requests: stored[2 * i] ?? 0, rtt_s: estimate.rtt_s });
    }
    return seen;
  }

  loadOf({ rtt_s, requests }: SeenRtt): number {
    return rtt_s * (requests + 1);
  }

  override *ended(position: number, moment: Moment, ending: CallEnd): Steps<void> {
    if (ending.outcome !== 'failure' || this.settings.failures === 'counted') {
      const key = this.estimateKey(position);
      const stored = yield read(key, 'shared');
      yield write(key, this.update(stored, moment.now_s, ending.latency_s), FOR_GOOD_S);
    }
    yield* super.ended(position, moment, ending);
  }

  override *joined(position: number, { now_s }: Moment): Steps<void> {
    const estimate = new Estimate(this.settings.default_rtt, now_s);
    yield write(this.estimateKey(position), estimate, FOR_GOOD_S);
  }

  private update(stored: Estimate | undefined, now_s: number, sample_s: number): Estimate {
    return (stored ?? this.first).updated(now_s, sample_s, this.settings.decay);
  }

  private estimateKey(position: number): string {
    return `${this.key}/estimate/${this.idOf(position)}`;
  }
}

export const peakEwmaKind = strategyKind({
  name: NAME,
  says: 'Of two drawn at random, the lower latency (a moving average of peaks) times requests.',
  parameters: {
    decay: {
      type: 'duration',
      positive: true,
      preset: '10s',
      says: 'Time constant with which an estimate decays.',
    },
    default_rtt: {
      type: 'duration',
      positive: true,
      preset: '1s',
      says: 'Estimate of a deployment that nothing is known of.',
    },
    failures: {
      type: 'choice',
      of: ['counted', 'ignored'],
      preset: 'counted',
      says: 'Whether what a failure took counts as a latency, so that a fast failure is fast.',
    },
    ...COUNTING,
  },
  readsLatencies: false,
  looksAtLoad: true,
  words: ({ decay }, { failures }) =>
    `${NAME}, decay ${decay}${failures === 'ignored' ? ', failures ignored' : ''}`,
  create: (settings) => (recording) => peakEwma(settings, recording),
});
