import { Lexer } from 'yaml';

/**
 * What a scenario may cost to read. All are far above any real scenario and far below what hurts:
 * the yaml package's parser recurses, and ends the whole process (no exception that could be
 * caught) on deeply nested input. So depth is measured on the lexer's tokens, which come one by one
 * without recursion, before anything is parsed.
 */
export const limits = {
  bytes: 1_000_000,
  depth: 64,
  tokens: 30_000,
  /** Values after aliases are expanded. */
  values: 100_000,
  /** What a proxy's configuration may cost: thousands of deployments. */
  ofConfiguration: { bytes: 10_000_000, tokens: 5_000_000, values: 1_000_000 },
  /** Problems of one kind that are worked out; more help nobody and each costs a look at the text. */
  problems: 100,
  /** Expectations of one logger: each is held against each. */
  expectations: 1_000,
} as const;

/** A limit that a text breaks, and where. */
export interface Excess {
  readonly offset: number;
  readonly limit: 'depth' | 'tokens';
}

/**
 * The first place where a text nests too deeply or holds too much, or null.
 * @param most so many tokens are not too much
 */
export function excess(text: string, most: number): Excess | null {
  const columns: number[] = []; // of the block collections that are open
  let flow = 0;
  let offset = 0;
  let lineStart = 0;
  let atLineStart = true;
  let inScalar = false;
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > most) return { offset, limit: 'tokens' };
    const kind = inScalar ? 'content' : kindOf(token);
    inScalar = token === scalarMark;
    if (kind === 'open') flow += 1;
    if (kind === 'close') flow = Math.max(0, flow - 1);
    if (kind === 'abandon') flow = 0;
    if (flow === 0 && (kind === 'indicator' || (atLineStart && kind === 'content'))) {
      const column = offset - lineStart;
      while (columns.length > 0 && columns[columns.length - 1]! > column) columns.pop();
      if (columns[columns.length - 1] !== column) columns.push(column);
    }
    if (flow + columns.length > limits.depth) return { offset, limit: 'depth' };
    if (kind === 'content' || kind === 'open') atLineStart = false;
    if (kind === 'mark') continue; // marks of the lexer are no part of the text
    const lastLine = token.lastIndexOf('\n');
    if (lastLine !== -1) {
      lineStart = offset + lastLine + 1;
      atLineStart = true;
    }
    offset += token.length;
  }
  return null;
}

// The lexer's own tokens, which no text holds: control characters are refused before.
const documentMark = '\u0002';
const scalarMark = '\u001f';
const brokenFlowMark = '\u0018';

type TokenKind = 'open' | 'close' | 'abandon' | 'indicator' | 'space' | 'mark' | 'content';

function kindOf(token: string): TokenKind {
  switch (token) {
    case '{':
    case '[':
      return 'open';
    case '}':
    case ']':
      return 'close';
    case brokenFlowMark:
      return 'abandon';
    case documentMark:
    case scalarMark:
      return 'mark';
    case '-':
    case '?':
    case ':':
      return 'indicator';
    default:
      return /^[ \t\r\n#]/.test(token) || token === '' ? 'space' : 'content';
  }
}
