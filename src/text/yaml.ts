import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
} from 'yaml';
import { excess, limits } from './limits.js';
import type { Problem } from './problems.js';
import { type Located, type MapEntry, type Place, problemAt, type Source, sizeOf } from './tree.js';

export interface YamlOptions {
  /** Where the YAML starts in the text of the source. */
  readonly start?: number;
  /** What it is, as errors speak of it. */
  readonly of?: string;
  /** Whether errors may show this name; where they may not, it is an unnamed one. */
  readonly mayShow?: (name: string) => boolean;
}

/**
 * Reads YAML into a tree of located values. Only what JSON can say is let through: maps with text
 * keys, lists, text, finite numbers, booleans, null; anchors and aliases are followed.
 *
 * Problems that leave every value known (a duplicate key) come together with the tree, so that what
 * else is wrong can be reported at once; otherwise `root` is null.
 *
 * No message quotes a value, nor the words of the parser, which would. Names of keys, tags and anchors
 * are shown, unless `mayShow` says otherwise.
 */
export function readYaml(
  source: Source,
  { start = 0, of = 'scenario', mayShow = () => true }: YamlOptions = {},
): { root: Located | null; problems: Problem[] } {
  // Blanks in place of what comes before, so that places in the YAML are places in the source.
  const text = ' '.repeat(start) + source.text.slice(start);
  const refusal = refuse(source, text, of);
  if (refusal !== null) return { root: null, problems: [refusal] };
  // Unique keys are checked in `Reader`: the package compares every key with every other.
  const document = parseDocument(text, {
    prettyErrors: false,
    uniqueKeys: false,
    schema: 'core',
    version: '1.2',
    stringKeys: false,
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    return { root: null, problems: syntaxProblems(source, document, of) };
  }
  const reader = new Reader(source, mayShow);
  const root = reader.read(document.contents as Node | null, { source, offset: 0 });
  if (reader.incomplete) return { root: null, problems: reader.problems };
  if (sizeOf(root, limits.values + 1) > limits.values) {
    const message = `aliases expand this text to more than ${limits.values} values`;
    return {
      root: null,
      problems: [problemAt(root.at, message, 'write the values out, or use fewer aliases')],
    };
  }
  return { root, problems: reader.problems };
}

/** What makes a text unfit for the parser: size, binary content, depth. */
function refuse(source: Source, text: string, of: string): Problem | null {
  if (text.length > limits.bytes) {
    return { file: source.file, ...tooLarge(of) };
  }
  const binary = /(?![\t\n\r\u0085])\p{Cc}/u.exec(text);
  if (binary !== null) {
    const code = binary[0].charCodeAt(0).toString(16).padStart(2, '0');
    const { sourceLine: _, ...problem } = problemAt(
      { source, offset: binary.index },
      `there is a control character (0x${code}); this is not a text file`,
      `name a ${of} written as YAML text in UTF-8`,
    );
    return problem; // text in UTF-16 would be read in its line all the same
  }
  const limit = excess(text);
  if (limit === null) return null;
  const place = { source, offset: limit.offset };
  return limit.limit === 'depth'
    ? problemAt(place, `more than ${limits.depth} levels of nesting`, 'nest less deeply')
    : problemAt(
        place,
        `too many values (more than ${limits.tokens} tokens)`,
        'keep long series in a file of numbers and name it',
      );
}

/** The problem of a text above the size limit, without its file. */
export function tooLarge(of: string): Pick<Problem, 'message' | 'remedy'> {
  return {
    message: `more than ${limits.bytes / 1e6} MB, which no ${of} needs`,
    remedy: `check that this is a ${of}; keep long series in a file of numbers and name it`,
  };
}

/** What the parser's codes say, and what to do about it. Its own words quote what they are about. */
const syntaxFaults: Readonly<Partial<Record<ErrorCode, readonly [says: string, remedy?: string]>>> =
  {
    ALIAS_PROPS: ['an alias has no anchor or tag of its own'],
    BAD_ALIAS: ['this is not the name of an anchor'],
    BAD_COLLECTION_TYPE: ['a tag does not fit the collection'],
    BAD_DIRECTIVE: ['this is not a directive'],
    BAD_DQ_ESCAPE: [
      'this escape does not exist in double quotes',
      'write backslashes twice, or use single quotes',
    ],
    BAD_INDENT: ['the indentation does not fit', 'line it up with its neighbours'],
    BAD_PROP_ORDER: ['an anchor or a tag is in the wrong place'],
    BAD_SCALAR_START: ['plain text cannot begin with this character', 'put the text in quotes'],
    BLOCK_AS_IMPLICIT_KEY: [
      'a map is nested within a line',
      'put the nested map on lines of its own, or in quotes if it is text',
    ],
    BLOCK_IN_FLOW: ['a list or map in block style is inside brackets'],
    KEY_OVER_1024_CHARS: ['a key is longer than 1024 characters'],
    MISSING_CHAR: ['a character is missing', 'close the quote or bracket that was opened before'],
    MULTILINE_IMPLICIT_KEY: ['a key spans several lines'],
    MULTIPLE_ANCHORS: ['a value has two anchors'],
    MULTIPLE_TAGS: ['a value has two tags'],
    TAB_AS_INDENT: ['a tab is used as indentation', 'indent with spaces'],
    TAG_RESOLVE_FAILED: ['a tag does not fit its value'],
    UNEXPECTED_TOKEN: ['an unexpected token'],
  };

function syntaxProblems(source: Source, document: Document, of: string): Problem[] {
  return document.errors.slice(0, limits.problems).map(({ code, pos }) => {
    const place = { source, offset: pos[0] };
    if (code === 'MULTIPLE_DOCS') {
      return problemAt(
        place,
        'there is more than one document in this file',
        `keep one ${of} per file; remove the "---" line and what follows`,
      );
    }
    const [says, remedy = 'check brackets, quotes and indentation here'] = syntaxFaults[code] ?? [
      'it cannot be read here',
    ];
    return problemAt(place, `invalid YAML: ${says}`, remedy);
  });
}

/** Tags that say no more than the value itself. */
const harmlessTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

class Reader {
  readonly problems: Problem[] = [];
  /** Whether a value could not be read, so that the tree says less than the text. */
  incomplete = false;
  /** The value of each anchor so far; null while it is being read. */
  private readonly anchors = new Map<string, Located | null>();

  constructor(
    private readonly source: Source,
    private readonly mayShow: (name: string) => boolean,
  ) {}

  /** Reads one value; `fallback` is its place where it is empty. */
  read(node: Node | null | undefined, fallback: Place): Located {
    const at = node?.range ? this.at(node.range[0]) : fallback;
    if (node === null || node === undefined) return nothing(at);
    if (isAlias(node)) return this.follow(node.source, at);
    if (node.tag !== undefined && !harmlessTags.has(node.tag)) {
      return this.hole(
        at,
        `${this.named('the tag', node.tag, 'this tag')} has no meaning here`,
        'remove the tag',
      );
    }
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, null);
    const located: Located = { at, value: this.value(node, at) };
    if (anchor !== undefined) this.anchors.set(anchor, located);
    return located;
  }

  private value(node: Node, at: Place): Located['value'] {
    if (isMap(node)) return { kind: 'map', entries: this.entries(node.items, at) };
    if (isSeq(node)) {
      return { kind: 'list', items: node.items.map((item) => this.read(item as Node, at)) };
    }
    const scalar = isScalar(node) ? node.value : null;
    const known =
      typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean';
    return { kind: 'scalar', scalar: known ? scalar : null };
  }

  private entries(
    pairs: readonly { key: unknown; value: unknown }[],
    at: Place,
  ): Map<string, MapEntry> {
    const entries = new Map<string, MapEntry>();
    for (const pair of pairs) {
      const keyNode = pair.key as Node | null;
      const keyAt = keyNode?.range ? this.at(keyNode.range[0]) : at;
      const key = isScalar(keyNode) && keyNode.value !== null ? String(keyNode.value) : undefined;
      const node = this.read(pair.value as Node | null, keyAt);
      if (key === undefined) {
        this.report(keyAt, 'a key must be a plain name', 'write name: value');
      } else if (key === '__proto__') {
        this.report(keyAt, 'unknown key "__proto__"', 'remove it');
      } else if (entries.has(key)) {
        const name = this.named('the key', JSON.stringify(key), 'this key', key);
        this.report(keyAt, `${name} is given twice`, 'keep one of them');
      } else {
        entries.set(key, { keyAt, node });
      }
    }
    return entries;
  }

  private follow(name: string, at: Place): Located {
    const target = this.anchors.get(name);
    if (target) return target;
    const message =
      target === null
        ? `${this.named('', `*${name}`, 'this alias', name)} refers to the anchor that it is part of`
        : `there is no ${this.named('', `anchor &${name}`, 'such anchor', name)} above`;
    return this.hole(at, message, 'write the value out');
  }

  /** A name as a message has it, or what stands for one that is not to be shown. */
  private named(before: string, written: string, unnamed: string, name = written): string {
    if (!this.mayShow(name)) return unnamed;
    return before === '' ? written : `${before} ${written}`;
  }

  /** A value that cannot be known. */
  private hole(at: Place, message: string, remedy: string): Located {
    this.incomplete = true;
    this.report(at, message, remedy);
    return nothing(at);
  }

  private at(offset: number): Place {
    return { source: this.source, offset };
  }

  private report(at: Place, message: string, remedy: string): void {
    if (this.problems.length >= limits.problems) return;
    this.problems.push(problemAt(at, message, remedy));
  }
}

function nothing(at: Place): Located {
  return { at, value: { kind: 'scalar', scalar: null } };
}
