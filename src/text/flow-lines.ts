/**
 * A text in which no flow collection (`[...]`, `{...}`) or quoted text spans lines: blanks stand for the line ends
 * within, and for comments there. PyYAML lets such lines begin anywhere, also where the package for YAML takes them for
 * something new. All places stay what they are.
 */
export function withFlowsOnOneLine(text: string): string {
  const out = [...text.split('')];
  let depth = 0;
  /** Whether a value may begin here. */
  let begins = true;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '\n') {
      if (depth > 0) out[i] = ' ';
      begins = true;
    } else if (character === '#' && /^\s?$/.test(text[i - 1] ?? '')) {
      const end = endOf(text, i, '\n');
      if (depth > 0) out.fill(' ', i, end);
      i = end - 1;
    } else if (begins && (character === '"' || character === "'")) {
      const end = endOfQuoted(text, i);
      for (let at = i; at < end; at++) if (text[at] === '\n') out[at] = ' ';
      i = end;
      begins = false;
    } else if (depth === 0 && begins && (character === '|' || character === '>')) {
      i = endOfBlock(text, i) - 1;
    } else if (character === '[' || character === '{') {
      if (begins || depth > 0) depth += 1;
      begins = true;
    } else if (depth > 0 && (character === ']' || character === '}')) {
      depth -= 1;
      begins = false;
    } else if (!/[ \t\r]/.test(character)) {
      begins = /[-:?,]/.test(character);
    }
  }
  return out.join('');
}

function endOf(text: string, from: number, mark: string): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at;
}

/** Where a quoted text ends: at its last quote. */
function endOfQuoted(text: string, from: number): number {
  const quote = text[from];
  for (let i = from + 1; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i += 1;
    else if (text[i] === quote && quote === "'" && text[i + 1] === quote) i += 1;
    else if (text[i] === quote) return i;
  }
  return text.length;
}

/** Where the first line begins that is no part of a block (`|`): one that is indented no more than its own. */
function endOfBlock(text: string, from: number): number {
  const line = text.lastIndexOf('\n', from) + 1;
  const indent = /^ */.exec(text.slice(line, from))?.[0].length ?? 0;
  let end = endOf(text, from, '\n') + 1;
  while (end < text.length) {
    const stop = endOf(text, end, '\n');
    const own = text.slice(end, stop);
    if (own.trim() !== '' && (/^ */.exec(own)?.[0].length ?? 0) <= indent) break;
    end = stop + 1;
  }
  return Math.min(end, text.length);
}
