import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type Scalar as ScalarNode,
} from 'yaml';
import { withFlowsOnOneLine } from './flow-lines.js';
import { excess, limits } from './limits.js';
import type { Problem } from './problems.js';
import { pythonScalar } from './python-yaml.js';
import {
  type Located,
  type MapEntry,
  type Place,
  problemAt,
  type Scalar,
  type Source,
  sizeOf,
} from './tree.js';

export interface YamlOptions {
  /** Where the YAML starts in the text of the source. */
  readonly start?: number;
  /** What it is, as errors speak of it. */
  readonly of?: string;
  /** Whether errors may show this name; where they may not, it is an unnamed one. */
  readonly mayShow?: (name: string) => boolean;
}

/** As of a scenario, and where the YAML ends. */
export interface PythonYamlOptions extends YamlOptions {
  readonly end?: number;
}

/** What PyYAML takes and a scenario may not have. */
export interface PythonYaml {
  /** The documents, in the order of the text; null where a value cannot be known. */
  readonly roots: readonly Located[] | null;
  readonly problems: readonly Problem[];
  /** Keys that are given again, of which the last counts. */
  readonly repeated: readonly { readonly name: string; readonly at: Place }[];
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
  options: YamlOptions = {},
): { root: Located | null; problems: Problem[] } {
  const { of = 'scenario' } = options;
  const { roots, problems } = readDocuments(source, { ...options, of }, SCENARIO);
  const [root, second] = roots ?? [];
  if (second === undefined) return { root: root ?? null, problems };
  const message = 'there is more than one document in this file';
  const remedy = `keep one ${of} per file; remove the "---" line and what follows`;
  return { root: null, problems: [problemAt(second.at, message, remedy)] };
}

/**
 * Reads YAML as PyYAML's `safe_load_all` does: scalars by YAML 1.1, maps merged (`<<`), of a key that is given
 * twice the last. Limits are those of configurations.
 */
export function readPythonYaml(source: Source, options: PythonYamlOptions): PythonYaml {
  const { of = 'configuration' } = options;
  return readDocuments(source, { ...options, of }, PYTHON);
}

/** In what two readings of YAML differ. */
interface Dialect {
  readonly schema: 'core' | 'failsafe';
  /** What a plain scalar is; undefined: what the schema says. */
  readonly plain?: (text: string) => Scalar;
  /** Whether `<<` takes the entries of other maps, and a key may be given again. */
  readonly lenient: boolean;
  readonly limits: { readonly bytes: number; readonly tokens: number; readonly values: number };
}

const SCENARIO: Dialect = { schema: 'core', lenient: false, limits };
const PYTHON: Dialect = {
  schema: 'failsafe',
  plain: pythonScalar,
  lenient: true,
  limits: limits.ofConfiguration,
};

function readDocuments(
  source: Source,
  options: PythonYamlOptions & { readonly of: string },
  dialect: Dialect,
): { roots: Located[] | null; problems: Problem[]; repeated: PythonYaml['repeated'] } {
  const { start = 0, end, of, mayShow = () => true } = options;
  const failed = (problems: Problem[]) => ({ roots: null, problems, repeated: [] });
  // Blanks in place of what comes before, so that places in the YAML are places in the source.
  const text = source.text.slice(0, start).replace(/[^\n]/g, ' ') + source.text.slice(start, end);
  const refusal = refuse(source, text, of, dialect);
  if (refusal !== null) return failed([refusal]);
  const documents = parsedAs(dialect, text);
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) return failed(syntaxProblems(source, errors));
  const reader = new Reader(source, mayShow, dialect);
  const fallback = { source, offset: 0 };
  const roots = documents.map(({ contents, range }) =>
    reader.readDocument(contents as Node | null, range ? { source, offset: range[0] } : fallback),
  );
  const { problems, repeated } = reader;
  if (reader.incomplete) return failed(problems);
  const most = dialect.limits.values;
  const large = roots.find((root) => sizeOf(root, most + 1) > most);
  if (large !== undefined) {
    const message = `aliases expand this text to more than ${most} values`;
    return failed([problemAt(large.at, message, 'write the values out, or use fewer aliases')]);
  }
  return { roots: roots.length === 0 ? [nothing(fallback)] : roots, problems, repeated };
}

