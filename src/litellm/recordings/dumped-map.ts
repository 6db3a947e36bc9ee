import type { DumpedStats } from '../../worlds/replay/recording.js';

type DumpedMap = Readonly<Record<string, DumpedStats | null>> | null;

/** Both sides of a dumped map for people: of each deployment the parts that differ. */
export function mapTexts(expected: unknown, actual: unknown): readonly [string, string] {
  const [a, b] = [expected as DumpedMap, actual as DumpedMap];
  const ids = Object.keys(a ?? b ?? {});
  const side = (mine: DumpedMap, other: DumpedMap): string => {
    if (mine === null) return 'no map';
    return ids.map((id) => `${id}: ${statsText(mine[id], other?.[id])}`).join('; ');
  };
  return [side(a, b), side(b, a)];
}

function statsText(mine: DumpedStats | null | undefined, other?: DumpedStats | null): string {
  if (mine == null) return 'not in it';
  const parts = (['latency', 'ttft', 'minutes'] as const).filter(
    (part) => JSON.stringify(mine[part]) !== JSON.stringify(other?.[part]),
  );
  return parts.map((part) => `${part} ${PARTS[part](mine)}`).join(', ');
}

const PARTS: Readonly<Record<keyof DumpedStats, (stats: DumpedStats) => string>> = {
  latency: ({ latency }) =>
    `[${latency.map((one) => (typeof one === 'number' ? one : `timedelta ${one.timedelta_s}`)).join(' ')}]`,
  ttft: ({ ttft }) => `[${ttft.join(' ')}]`,
  minutes: ({ minutes }) =>
    `[${minutes.map(({ minute, tpm, rpm }) => `${minute}: rpm ${rpm} tpm ${tpm}`).join(', ')}]`,
};
