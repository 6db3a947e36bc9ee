/** Whether a release of LiteLLM, such as `1.82.3`, comes before another. */
export function isBefore(one: string, other: string): boolean {
  const [a, b] = [one.split('.'), other.split('.')];
  for (let i = 0; i < a.length || i < b.length; i++) {
    const step = Number(a[i] ?? 0) - Number(b[i] ?? 0);
    if (step !== 0) return step < 0;
  }
  return false;
}
