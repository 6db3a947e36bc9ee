import { type Located, type Place, problemAt } from '../../text/tree.js';
import { readPythonYaml } from '../../text/yaml.js';
import { hasSection, isSection } from '../recognise.js';
import { isSetting } from '../settings.js';
import { type Entries, itemsOf } from './reader.js';

/** A configuration within a file. */
export interface Found {
  readonly root: Located;
  /** What it stands in: the values of a chart, for instance; undefined: it is all of its document. */
  readonly parent: Entries | undefined;
  /** Further texts beside it, by the names that an include has for them. */
  readonly beside: ReadonlyMap<string, Located>;
}

/** So deep a configuration may stand in a file: a list of ConfigMaps has its at five. */
const DEPTH = 8;

/**
 * The configurations in the documents of a file: a document that is one, and else whatever map or text in them
 * is one: under `proxy_config` in the values of a Helm chart, in a ConfigMap, in a file for Docker Compose.
 */
export function configurationsIn(documents: readonly Located[]): Found[] {
  return documents.flatMap((document) =>
    isConfiguration(document)
      ? [{ root: document, parent: undefined, beside: NO_TEXTS }]
      : within(document, undefined, DEPTH),
  );
}

const NO_TEXTS: ReadonlyMap<string, Located> = new Map();

/** Whether it has a section of a configuration, or is what a proxy answers of its models. */
function isConfiguration({ value }: Located): boolean {
  if (value.kind !== 'map') return false;
  const isAnswer = itemsOf(value.entries.get('data')?.node).some(
    ({ value: item }) => item.kind === 'map' && item.entries.has('litellm_params'),
  );
  return isAnswer || [...value.entries.keys()].some(isSection);
}

function within(node: Located, parent: Entries | undefined, depth: number): Found[] {
  const { value } = node;
  if (depth === 0) return [];
  if (value.kind === 'list') return value.items.flatMap((item) => within(item, parent, depth - 1));
  if (value.kind === 'scalar') {
    const root = typeof value.scalar === 'string' ? embedded(node, value.scalar) : undefined;
    return root === undefined ? [] : [{ root, parent, beside: NO_TEXTS }];
  }
  if (parent !== undefined && isConfiguration(node))
    return [{ root: node, parent, beside: NO_TEXTS }];
  const texts = new Map<string, Located>();
  const found = [...value.entries].flatMap(([name, entry]) => {
    const inside = within(entry.node, value.entries, depth - 1);
    const [one] = inside;
    if (one !== undefined && entry.node.value.kind === 'scalar') texts.set(name, one.root);
    return inside;
  });
  // Of the files of a ConfigMap, the one that includes the others is the configuration.
  const main = found.filter(
    ({ root }) => root.value.kind === 'map' && root.value.entries.has('include'),
  );
  const [first] = main;
  if (first === undefined || main.length > 1 || texts.size < found.length) return found;
  return [{ ...first, beside: texts }];
}

/** A configuration that stands as a text in another file; undefined: it is none, or cannot be read. */
function embedded({ at }: Located, text: string): Located | undefined {
  if (!hasSection(text)) return undefined;
  const block = blockAt(at);
  const file = `${at.source.file}:${problemAt(at, '', '').line} (the text there)`;
  const { roots, problems } =
    block === undefined
      ? readPythonYaml({ file, text, kind: 'file' }, { mayShow: isSetting })
      : readPythonYaml(at.source, { ...block, mayShow: isSetting });
  if (roots === null) throw new Unreadable(problems);
  return roots.find(isConfiguration);
}

/** Thrown where a text is a configuration by its looks, and cannot be read as one. */
export class Unreadable extends Error {
  constructor(readonly problems: ReturnType<typeof readPythonYaml>['problems']) {
    super('unreadable');
  }
}

/** Where the lines of a block (`|`) stand, which are YAML in their place as well; undefined: it is none. */
function blockAt({ source, offset }: Place): { start: number; end: number } | undefined {
  const { text } = source;
  const line = text.indexOf('\n', offset);
  if (text[offset] !== '|' || line === -1) return undefined;
  const start = line + 1;
  const indent = /^(?:[ \t]*\n)*( *)/.exec(text.slice(start))?.[1]?.length ?? 0;
  let end = start;
  while (end < text.length) {
    const next = text.indexOf('\n', end);
    const stop = next === -1 ? text.length : next;
    const blanks = /^ */.exec(text.slice(end, stop))?.[0].length ?? 0;
    if (text.slice(end, stop).trim() !== '' && blanks < indent) break;
    end = next === -1 ? text.length : next + 1;
  }
  return { start, end };
}
