import { DeploymentStats, Immutable, LatencyMap } from '../../loggers/latency-map.js';

const texts = new WeakMap<Immutable, string>();

/** A canonical text of a value: equal texts, equal values. Immutable values are written once. */
export function contentOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }
  if (value instanceof LatencyMap) {
    let text = '{';
    for (let position = 0; position < value.index.ids.length; position++) {
      const stats = value.at(position);
      text += stats === undefined ? '-' : contentOf(stats);
    }
    return `${text}}`;
  }
  if (value instanceof Immutable) {
    let text = texts.get(value);
    if (text === undefined) {
      text = plain(value as unknown as Record<string, unknown>);
      texts.set(value, text);
    }
    return text;
  }
  if (Array.isArray(value)) return `[${value.map(contentOf).join()}]`;
  return plain(value as Record<string, unknown>);
}

function plain(value: Record<string, unknown>): string {
  const fields = Object.keys(value).sort();
  return `{${fields.map((field) => `${field}:${contentOf(value[field])}`).join()}}`;
}

/** A value as a person reads it: the samples of each deployment, `d1: 1 2`. */
export function readable(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof LatencyMap) {
    const known = value.index.ids.flatMap((id) => {
      const stats = value.get(id);
      return stats === undefined ? [] : [`${id}: ${readable(stats)}`];
    });
    return known.length === 0 ? 'an empty map' : known.join('; ');
  }
  if (value instanceof DeploymentStats) return value.latency.map(readable).join(' ');
  if (typeof value === 'object' && value !== null) {
    if ('sample' in value) return readable(value.sample);
    if ('timedelta_s' in value) return `(${String(value.timedelta_s)} s)`;
    if ('version' in value && 'value' in value) {
      return `${readable(value.value)} (version ${String(value.version)})`;
    }
    if (Array.isArray(value)) return value.map(readable).join(' | ');
    return Object.entries(value)
      .map(([key, item]) => `${key}: ${readable(item)}`)
      .join('; ');
  }
  return String(value);
}
