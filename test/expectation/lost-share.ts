import { besideBound } from '../../src/expectation/bound.js';
import { operator, percentage } from '../../src/expectation/grammar.js';
import type { CountedKind } from '../../src/expectation/kinds/kind.js';
import { aboutInterval } from '../../src/expectation/meaning.js';
import { rangeOf, rangesExclude } from '../../src/expectation/range.js';
import { estimateAt } from '../../src/stats/interval.js';
import { PROPORTIONS } from '../../src/stats/proportion.js';
import { formatPercent } from '../../src/text/units.js';

interface LostShareExpectation {
  readonly kind: 'lost-share';
  readonly sense: '>=' | '<=';
  readonly bound: number;
}

/** `lost_share <= 5%`: a kind that latsim does not have; all there is of it is in this file. */
export const lostShare: CountedKind<LostShareExpectation> = {
  kind: 'lost-share',
  says: 'the part of the recorded samples that is lost',
  measures: ['lost_share'],
  forms: [{ example: 'lost_share <= 5%', judged: 'samples lost, of those recorded' }],
  how: 'interval',
  needs: 'replications',
  read(scanner, { name }) {
    if (name !== 'lost_share') return null;
    const sense = operator(scanner, name, ['>=', '<=']);
    return { kind: 'lost-share', sense, bound: percentage(scanner) };
  },
  write: ({ sense, bound }) => `lost_share ${sense} ${formatPercent(bound)}`,
  cuts: () => [30],
  intervals: () => 2,
  judge({ sense, bound }, evidence) {
    const values = evidence.counts.map(({ modelGroups }) => {
      const samples = modelGroups.map((one) => one.samples);
      const lost = samples.reduce((sum, one) => sum + one.lost, 0);
      return lost / samples.reduce((sum, one) => sum + one.recorded, 0);
    });
    const estimation = estimateAt(values, evidence.alpha, PROPORTIONS);
    return besideBound(values, estimation, sense, bound, 'share', evidence);
  },
  meaning: (_, judgement) => aboutInterval('The part of the samples that is lost', judgement),
  excludes: (one, other) =>
    rangesExclude(rangeOf(one.sense, one.bound), rangeOf(other.sense, other.bound)),
};
