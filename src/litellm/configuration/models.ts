import { withoutSecrets } from '../../text/addresses.js';
import { type Located, type MapEntry, plain } from '../../text/tree.js';
import { isEnvironment, isFilledInElsewhere, lineOf, OVERHEAD_MODEL } from '../names.js';
import { TOLD } from './not-modelled.js';
import {
  type AllowedNumbers,
  type Entries,
  itemsOf,
  present,
  type SettingsReader,
} from './reader.js';
import {
  type ConfiguredRouter,
  type ConfiguredRouters,
  litellmName,
  NOT_NEGATIVE,
} from './router.js';

export interface ConfiguredModel {
  /** LiteLLM's model_name. */
  readonly name: string;
  /** The same as it is shown: without what may be secret in an address. */
  readonly shown: string;
  readonly deployments: readonly Deployment[];
  readonly router: ConfiguredRouter;
}

export interface Deployment {
  /** model_info.id; LiteLLM makes one up where there is none. */
  readonly id: string | undefined;
  readonly model: string;
  readonly apiBase: string | undefined;
  /** LiteLLM's `custom_llm_provider`, where it is stated. */
  readonly provider: string | undefined;
  /** Whether its answers are other response objects than those of chats: embeddings, images, ... */
  readonly isOther: boolean;
  /** What decides who is chosen, as far as it has a say here. */
  readonly routing: DeploymentRouting;
  /** Its value of the field that groups are made by. */
  readonly group: string | undefined;
}

/** Settings of a deployment that routing goes by, by their names in a scenario; absent: not given, or of no effect. */
export interface DeploymentRouting {
  readonly rpm?: number;
  readonly tpm?: number;
  readonly weight?: number;
  readonly order?: number;
  readonly tags?: readonly string[];
  readonly input_cost_per_token?: number;
  readonly output_cost_per_token?: number;
}

/** The deployments of a proxy. */
export interface ConfiguredModels {
  /** By model_name, in the order of the file. */
  readonly models: readonly ConfiguredModel[];
  /** What is odd in them. */
  readonly odd: readonly string[];
  /** Names of the fields that groups could be made by. */
  readonly fields: ReadonlySet<string>;
  /** The settings of each deployment, from wherever LiteLLM takes them. */
  readonly settings: readonly Entries[];
}

/** A model group while it is read. */
interface ModelReading {
  readonly name: string;
  readonly router: ConfiguredRouter;
  readonly deployments: Deployment[];
  /** The settings of each deployment as a text, by which LiteLLM makes up its id. */
  readonly alike: Map<string, number>;
}

/** Reads the deployments of a list. @param groupBy the field that groups are made by */
export function readModels(
  reader: SettingsReader,
  items: readonly Located[],
  routers: ConfiguredRouters,
  groupBy: string,
): ConfiguredModels {
  const models = new Map<string, ModelReading>();
  const fields = new Set<string>();
  const settings: Entries[] = [];
  const odd = new Set<string>();
  for (const item of items) {
    const entries = reader.map(item, 'a model of model_list');
    if (entries === undefined) continue;
    const name = reader.text(entries.get('model_name'), item.at, 'model_name');
    if (name?.startsWith(OVERHEAD_MODEL)) continue;
    const router = routers.own.get(name ?? '') ?? routers.general;
    const params = reader.section(entries.get('litellm_params'), 'litellm_params');
    const info = reader.section(entries.get('model_info'), 'model_info');
    for (const field of [...params.keys(), ...info.keys()]) fields.add(field);
    settings.push(params, info);
    const parts = { entries, params, info };
    tellWithoutEffect(parts, router, odd);
    leaveOut(reader, parts, router, groupBy);
    const model = reader.text(params.get('model'), item.at, 'litellm_params.model');
    const deployment = deploymentOf(reader, parts, model ?? '', router, groupBy);
    if (name === undefined || model === undefined) continue;
    tellModel(reader, model, odd);
    const group: ModelReading = models.get(name) ?? {
      name,
      router,
      deployments: [],
      alike: new Map(),
    };
    models.set(name, group);
    const copies = Math.max(1, itemsOf(params.get('organization')?.node).length);
    for (let i = 0; i < copies; i++) group.deployments.push(deployment);
    if (deployment.id === undefined) count(group.alike, textOf(params));
  }
  for (const group of models.values()) tellGroup(group, odd);
  return {
    models: [...models.values()].map(({ name, router, deployments }) => {
      return { name, shown: withoutSecrets(name), deployments, router };
    }),
    odd: [...odd],
    fields,
    settings,
  };
}

