import { loadScenario } from '../../../src/files/load.js';
import { type ChangeSet, changed } from '../../../src/studies/diagnose/change-set.js';
import { type Explanation, judge, leadingRows } from '../../../src/studies/diagnose/judgement.js';
import type { Grid, Point } from '../../../src/studies/diagnose/mechanism.js';
import { MECHANISMS } from '../../../src/studies/diagnose/mechanisms.js';
import { rightRouting } from '../../../src/studies/diagnose/right.js';
import { searched } from '../../../src/studies/diagnose/search.js';
import { type Subject, subjectOf } from '../../../src/studies/diagnose/subject.js';
import { Trial } from '../../../src/studies/diagnose/trial.js';
import { type Replications, variantOf } from '../../../src/studies/diagnose/variant.js';
import { driven } from '../drive.js';

/** The seed of the predictions, and another for the observations. */
const PREDICTED = 1;
const OBSERVED = 7777;
const REPLICATIONS = 200;

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

export interface Calibrated {
  readonly mechanism: string;
  readonly observations: number;
  /** The true mechanism is in a leading row, or it was not decided. */
  readonly sound: number;
  /** The true mechanism is in a leading row. */
  readonly leads: number;
  readonly decided: number;
}

export function subjectFor(scenario: string, set: readonly string[] = []): Subject {
  return subjectOf(loadScenario(scenario, { set }), 0);
}

/**
 * Observes what each possible mechanism of a scenario does, with luck of its own, and judges it. The
 * values of its parameter are those of the grid and those between two of them, in equal parts.
 * @param observations at least so many for each mechanism
 */
export function calibrate(subject: Subject, requests: number, observations: number): Calibrated[] {
  const right = rightRouting(subject);
  const simulated = (settings: ChangeSet, luck: Replications) => {
    const variant = variantOf(subject, settings, requests, luck);
    if (variant === null) throw new Error('the load does not produce the requests');
    const trial = new Trial(subject, variant, 'calibration');
    driven(trial.upTo(luck.replications));
    return { settings: variant.settings, counts: trial.counts };
  };
  // The same value predicts the same for every observation.
  const predicted = new Map<string, Explanation>();
  const tasks: { grid: Grid; simulate: (point: Point, replications: number) => Explanation }[] = [];
  const observed: { mechanism: string; counts: Explanation['counts'] }[] = [];
  for (const mechanism of MECHANISMS) {
    const standing = mechanism.standing(subject);
    if (standing.kind === 'impossible' || standing.kind === 'covered') continue;
    const otherStore = standing.kind === 'other-store' ? standing.store : null;
    const simulate = ({ parameter, changes }: Point, replications: number) => {
      const key = `${replications} ${mechanism.name} ${parameter}`;
      const known = predicted.get(key) ?? {
        mechanism,
        parameter,
        otherStore,
        ...simulated(changed(right, changes), { seed: PREDICTED, replications }),
      };
      predicted.set(key, known);
      return known;
    };
    tasks.push({ grid: standing, simulate });
    if (otherStore !== null) continue;
    const points = withMiddles(standing);
    const luck = { seed: OBSERVED, replications: Math.ceil(observations / points.length) };
    for (const { changes } of points) {
      const { counts } = simulated(changed(right, changes), luck);
      observed.push({ mechanism: mechanism.name, counts });
    }
  }
  const explanationsOf = (counts: Explanation['counts'][number]) =>
    tasks.flatMap(({ grid, simulate }) => {
      const search = searched(
        counts,
        grid,
        // biome-ignore lint/correctness/useYield: what is known asks for no jobs.
        function* (point, replications) {
          return simulate(point, replications);
        },
        REPLICATIONS,
      );
      return driven(search) as Explanation[];
    });
  const names = [...new Set(observed.map(({ mechanism }) => mechanism))];
  return names.map((name) => {
    const all = observed.filter(({ mechanism }) => mechanism === name).flatMap((one) => one.counts);
    const judged = all.map((counts) => {
      const judgement = judge(counts, explanationsOf(counts));
      const leading = leadingRows(judgement).flatMap((row) => row.members);
      const leads = leading.some((one) => one.prediction.mechanism.name === name);
      const open = judgement.outcome === 'several' || judgement.outcome === 'same-prediction';
      const undecided = open || judgement.outcome === 'uninformative';
      return { leads, sound: leads || undecided, decided: judgement.outcome === 'decided' };
    });
    const part = (of: (one: (typeof judged)[number]) => boolean) =>
      judged.filter(of).length / judged.length;
    return {
      mechanism: name,
      observations: judged.length,
      sound: part((one) => one.sound),
      leads: part((one) => one.leads),
      decided: part((one) => one.decided),
    };
  });
}

/** The points of a grid, and one between each two. */
function withMiddles({ points, between }: Grid): Point[] {
  return points.flatMap((point, i) => {
    const next = points[i + 1];
    const middle = next === undefined ? undefined : between(point, next);
    return middle === undefined ? [point] : [point, middle];
  });
}
