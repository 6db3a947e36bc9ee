import { readRelease } from '../../strategies/lowest-latency/release.js';
import type { Located, MapEntry } from '../../text/tree.js';
import { type Entries, itemsOf } from './reader.js';

/** What the files around a configuration say of the proxy that runs it. */
export interface Surroundings {
  /** How many processes, and from what: `replicaCount 4 x numWorkers 2`; null: nothing says it. */
  readonly processes: { readonly count: number; readonly from: string } | null;
  /** The release of its image, such as `1.82.3`; null: nothing says it. */
  readonly release: string | null;
  readonly notes: readonly string[];
}

/** A figure, and the setting that it is from. */
interface Multiplier {
  readonly value: number;
  readonly name: string;
}

/** What is said of one workload: a chart, a Deployment, a service of Docker Compose. */
interface Workload {
  readonly replicas: Multiplier | undefined;
  readonly workers: Multiplier | undefined;
  readonly image: string | undefined;
  readonly autoscaled: boolean;
}

/**
 * Reads how many processes run, and which release.
 * @param documents of the file that has the configuration
 * @param parent what the configuration stands in: the values of a Helm chart
 */
export function surroundingsOf(
  documents: readonly Located[],
  parent: Entries | undefined,
): Surroundings {
  const all = [
    ...(parent === undefined ? [] : [chartOf(parent)]),
    ...documents.flatMap((document) => workloadsIn(document)),
  ];
  const one = (pick: (workload: Workload) => Multiplier | undefined) => all.map(pick).find(Boolean);
  const [replicas, workers] = [one((each) => each.replicas), one((each) => each.workers)];
  const figures = [replicas, workers].filter((figure) => figure !== undefined);
  const images = all.map(({ image }) => image).filter((image) => image !== undefined);
  return {
    processes:
      figures.length === 0
        ? null
        : {
            count: figures.reduce((product, { value }) => product * value, 1),
            from: figures.map(({ name, value }) => `${name} ${value}`).join(' x '),
          },
    release: images.map(releaseIn).find((release) => release !== null) ?? null,
    notes: all.some(({ autoscaled }) => autoscaled)
      ? ['autoscaling is on: there may be more processes, or fewer']
      : [],
  };
}

/** Values of LiteLLM's Helm chart, beside `proxy_config`. */
function chartOf(values: Entries): Workload {
  const autoscaling = mapOf(values.get('autoscaling'));
  const isOn = scalarIn(autoscaling, 'enabled') === true;
  return {
    replicas: isOn
      ? figureOf(autoscaling, 'minReplicas', 'autoscaling.minReplicas')
      : figureOf(values, 'replicaCount'),
    workers: figureOf(values, 'numWorkers') ?? ofContainer(values),
    image: textIn(mapOf(values.get('image')), 'tag'),
    autoscaled: isOn,
  };
}

/** Workloads of Kubernetes, and services of Docker Compose, that run LiteLLM. */
function workloadsIn({ value }: Located): Workload[] {
  if (value.kind !== 'map') return [];
  const { entries } = value;
  if (entries.has('items')) return itemsOf(entries.get('items')?.node).flatMap(workloadsIn);
  const spec = mapOf(entries.get('spec'));
  const pod = mapOf(mapOf(spec.get('template')).get('spec'));
  const containers = itemsOf(pod.get('containers')?.node)
    .map((node) => (node.value.kind === 'map' ? node.value.entries : NO_ENTRIES))
    .filter(runsLiteLLM);
  const ofPods = containers.map((container) => ({
    replicas: figureOf(spec, 'replicas'),
    workers: ofContainer(container),
    image: textIn(container, 'image'),
    autoscaled: false,
  }));
  const services = [...mapOf(entries.get('services')).values()].map(mapOf).filter(runsLiteLLM);
  const ofServices = services.map((service) => ({
    replicas:
      figureOf(mapOf(service.get('deploy')), 'replicas', 'deploy.replicas') ??
      figureOf(service, 'scale'),
    workers: ofContainer(service),
    image: textIn(service, 'image'),
    autoscaled: false,
  }));
  return [...ofPods, ...ofServices];
}

const NO_ENTRIES: Entries = new Map();

function runsLiteLLM(container: Entries): boolean {
  return /litellm/i.test([textIn(container, 'image'), ...wordsOf(container)].join(' '));
}

/** `--num_workers 8` of what is started, or NUM_WORKERS of its environment. */
function ofContainer(container: Entries): Multiplier | undefined {
  const words = wordsOf(container);
  const at = words.findIndex((word) => /^--num_workers(?:=|$)/.test(word));
  const option = words[at]?.split('=')[1] ?? words[at + 1];
  if (at >= 0) return figure('--num_workers', option);
  return [...environmentOf(container)].flatMap(([name, value]) =>
    name === 'NUM_WORKERS' ? (figure(name, value) ?? []) : [],
  )[0];
}

/** What a container is started with, word by word. */
function wordsOf(container: Entries): string[] {
  return ['entrypoint', 'command', 'args'].flatMap((name) => {
    const node = container.get(name)?.node;
    const texts = node === undefined ? [] : [node, ...itemsOf(node)];
    return texts.flatMap(({ value }) =>
      value.kind === 'scalar' ? String(value.scalar).split(/\s+/) : [],
    );
  });
}

/** As Kubernetes has it (`env`), Docker Compose in either way, or LiteLLM's chart (`envVars`). */
function* environmentOf(container: Entries): Generator<readonly [string, unknown]> {
  for (const name of ['env', 'environment', 'envVars']) {
    const entry = container.get(name);
    for (const [key, { node }] of mapOf(entry)) {
      if (node.value.kind === 'scalar') yield [key, node.value.scalar];
    }
    for (const { value } of itemsOf(entry?.node)) {
      if (value.kind === 'scalar') {
        const [key = '', text] = String(value.scalar).split('=', 2);
        yield [key, text];
      } else if (value.kind === 'map') {
        yield [textIn(value.entries, 'name') ?? '', scalarIn(value.entries, 'value')];
      }
    }
  }
}

/** The release in the name of an image: `ghcr.io/berriai/litellm:main-v1.82.3-stable`. */
function releaseIn(image: string): string | null {
  const [, release = ''] = /(?:^|[:v-])v?(1\.\d+\.\d+)(?![\d.])/.exec(image) ?? [];
  return readRelease(release)?.release ?? null;
}

function figureOf(entries: Entries, key: string, name = key): Multiplier | undefined {
  return figure(name, scalarIn(entries, key));
}

function figure(name: string, value: unknown): Multiplier | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= 10_000
    ? { name, value: number }
    : undefined;
}

function mapOf(entry: MapEntry | undefined): Entries {
  const value = entry?.node.value;
  return value?.kind === 'map' ? value.entries : NO_ENTRIES;
}

function scalarIn(entries: Entries, key: string): unknown {
  const value = entries.get(key)?.node.value;
  return value?.kind === 'scalar' ? value.scalar : undefined;
}

function textIn(entries: Entries, key: string): string | undefined {
  const value = scalarIn(entries, key);
  return value === undefined || value === null ? undefined : String(value);
}