function parsedAs(dialect: Dialect, text: string): Document[] {
  // Unique keys are checked in `Reader`: the package compares every key with every other.
  const parse = (of: string): Document[] => {
    const parsed = parseAllDocuments(of, {
      prettyErrors: false,
      uniqueKeys: false,
      schema: dialect.schema,
      version: '1.2',
      stringKeys: false,
      logLevel: 'error',
    });
    return Array.isArray(parsed) ? parsed : [];
  };
  const isBroken = (all: Document[]) => all.some(({ errors }) => errors.length > 0);
  const documents = parse(text);
  if (!dialect.lenient || !isBroken(documents)) return documents;
  const joined = withFlowsOnOneLine(text);
  // What is broken off at a line's end nests less deeply than what is not.
  if (excess(joined, dialect.limits.tokens) !== null) return documents;
  const again = parse(joined);
  return isBroken(again) ? documents : again;
}

/** What makes a text unfit for the parser: size, binary content, depth. */
function refuse(source: Source, text: string, of: string, dialect: Dialect): Problem | null {
  const { bytes, tokens } = dialect.limits;
  if (text.length > bytes) return { file: source.file, ...tooLarge(of, bytes) };
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
  const limit = excess(text, tokens);
  if (limit === null) return null;
  const place = { source, offset: limit.offset };
  return limit.limit === 'depth'
    ? problemAt(place, `more than ${limits.depth} levels of nesting`, 'nest less deeply')
    : problemAt(
        place,
        `too many values (more than ${tokens} tokens)`,
        'keep long series in a file of numbers and name it',
      );
}

/** The problem of a text above the size limit, without its file. */
export function tooLarge(of: string, bytes: number): Pick<Problem, 'message' | 'remedy'> {
  return {
    message: `more than ${bytes / 1e6} MB, which no ${of} needs`,
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

function syntaxProblems(source: Source, errors: Document['errors']): Problem[] {
  return errors.slice(0, limits.problems).map(({ code, pos }) => {
    const [says, remedy = 'check brackets, quotes and indentation here'] = syntaxFaults[code] ?? [
      'it cannot be read here',
    ];
    return problemAt({ source, offset: pos[0] }, `invalid YAML: ${says}`, remedy);
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
  /** Keys that were given again, where that may be. */
  readonly repeated: { readonly name: string; readonly at: Place }[] = [];

  constructor(
    private readonly source: Source,
    private readonly mayShow: (name: string) => boolean,
    private readonly dialect: Dialect,
  ) {}

  /** Anchors are those of one document. */
  readDocument(node: Node | null, at: Place): Located {
    this.anchors.clear();
    return this.read(node, at);
  }

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
    const scalar = isScalar(node) ? this.scalar(node) : null;
    const known =
      typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean';
    return { kind: 'scalar', scalar: known ? scalar : null };
  }

  private scalar({ value, type, tag }: ScalarNode): unknown {
    const { plain } = this.dialect;
    // A value without any text is one of no type.
    const isPlain = type === 'PLAIN' || type === undefined;
    const isText = tag === undefined ? !isPlain : tag.endsWith(':str');
    return plain === undefined || isText ? value : plain(String(value ?? ''));
  }

  private entries(
    pairs: readonly { key: unknown; value: unknown }[],
    at: Place,
  ): Map<string, MapEntry> {
    const entries = new Map<string, MapEntry>();
    const { lenient } = this.dialect;
    const merged: Located[] = [];
    for (const pair of pairs) {
      const keyNode = pair.key as Node | null;
      const keyAt = keyNode?.range ? this.at(keyNode.range[0]) : at;
      const key = isScalar(keyNode) && keyNode.value !== null ? String(keyNode.value) : undefined;
      const node = this.read(pair.value as Node | null, keyAt);
      if (key === undefined) {
        this.report(keyAt, 'a key must be a plain name', 'write name: value');
      } else if (key === '__proto__') {
        this.report(keyAt, 'unknown key "__proto__"', 'remove it');
      } else if (lenient && key === '<<') {
        merged.push(node);
      } else if (lenient && entries.has(key)) {
        this.repeated.push({ name: key, at: keyAt });
        entries.set(key, { keyAt, node });
      } else if (entries.has(key)) {
        const name = this.named('the key', JSON.stringify(key), 'this key', key);
        this.report(keyAt, `${name} is given twice`, 'keep one of them');
      } else {
        entries.set(key, { keyAt, node });
      }
    }
    for (const from of merged.reverse()) this.merge(from, entries);
    return entries;
  }

  /** Adds what a map takes from another, or from several of which the first goes before, to its own. */
  private merge(from: Located, entries: Map<string, MapEntry>): void {
    for (const { value, at } of from.value.kind === 'list' ? from.value.items : [from]) {
      if (value.kind === 'map') {
        for (const [key, entry] of value.entries) if (!entries.has(key)) entries.set(key, entry);
      } else {
        this.report(at, 'only maps can be merged', 'name the anchor of a map after "<<:"');
      }
    }
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
