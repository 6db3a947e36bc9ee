import { serviceRate_hz } from '../model/capacities/service-rate.js';
import { looksAtOrder } from '../strategies/candidates.js';
import { strategyKindOf } from '../strategies/in-file.js';
import { profileNamed, renamedProfile } from '../strategies/lowest-latency/profile.js';
import type { Problem } from '../text/problems.js';
import { type Located, type Path, placeOf, problemAt, valueAt } from '../text/tree.js';
import { formatRateIn } from '../text/units.js';
import type { TrafficModel } from './compile.js';
import { fraction } from './fields.js';
import type { Kinds } from './kinds.js';
import type { ReadScenario, Scenario } from './schema.js';

/**
 * What is no error, and worth knowing beside a result: where a scenario is read otherwise than it is
 * written, and what it says without effect. Works on the data as written, like `inconsistencies`.
 */
export function warningsOf(root: Located, data: unknown): Problem[] {
  const profile: Path = ['router', 'profile'];
  const renamed = renamedProfile(valueAt(data, profile));
  const percentile: Path = ['router', 'ttft_percentile'];
  const stream = fraction().safeParse(valueAt(data, ['samples', 'stream']) ?? 0);
  const warnings: Problem[] = [];
  const warn = (path: Path, message: string, remedy: string) =>
    warnings.push(problemAt(placeOf(root, path), message, remedy));
  if (renamed !== undefined) warn(profile, renamed.message, renamed.remedy);
  if (valueAt(data, percentile) !== undefined && stream.data === 0) {
    warn(
      percentile,
      'ttft_percentile has no effect: nothing streams',
      'remove it, or set samples.stream above 0',
    );
  }
  const affinity: Path = ['router', 'affinity'];
  const loads = [valueAt(data, ['load']), ...modelGroupLoads(data)];
  const hasSessions = loads.some((load) => valueAt(load, ['sessions']) !== undefined);
  if (valueAt(data, affinity) !== undefined && !hasSessions) {
    warn(
      affinity,
      'affinity has no effect: requests belong to no session',
      'remove it, or write sessions: 50 in load',
    );
  }
  return warnings;
}

function modelGroupLoads(data: unknown): unknown[] {
  const modelGroups = valueAt(data, ['modelGroups']);
  return Array.isArray(modelGroups) ? modelGroups.map((each) => valueAt(each, ['load'])) : [];
}

/** Where what a scenario means is not what LiteLLM does, as far as its strategy knows. */
export function caveatsOf(
  root: Located,
  { router, modelGroups }: Scenario,
  kinds: Kinds,
  stated: ReadScenario['stated'],
): Problem[] {
  const caveat = strategyKindOf(kinds.strategies, router.strategy).caveat?.({
    profile: profileNamed(router.profile),
    fleets: modelGroups.map(({ groups }) => groups),
    allChat: stated.modelGroups.every(({ path }) => path === 'chat'),
  });
  const ofStrategy =
    caveat === undefined
      ? []
      : [problemAt(placeOf(root, ['router', 'strategy']), caveat.problem, caveat.remedy)];
  return [...ofStrategy, ...orderOfNoEffect(root, router, modelGroups)];
}

/** Deployments with an order that the release does not look at. */
function orderOfNoEffect(
  root: Located,
  { profile, enable_pre_call_checks: preCallChecks = false }: Scenario['router'],
  modelGroups: Scenario['modelGroups'],
): Problem[] {
  const isOrdered = modelGroups.some(({ groups }) =>
    groups.some(({ order }) => order !== undefined),
  );
  const { release } = profileNamed(profile);
  if (!isOrdered || looksAtOrder({ release, preCallChecks })) return [];
  return [
    problemAt(
      placeOf(root, ['router']),
      `order has no effect: LiteLLM ${release} looks at it in its pre-call checks only`,
      'add enable_pre_call_checks: true, if the router has it; else all groups share the traffic',
    ),
  ];
}

/**
 * Where more requests come than deployments with a capacity can ever serve.
 * @param listed whether it was written as a list of model groups
 */
export function overloadsOf(
  root: Located,
  { modelGroups, samples, duration_s }: TrafficModel,
  listed: boolean,
): Problem[] {
  return modelGroups.flatMap(({ load, groups }, i) => {
    if (!load.open) return [];
    const served_hz = serviceRate_hz(groups, samples);
    const rate_hz = load.fixed ? load.expected(duration_s) / duration_s : (load.rate_hz ?? 0);
    if (rate_hz < served_hz) return [];
    const [come, go] = [rate_hz, served_hz].map((rate) =>
      formatRateIn('s', Number(rate.toPrecision(3))),
    );
    const place = placeOf(root, listed ? ['modelGroups', i, 'load'] : ['load']);
    return [
      problemAt(
        place,
        `requests come at ${come}, and all deployments together serve ${go} at the most: the longer it goes on, the longer they wait`,
        'let fewer come, or raise capacity or deployments',
      ),
    ];
  });
}
