/** `2 tasks`, `1 process`. */
export function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun}${noun.endsWith('s') ? 'es' : 's'}`;
}

/** 'lists of 2 samples'. */
export function listsText(listSize: number): string {
  return `lists of ${plural(listSize, 'sample')}`;
}
