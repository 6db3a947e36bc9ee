import { count } from './numbers.js';

/** Items in a sentence: `a, b and c`. */
export function list(items: readonly string[], word = 'and'): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1]}`;
}

/** A sentence's beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A number of replications: `1 replication`, `20 replications`. */
export function replicationsText(value: number): string {
  return `${count(value)} ${value === 1 ? 'replication' : 'replications'}`;
}
