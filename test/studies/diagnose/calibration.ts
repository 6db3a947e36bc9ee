import { loadScenario } from '../../../src/files/load.js';
import type { Counts } from '../../../src/stats/dirichlet-multinomial.js';
import { changed } from '../../../src/studies/diagnose/change-set.js';
import { type Fitted, weigh } from '../../../src/studies/diagnose/explanations.js';
import {
  type Explanation,
  type JudgedRow,
  judge,
  leadingRows,
  type RankedRows,
} from '../../../src/studies/diagnose/judgement.js';
import type { Grid, Mechanism, Point } from '../../../src/studies/diagnose/mechanism.js';
import { MECHANISMS } from '../../../src/studies/diagnose/mechanisms.js';
import { rightRouting } from '../../../src/studies/diagnose/right.js';
import { finalists } from '../../../src/studies/diagnose/search.js';
import { type Subject, subjectOf } from '../../../src/studies/diagnose/subject.js';
import { Trial } from '../../../src/studies/diagnose/trial.js';
import { type Replications, variantOf } from '../../../src/studies/diagnose/variant.js';
import { driven } from '../drive.js';

/** The seed of the predictions, and another for the observations. */
const PREDICTED = 1;
const OBSERVED = 7777;

/** Two slow and two fast: few requests say much. */
export const SMALL = [
  'fleet.groups[0].deployments=2',
  'fleet.groups[1].deployments=2',
  'load={kind: poisson, rate: 1/s}',
  'processes.count=2',
  'router.profile=v1.110.2',
];

/** The same with tokens that are known: the per-token mechanism has no grid to search. */
export const TOKENS_KNOWN = [...SMALL, 'fleet.groups[0].tokens=20'];

/** How a diagnosis of one observation stands to what made it. */
export interface Outcome {
  readonly mechanism: string;
  /** Something else is called the explanation, and the true one is not beside it. */
  readonly wrong: boolean;
  /** The true one leads, or is not ruled out where nothing does. */
  readonly left: boolean;
  /** The true one alone, or beside what would look the same. */
  readonly right: boolean;
  /** Nothing was decided. */
  readonly open: boolean;
  /** The mean shares of the two likeliest mechanisms differ by ten points or more. */
  readonly apart: boolean;
  /** Something is called the explanation where the true one is not in the catalogue. */
  readonly wrongWithout: boolean;
}

export function subjectFor(scenario: string, set: readonly string[] = []): Subject {
  return subjectOf(loadScenario(scenario, { set }), 0);
}

/** A mechanism at every value that is tried, in the order of its grid. */
interface Catalogued {
  readonly mechanism: Mechanism;
  readonly grid: Grid;
  readonly points: readonly { readonly point: Point; readonly explanation: Explanation }[];
}

/** What the mechanisms predict for so many requests: made once, for all observations. */
export class Catalogue {
  private readonly all: readonly Catalogued[];

  constructor(
    private readonly subject: Subject,
    private readonly requests: number,
    replications: number,
  ) {
    const luck = { seed: PREDICTED, replications };
    this.all = MECHANISMS.flatMap((mechanism) => {
      const standing = mechanism.standing(subject);
      if (standing.kind === 'impossible' || standing.kind === 'covered') return [];
      const otherStore = standing.kind === 'other-store' ? standing.store : null;
      const points = withMiddles(standing).map((point) => {
        const { parameter } = point;
        const explanation = { mechanism, parameter, otherStore, ...this.simulated(point, luck) };
        return { point, explanation };
      });
      return [{ mechanism, grid: standing, points }];
    });
  }

  /**
   * Observes what each mechanism does on the scenario's own store, with luck of its own, and judges it.
   * @param observations at least so many for each mechanism, over its values in equal parts
   */
  judged(observations: number): Outcome[] {
    return this.all.flatMap(({ mechanism, points }) => {
      if (points.some(({ explanation }) => explanation.otherStore !== null)) return [];
      const luck = { seed: OBSERVED, replications: Math.ceil(observations / points.length) };
      return points.flatMap(({ point }) =>
        this.simulated(point, luck).counts.map((counts) => this.outcome(counts, mechanism)),
      );
    });
  }

  private outcome(observed: Counts, truth: Mechanism): Outcome {
    const judgement = this.judge(observed);
    const leading = leadingRows(judgement);
    const own = [...judgement.rows, ...judgement.otherStore].filter((row) => has(row, truth));
    const leads = leading.some((row) => has(row, truth));
    const [first, second] = judgement.rows
      .flatMap(({ members }) => members)
      .sort((a, b) => b.logEvidence - a.logEvidence);
    return {
      mechanism: truth.name,
      wrong: isNamed(judgement) && !leads,
      left: leads || (leading.length === 0 && own.some(({ excluded }) => !excluded)),
      right: judgement.outcome === 'decided' && leads,
      open: !isNamed(judgement),
      apart: first !== undefined && second !== undefined && differ(first, second) >= 0.1,
      wrongWithout: isNamed(this.judge(observed, truth)),
    };
  }

  private judge(observed: Counts, without?: Mechanism): RankedRows {
    const all = this.all
      .filter(({ mechanism }) => mechanism !== without)
      .flatMap(({ grid, points }) => {
        const tried = points.map(({ point, explanation }) => {
          return { point, weighed: weigh(observed, explanation) };
        });
        return finalists(observed, grid, tried).map(({ weighed }) => weighed.prediction);
      });
    return judge(observed, all);
  }

  private simulated({ changes }: Point, luck: Replications) {
    const settings = changed(rightRouting(this.subject), changes);
    const variant = variantOf(this.subject, settings, this.requests, luck);
    if (variant === null) throw new Error('the load does not produce the requests');
    const trial = new Trial(this.subject, variant, 'calibration');
    driven(trial.upTo(luck.replications));
    return { settings: variant.settings, counts: trial.counts };
  }
}

function has(row: JudgedRow, mechanism: Mechanism): boolean {
  return row.members.some(({ prediction }) => prediction.mechanism === mechanism);
}

function isNamed({ outcome }: RankedRows): boolean {
  return outcome === 'decided' || outcome === 'same-prediction' || outcome === 'other-store';
}

function differ(a: Fitted, b: Fitted): number {
  const { shares } = b.distribution;
  return Math.max(...a.distribution.shares.map((share, g) => Math.abs(share - (shares[g] ?? 0))));
}

/** The part of outcomes of which something holds. */
export function partOf(all: readonly Outcome[], holds: (one: Outcome) => boolean): number {
  return all.filter(holds).length / all.length;
}

/** The points of a grid, and one between each two. */
function withMiddles({ points, between }: Grid): Point[] {
  return points.flatMap((point, i) => {
    const next = points[i + 1];
    const middle = next === undefined ? undefined : between(point, next);
    return middle === undefined ? [point] : [point, middle];
  });
}
