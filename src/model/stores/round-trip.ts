import type { Distribution } from '../../kernel/distributions/distribution.js';
import type { Stream } from '../../kernel/random.js';

/** The parameters of a round trip to a shared copy. */
export const tripParameters = (where: string) =>
  ({
    rtt: { type: 'distribution', says: `Round trip of each operation${where}.` },
    jitter: {
      type: 'fraction',
      preset: 0,
      says: 'Uniform variation of each round trip, as a fraction of it.',
    },
  }) as const;

/** Draws a round trip in seconds, uniform in rtt × (1 ± jitter). */
export function roundTrips({ rtt, jitter }: { rtt: Distribution; jitter: number }) {
  if (jitter === 0) return (stream: Stream) => rtt.quantile(stream());
  return (stream: Stream) => rtt.quantile(stream()) * (1 - jitter + 2 * jitter * stream());
}

/** What a heading says of it. */
export function tripWords(texts: { rtt: string; jitter: string }, { jitter }: { jitter: number }) {
  return `rtt ${texts.rtt}${jitter === 0 ? '' : ` ±${texts.jitter}`}`;
}
