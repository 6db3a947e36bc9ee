/** Keys of the cells that the text of a sweep's journal holds whole, in their order. */
export function cellsIn(text: string): string[] {
  return text
    .split('\n')
    .slice(1, -1)
    .flatMap((line) => /"key":"(\w+)".*"sha256"/.exec(line)?.[1] ?? []);
}
