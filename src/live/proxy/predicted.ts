import { always } from '../../kernel/distributions/constant.js';
import type { Distribution } from '../../kernel/distributions/distribution.js';
import { empiricalKind } from '../../kernel/distributions/empirical.js';
import type { DistributionSettings, QuantilePoint } from '../../kernel/parameters.js';
import { servedBy } from '../../litellm/write-config.js';
import { immediateKind } from '../../model/dispatches/immediate.js';
import { inProcessKind } from '../../model/stores/in-process.js';
import { tieredKind } from '../../model/stores/tiered.js';
import type { LiveOverhead } from '../../report/live/report.js';
import { madeDistribution } from '../../scenario/make.js';
import { MODEL_KINDS } from '../../scenario/model-kinds.js';
import { withPresets } from '../../scenario/presets.js';
import { fractionsOf } from '../../scenario/sample-kinds.js';
import { samplesIn } from '../../scenario/samples.js';
import type { Group, ReadScenario, Scenario } from '../../scenario/schema.js';
import { nearestProfile } from '../../strategies/lowest-latency/nearest.js';
import { DEFAULT_PROFILE, PROFILES } from '../../strategies/lowest-latency/profile.js';
import {
  bandWords,
  PATH_WORDS,
  type Provider,
  providerWords,
  type RequestPath,
  recordedAs,
} from '../../strategies/lowest-latency/recorded.js';
import { readRelease } from '../../strategies/lowest-latency/release.js';
import type { SimulationInput } from '../../studies/job.js';
import { formatDuration } from '../../text/units.js';

/** What is known of a proxy that was measured. */
export interface MeasuredProxy {
  /** As it says itself: `1.82.3`; null: it does not say. */
  readonly version: string | null;
  readonly workers: number;
  readonly redis: boolean;
  /** Its own time per request of each provider. */
  readonly overhead: readonly Pick<LiveOverhead, 'provider' | 'alone_s'>[];
  readonly timeScale: number;
}

/** What a proxy is predicted from. */
export interface ProxyPrediction {
  readonly input: SimulationInput;
  /** Name of the profile whose rules are taken. */
  readonly profile: string;
  /** What is replaced of the scenario, and what is assumed, a sentence each; the gravest first. */
  readonly notes: readonly string[];
}

/** A round trip to a Redis on the same machine, in seconds of real time: 0.2 to 1 ms were measured. */
const LOOPBACK_TRIP_S = 0.0006;

/**
 * A scenario as a proxy carries it out: its own logger and stores, what its release records of each answer, and
 * each latency longer by the time that it takes itself. Times are the scenario's.
 * @param stated what the scenario says of LiteLLM
 */
export function predictedAtProxy(
  input: SimulationInput,
  stated: ReadScenario['stated'],
  proxy: MeasuredProxy,
): ProxyPrediction {
  const { scenario } = input;
  const release = releaseOf(stated, proxy);
  const { name: profile } = nearestProfile(release.number);
  const kept = storeAt(proxy);
  const groups = groupsAt(input, stated, release.number, proxy);
  return {
    input: {
      ...input,
      logger: { kind: 'shipped', name: OWN_LOGGER },
      scenario: {
        ...scenario,
        logger: { ...scenario.logger, name: OWN_LOGGER },
        router: Object.assign({}, scenario.router, { profile }),
        dispatch: { kind: immediateKind.name },
        store: kept.store,
        processes: { ...scenario.processes, count: proxy.workers },
        modelGroups: groups.modelGroups,
      },
    },
    profile,
    notes: [
      ...new Set([
        ...release.notes,
        ...groups.notes,
        ...replaced(scenario, kept.store.kind),
        ...kept.notes,
        ...ownTime(proxy),
      ]),
    ],
  };
}

/** As LiteLLM's own does it. */
const OWN_LOGGER = 'unlocked';

function releaseOf(
  { litellm }: ReadScenario['stated'],
  { version }: MeasuredProxy,
): { readonly number: string; readonly notes: readonly string[] } {
  const measured = version === null ? null : readRelease(version);
  const asked = litellm?.release;
  const number = measured?.release ?? asked ?? DEFAULT_PROFILE.release;
  const nearest = nearestProfile(number);
  return {
    number,
    notes: [
      ...(isMeasured(number) ? [] : [`no profile for ${number}: nearest ${nearest.release}`]),
      ...(measured === null
        ? [
            `the proxy does not say its release: ${number} is taken${asked === undefined ? '' : ', as the scenario says'}`,
          ]
        : []),
      ...(measured !== null && asked !== undefined && asked !== measured.release
        ? [
            `the scenario says LiteLLM ${asked}, the proxy is ${measured.release}: that is predicted`,
          ]
        : []),
    ],
  };
}

function isMeasured(number: string): boolean {
  return PROFILES.some(({ release }) => release === number);
}

