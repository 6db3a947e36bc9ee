import { onlyValue } from '../kernel/distributions/constant.js';
import type {
  DistributionSettings,
  KindSettings,
  Settings,
  Unit,
  Value,
} from '../kernel/parameters.js';
import { type Path, valueAt } from '../text/tree.js';
import { formatPercent } from '../text/units.js';
import type { Change } from './change.js';
import { KINDS, type Kinds } from './kinds.js';
import type { LoadedScenario } from './loaded.js';
import { written } from './paths.js';
import { loggerOf } from './presets.js';
import type { SampleFractions } from './sample-kinds.js';
import type { LoggerSettings } from './schema.js';
import {
  compact,
  distributionWritten,
  type How,
  inFlow,
  kindWritten,
  loadWritten,
  parameterWritten,
  sampleKindsWritten,
  setByOneWritten,
  time,
  type Written,
} from './write.js';

/**
 * Changes as the arguments of `--set` that say the same.
 * @param form how the scenario is written that they are to change
 * @throws RangeError where a field has no such argument: it is a whole list, or prose
 */
export function overridesOf(
  changes: readonly Change[],
  form: Pick<LoadedScenario, 'listed'>,
  kinds: Kinds = KINDS,
): string[] {
  return changes
    .filter(({ value }) => value !== undefined)
    .map((one) => `${written(pathInFile(one.path, form.listed))}=${valueText(one, kinds)}`);
}

/**
 * Where a field of a resolved scenario stands in a file. A model group is at the top level there, or one of
 * a list; its groups are its fleet's.
 */
export function pathInFile(path: Path, listed: boolean): Path {
  const [first, position, field, ...rest] = path;
  if (first !== 'modelGroups' || position === undefined || field === undefined) return path;
  const outside = listed ? [first, position] : [];
  if (field === 'groups') return [...outside, 'fleet', field, ...rest];
  return field === 'name' && !listed ? ['fleet', 'modelGroup'] : [...outside, field, ...rest];
}

function valueText({ path, value, unit }: Change, kinds: Kinds): string {
  const field = valueAt(
    FIELDS,
    path.map((step) => (typeof step === 'number' ? 0 : step)),
  );
  const how: How = { kinds, brief: true, ...(unit !== undefined && { unit }) };
  const text = fieldWritten(field, value, how);
  if (text === undefined) throw new RangeError(`no --set can say ${written(path)}`);
  return typeof text === 'string' ? text : compact(text);
}

/** Undefined: nothing says it. */
function fieldWritten(field: unknown, value: unknown, how: How): string | Written | undefined {
  if (typeof field === 'function') return field(value, how);
  if (typeof field !== 'object' || field === null || Array.isArray(field)) return undefined;
  const inside: Record<string, string | Written> = {};
  for (const [name, each] of Object.entries(value as object)) {
    if (each === undefined) continue;
    const text = fieldWritten(valueAt(field, [name]), each, how);
    if (text === undefined) return undefined;
    inside[name] = text;
  }
  return inside;
}

const percent = (fraction: number) => formatPercent(fraction);
const number = (value: number) => String(value);
const truth = (value: boolean) => String(value);
const word = (text: string) => inFlow(text);
const kind = (of: 'dispatches' | 'stores') => (settings: KindSettings, how: How) =>
  kindWritten(how.kinds[of], settings, how);
const distribution = (unit: Unit) => (settings: DistributionSettings, how: How) =>
  distributionWritten(settings, unit, how);

const samples = {
  kind: (kinds: SampleFractions) => sampleKindsWritten(kinds),
  stream: percent,
  input_tokens: number,
  timeouts: { rate: percent, after: time },
};

/** How each field of a resolved scenario is written. */
const FIELDS = {
  duration: time,
  warmup: time,
  requests: number,
  samples,
  dispatch: kind('dispatches'),
  processes: { count: number, assign: word },
  store: kind('stores'),
  router: {
    ...ofStrategies(),
    strategy: word,
    profile: word,
    ttl: time,
    lowest_latency_buffer: number,
    max_latency_list_size: number,
    ttft_percentile: number,
    affinity: { ttl: time },
    enable_pre_call_checks: truth,
    enable_tag_filtering: truth,
  },
  logger: (logger: LoggerSettings, how: How) => {
    const { name, retries, lease } = logger;
    const presets = loggerOf(name);
    if (retries === presets.retries && lease === presets.lease) return word(name);
    return { name: word(name), retries: number(retries), lease: time(lease, how) };
  },
  seed: number,
  replications: number,
  margin: percent,
  modelGroups: [
    {
      name: word,
      groups: [
        {
          name: word,
          deployments: number,
          capacity: (settings: Settings, how: How) =>
            setByOneWritten(how.kinds.capacities, settings, how),
          rpm: number,
          tpm: number,
          weight: number,
          order: number,
          tags: (tags: readonly string[]) => `[${tags.map(inFlow).join(', ')}]`,
          input_cost_per_token: number,
          output_cost_per_token: number,
          latency: distribution('time'),
          ttft: distribution('time'),
          tokens: (settings: DistributionSettings, how: How) => {
            const single = onlyValue(settings);
            return Number.isSafeInteger(single)
              ? String(single)
              : distributionWritten(settings, 'plain', how);
          },
          samples,
        },
      ],
      load: (load: KindSettings, how: How) => loadWritten(load, how),
    },
  ],
};

/** The parameters of strategies, which stand among the router's other fields. */
function ofStrategies(): Record<string, (value: Value, how: How) => string | Written> {
  const all = KINDS.strategies.flatMap(({ parameters }) => Object.entries(parameters));
  return Object.fromEntries(
    all.map(([name, { type }]) => [
      name,
      (value: Value, how: How) => parameterWritten(type, value, 'time', how),
    ]),
  );
}