/** What LiteLLM has of a deployment. */
interface DeploymentParts {
  readonly entries: Entries;
  readonly params: Entries;
  readonly info: Entries;
}

function deploymentOf(
  reader: SettingsReader,
  { entries, params, info }: DeploymentParts,
  model: string,
  router: ConfiguredRouter,
  groupBy: string,
): Deployment {
  const decisive = decisiveIn(router);
  // What shuffles weighs by litellm_params alone; others take a limit from the first of these that has one.
  const weighs = router.strategy === 'simple-shuffle';
  const limit = (name: string) =>
    (weighs ? [params] : [entries, params, info])
      .map((each) => reader.number(each.get(name), name, WHOLE, 'no limit is assumed'))
      .find((value) => value !== undefined && (value !== 0 || weighs));
  const number = (name: DecisiveNumber) =>
    decisive.includes(name) ? reader.number(params.get(name), name, NOT_NEGATIVE) : undefined;
  return {
    id: reader.optionalText(info.get('id'), 'model_info.id'),
    model,
    apiBase: reader.optionalText(params.get('api_base'), 'api_base'),
    provider: reader.optionalText(params.get('custom_llm_provider'), 'custom_llm_provider'),
    isOther: isOther(reader.optionalText(info.get('mode'), 'model_info.mode'), model),
    group: reader.optionalText(params.get(groupBy) ?? info.get(groupBy), groupBy),
    routing: given({
      rpm: limit('rpm'),
      tpm: limit('tpm'),
      weight: number('weight'),
      order: number('order'),
      tags: decisive.includes('tags') ? tagsOf(reader, params.get('tags')) : undefined,
      input_cost_per_token: number('input_cost_per_token'),
      output_cost_per_token: number('output_cost_per_token'),
    }),
  };
}

const LIMITS = ['rpm', 'tpm'];
const WHOLE: AllowedNumbers = {
  words: 'a whole number, 0 or more',
  holds: (value) => Number.isSafeInteger(value) && value >= 0,
};

function leaveOut(
  reader: SettingsReader,
  { entries, params, info }: DeploymentParts,
  router: ConfiguredRouter,
  groupBy: string,
): void {
  const path = 'model_list[]';
  const told = [...TOLD.deployment, ...LIMITS, 'weight', 'order', groupBy];
  const parts = ['model_name', 'litellm_params', 'model_info'];
  reader.leaveOut(entries, [...told, ...parts], path);
  const read: string[] = ['model', 'api_base', 'custom_llm_provider', ...decisiveIn(router)];
  // Each organization of a list is a deployment.
  if (itemsOf(params.get('organization')?.node).length > 0) read.push('organization');
  reader.leaveOut(params, [...told, ...read], `${path}.litellm_params`);
  reader.leaveOut(info, [...told, 'id', 'mode'], `${path}.model_info`);
}

type DecisiveNumber = 'weight' | 'order' | 'input_cost_per_token' | 'output_cost_per_token';

/** The settings of a deployment that have an effect under a router: order wherever its release looks at it. */
function decisiveIn({ strategy, tagFiltering }: ConfiguredRouter): (DecisiveNumber | 'tags')[] {
  return [
    'order',
    ...(strategy === 'simple-shuffle' ? (['weight'] as const) : []),
    ...(strategy === 'cost-based-routing'
      ? (['input_cost_per_token', 'output_cost_per_token'] as const)
      : []),
    ...(tagFiltering ? (['tags'] as const) : []),
  ];
}

