/** Whether a release of LiteLLM, such as `1.82.3`, comes before another. */
export function isBefore(one: string, other: string): boolean {
  const [a, b] = [one.split('.'), other.split('.')];
  for (let i = 0; i < a.length || i < b.length; i++) {
    const step = Number(a[i] ?? 0) - Number(b[i] ?? 0);
    if (step !== 0) return step < 0;
  }
  return false;
}

/** A release as people write it. */
export interface ReadRelease {
  /** Its three numbers: `1.82.3`. */
  readonly release: string;
  /** What stood behind them: `-stable`, `.rc1`; mostly empty. */
  readonly suffix: string;
}

/** Three numbers, with the v of a tag before them, and what tags and packages put behind. */
const RELEASE = /^(?:main-)?v?(\d{1,4}\.\d{1,4}\.\d{1,4})((?:[.-]?[a-z][\w.-]{0,30})?)$/i;

/** Reads `1.82.3`, `v1.82.3`, `1.82.3-stable`, `1.82.3.rc1`; null: it is no release. */
export function readRelease(text: string): ReadRelease | null {
  const [, numbers, suffix = ''] = RELEASE.exec(text) ?? [];
  if (numbers === undefined) return null;
  return { release: numbers.split('.').map(Number).join('.'), suffix };
}