function storeAt({ redis, timeScale }: MeasuredProxy): {
  readonly store: Scenario['store'];
  readonly notes: readonly string[];
} {
  if (!redis) return { store: { kind: inProcessKind.name }, notes: [] };
  const rtt = always(LOOPBACK_TRIP_S * timeScale);
  return {
    store: withPresets(MODEL_KINDS.stores, { kind: tieredKind.name, rtt }),
    notes: [
      `a round trip to its Redis is taken as ${formatDuration(LOOPBACK_TRIP_S)}, as on one machine`,
    ],
  };
}

/** What of the scenario is not how a proxy does it. @param store what is taken instead of its own */
function replaced({ dispatch, store, logger, warmup }: Scenario, kept: string): string[] {
  return [
    ...(dispatch.kind === immediateKind.name
      ? []
      : ['a proxy logs each completion at once: the flushes of the scenario play no part']),
    ...(store.kind === kept
      ? []
      : [`the store of a proxy is ${kept}: that of the scenario, ${store.kind}, plays no part`]),
    ...(logger.name === OWN_LOGGER
      ? []
      : [
          `a proxy records with a logger of its own, as ${OWN_LOGGER}: ${logger.name} plays no part`,
        ]),
    ...(warmup === 0 ? [] : ['requests of the warm-up are sent, and not counted']),
  ];
}

function groupsAt(
  { scenario, numbers }: SimulationInput,
  { modelGroups: statedGroups }: ReadScenario['stated'],
  release: string,
  proxy: MeasuredProxy,
): { readonly modelGroups: Scenario['modelGroups']; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const served = new Map<RequestPath, Set<Provider>>();
  const materials = { kinds: MODEL_KINDS, numbers };
  const modelGroups = scenario.modelGroups.map(({ groups, ...rest }, m) => {
    const { path = 'chat', providers = [] } = statedGroups[m] ?? {};
    const own = groups.map((group, g): Group => {
      const provider = servedBy(group.name, providers[g]);
      served.set(path, (served.get(path) ?? new Set()).add(provider));
      const by_s = ownTime_s(proxy, provider) * proxy.timeScale;
      const later = (settings: DistributionSettings) =>
        shifted(settings, madeDistribution(settings, materials), by_s);
      const recorded = recordedBy(release, provider, path, samplesIn(scenario.samples, group));
      notes.push(...recorded.notes);
      return {
        ...group,
        latency: later(group.latency),
        ...(group.ttft !== undefined && { ttft: later(group.ttft) }),
        samples: { ...group.samples, kind: recorded.kind },
      };
    });
    return { ...rest, groups: own };
  });
  return { modelGroups, notes: [...notes, ...recordedOn(release, served)] };
}

/** What is recorded on the paths on which that differs by release. */
function recordedOn(release: string, served: ReadonlyMap<RequestPath, Set<Provider>>): string[] {
  return [...served]
    .filter(([path]) => path !== 'chat')
    .map(([path, of]) => `what is recorded of answers ${bandWords(release, path, [...of])}`);
}

/** What a release records of the answers of a provider: as measured, else as the scenario has it. */
function recordedBy(
  release: string,
  provider: Provider,
  path: RequestPath,
  { kind: own }: Scenario['samples'],
): { readonly kind: Scenario['samples']['kind']; readonly notes: readonly string[] } {
  const recorded = recordedAs(release, provider, path);
  const of = `${providerWords(provider)} on ${PATH_WORDS[path]}`;
  if (recorded === null) {
    return {
      kind: own,
      notes: [
        `what ${release} records of ${of} was not measured: the samples of the scenario hold`,
      ],
    };
  }
  return { kind: fractionsOf({ [recorded]: 1 }), notes: [] };
}

/** Points of a distribution between which straight lines are near enough: a thousandth of its mass each. */
const POINTS = 1000;

/** A distribution by its quantiles, each later by so many seconds. */
function shifted(
  settings: DistributionSettings,
  { quantile }: Distribution,
  by_s: number,
): DistributionSettings {
  if (by_s === 0) return settings;
  const quantiles = Array.from({ length: POINTS + 1 }, (_, i): QuantilePoint => {
    // Its ends may be without bounds.
    const u = Math.min(Math.max(i, END), POINTS - END) / POINTS;
    return { fraction: i / POINTS, value: quantile(u) + by_s };
  });
  return { distribution: empiricalKind.name, quantiles };
}

/** So far from an end of the distribution its last points are taken. */
const END = 0.05;

/** In seconds of real time. */
function ownTime_s({ overhead }: MeasuredProxy, provider: Provider): number {
  return overhead.find((one) => one.provider === provider)?.alone_s ?? 0;
}

function ownTime({ overhead, timeScale }: MeasuredProxy): string[] {
  if (overhead.length === 0) return [];
  const scaled = timeScale === 1 ? '' : `, ${timeScale} times as long in the scenario's time`;
  return [`each latency is longer by the proxy's own time, as measured before the load${scaled}`];
}