/** Without what is not given. */
function given(
  all: {
    readonly [Name in keyof DeploymentRouting]: DeploymentRouting[Name] | undefined;
  },
): DeploymentRouting {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Names of at most so many characters: others are no tags of a scenario. */
function tagsOf(
  reader: SettingsReader,
  entry: MapEntry | undefined,
): readonly string[] | undefined {
  if (!present(entry)) return undefined;
  const { value } = entry.node;
  if (value.kind !== 'list') {
    reader.report(entry.node.at, 'tags are not a list', 'write [a, b]');
    return undefined;
  }
  const tags = value.items.flatMap(({ value: item }) =>
    item.kind === 'scalar' && item.scalar !== null ? [lineOf(String(item.scalar))] : [],
  );
  return tags.length === 0 ? undefined : tags;
}

/** Modes of LiteLLM whose answers are a ModelResponse. */
const CHAT_MODES = new Set(['chat', 'responses']);
/** Models that do not chat, where nothing says it. */
const NO_CHAT = /embed|rerank|whisper|(?:^|[/-])tts-|dall-e|gpt-image|stable-diffusion/i;

function isOther(mode: string | undefined, model: string): boolean {
  return mode === undefined ? NO_CHAT.test(model) : !CHAT_MODES.has(mode);
}

function tellModel(reader: SettingsReader, model: string, odd: Set<string>): void {
  if (isFilledInElsewhere(model)) {
    const shown = isEnvironment(model) ? withoutSecrets(model) : 'a model';
    reader.notes.add(`${shown} is not looked up: which model this is is not known`);
  }
  if (/<[^>]*>/.test(model)) {
    odd.add('a model is a placeholder (<...>), as examples have it: what it is is not known');
  }
}

/** Settings that people give to decide who is chosen, and that do not under the strategy. */
function tellWithoutEffect(
  { params }: DeploymentParts,
  router: ConfiguredRouter,
  odd: Set<string>,
): void {
  if (router.strategy !== 'simple-shuffle' && present(params.get('weight'))) {
    odd.add(`weight has no effect under ${litellmName(router.strategy)}`);
  }
  if (!router.tagFiltering && present(params.get('tags'))) {
    odd.add('tags choose nobody without enable_tag_filtering');
  }
}

function tellGroup({ name, router, deployments, alike }: ModelReading, odd: Set<string>): void {
  const shown = lineOf(withoutSecrets(name));
  if (router.strategy === 'simple-shuffle') {
    tellWeights(shown, deployments, odd);
    return;
  }
  const most = Math.max(0, ...alike.values());
  if (most > 1) {
    odd.add(
      `${shown}: ${most} deployments are alike in all they say: LiteLLM gives them one id, by which ${litellmName(router.strategy)} takes them for one deployment (model_info.id tells them apart)`,
    );
  }
}

/** What simple-shuffle weighs by, where deployments do not all say the same (simple_shuffle.py). */
function tellWeights(shown: string, deployments: readonly Deployment[], odd: Set<string>): void {
  const weights = ['weight', 'rpm', 'tpm'] as const;
  const [ofFirst, ofAny] = [deployments.slice(0, 1), deployments].map((some) =>
    weights.find((name) => some.some(({ routing }) => routing[name] !== undefined)),
  );
  if (ofAny === undefined) return;
  if (ofAny !== ofFirst) {
    odd.add(
      `${shown}: ${ofAny} is given to others than the first deployment: LiteLLM up to 1.82.3 then weighs by ${ofFirst ?? 'none'}, 1.110.2 by ${ofAny}`,
    );
  } else if (deployments.some(({ routing }) => routing[ofAny] === undefined)) {
    odd.add(`${shown}: ${ofAny} is given to some deployments only: the others get nothing`);
  }
}

function textOf(params: Entries): string {
  return JSON.stringify([...params].map(([name, { node }]) => [name, plain(node)]));
}

function count(counts: Map<string, number>, text: string): void {
  counts.set(text, (counts.get(text) ?? 0) + 1);
}
