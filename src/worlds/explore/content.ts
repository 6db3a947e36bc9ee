import type { Effect } from '../../effects/effects.js';
import { DeploymentStats, LatencyMap } from '../../strategies/lowest-latency/latency-map.js';

/** A canonical text of a value: equal texts, equal values. */
export function contentOf(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return `${value}`;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof LatencyMap) {
    let text = '{';
    for (let position = 0; position < value.index.ids.length; position++) {
      const stats = value.at(position);
      text += stats === undefined ? '-' : statsContent(stats);
    }
    return `${text}}`;
  }
  if (value instanceof DeploymentStats) return statsContent(value);
  if (value instanceof Map || value instanceof Set) return `collection${contentOf([...value])}`;
  if (Array.isArray(value)) {
    let text = '[';
    for (const item of value) text += `${contentOf(item)},`;
    return `${text}]`;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const name of Object.keys(fields).sort()) text += `${name}:${contentOf(fields[name])},`;
  return `${text}}`;
}

/** A string that cannot be taken for anything else. */
function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

/**
 * A canonical text of an effect. Its fields stand in the order in which they were written, as the
 * same place in a logger always writes them in the same order.
 */
export function effectContent(effect: Effect): string {
  let text = effect.op as string;
  for (const name in effect) {
    if (name !== 'op') text += ` ${name} ${contentOf(effect[name as keyof Effect])}`;
  }
  return text;
}

/** By far the most frequent values, so without looking for their fields. */
function statsContent({ latency, ttft, minute, tpm, rpm }: DeploymentStats): string {
  let text = '(';
  for (const sample of latency) text += `${contentOf(sample)} `;
  text += '|';
  for (const time of ttft) text += `${time} `;
  return `${text}|${minute} ${tpm} ${rpm})`;
}

/**
 * A value as a person reads it: the samples of each deployment, `d1: 1 2`.
 * @param sampleText a sample, as it is called
 */
export function readable(
  value: unknown,
  sampleText: (sample: unknown) => string = readable,
): string {
  const text = (part: unknown): string => readable(part, sampleText);
  if (value === undefined) return 'nothing';
  if (value instanceof LatencyMap) {
    const known = value.index.ids.flatMap((id) => {
      const stats = value.get(id);
      return stats === undefined ? [] : [`${id}: ${text(stats)}`];
    });
    return known.length === 0 ? 'an empty map' : known.join('; ');
  }
  if (value instanceof DeploymentStats) {
    return value.latency.map((sample) => sampleText(sample)).join(' ');
  }
  if (typeof value === 'object' && value !== null) {
    if ('sample' in value) return sampleText(value.sample);
    if ('timedelta_s' in value) return `(${String(value.timedelta_s)} s)`;
    if ('version' in value && 'value' in value) {
      return `${text(value.value)} (version ${String(value.version)})`;
    }
    if (Array.isArray(value)) {
      // A list of numbers is one of latencies.
      return value
        .map((item) => (typeof item === 'number' ? sampleText(item) : text(item)))
        .join(' | ');
    }
    return Object.entries(value)
      .map(([key, item]) => `${key}: ${text(item)}`)
      .join('; ');
  }
  return String(value);
}
