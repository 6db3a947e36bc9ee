/**
 * The words of a command as a POSIX shell splits them: blanks separate, quotes and backslashes keep together. Nothing
 * is filled in: `$`, `*` and `~` mean themselves.
 * @returns undefined where a quote is not closed
 */
export function commandWords(command: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < command.length; i++) {
    const one = command[i] as string;
    const next = command[i + 1];
    if (quote === "'") {
      if (one === quote) quote = '';
      else word += one;
    } else if (one === '\\' && next !== undefined && (quote === '' || /["\\$`]/.test(next))) {
      word = (word ?? '') + next;
      i++;
    } else if (quote === '"') {
      if (one === quote) quote = '';
      else word += one;
    } else if (one === '"' || one === "'") {
      quote = one;
      word ??= '';
    } else if (/\s/.test(one)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + one;
  }
  if (word !== undefined) words.push(word);
  return quote === '' ? words : undefined;
}
