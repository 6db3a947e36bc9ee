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

/** What is expected where a release has to stand. */
export const A_RELEASE = 'the release whole, such as 1.110.0';

/** The same where something else was written: with a patch behind the two numbers that it may be. */
export function releaseInstead(text: string): string {
  const [, two, minor = ''] = /^v?(\d{1,4}\.(\d{1,4}))$/.exec(text) ?? [];
  if (two === undefined) return A_RELEASE;
  // As a number, 1.110 loses its last digit; that makes no release that is far from all that there are.
  const shortened = !minor.endsWith('0') && Number(minor) < 20;
  return `the release whole, such as ${two}.0${shortened ? `, or ${two}0.0 where ${two}0 was meant` : ''}`;
}

/** Reads `1.82.3`, `v1.82.3`, `1.82.3-stable`, `1.82.3.rc1`; null: it is no release. */
export function readRelease(text: string): ReadRelease | null {
  const [, numbers, suffix = ''] = RELEASE.exec(text) ?? [];
  if (numbers === undefined) return null;
  return { release: numbers.split('.').map(Number).join('.'), suffix };
}
