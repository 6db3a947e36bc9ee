import type { Located, MapEntry, Source } from '../../text/tree.js';
import { readPythonYaml } from '../../text/yaml.js';
import { masked } from '../mask.js';
import { isSetting } from '../settings.js';
import { type Entries, itemsOf, NOTHING, present, type SettingsReader } from './reader.js';
import { templateProblem } from './template.js';

/**
 * Reads a file that an `include` names.
 * @param name as it is written there
 * @param from the file that names it, as errors name it
 * @returns undefined: there is none
 * @throws ScenarioError where it is there, and cannot be read
 */
export type ReadIncluded = (name: string, from: string) => Source | undefined;

/** A configuration with the files that it includes, and what is odd in that. */
export interface Included {
  readonly entries: Entries;
  readonly odd: readonly string[];
}

/** A file that is named by an `include`. */
interface IncludeEntry {
  readonly name: string;
  readonly by: Located;
}

/**
 * Follows `include` as LiteLLM does (proxy_server.py, config_includes.py): lists of a file are added to those of
 * the configuration, all else of it stands in place of what was there. Files that an included one names come
 * after those that are named already, each once.
 * @param beside what is included from within the same file, by name
 */
export function withIncludes(
  reader: SettingsReader,
  root: Located,
  beside: ReadonlyMap<string, Located>,
  read: ReadIncluded,
): Included {
  const entries = new Map(entriesOf(root));
  const odd = new Set<string>();
  const pending = namedIn(reader, entries);
  const seen = new Set([root.at.source.file]);
  // Grows while it is gone through.
  for (const { name, by } of pending) {
    const node = beside.get(name) ?? documentOf(reader, name, by, read, seen);
    if (node === undefined) continue;
    const own = reader.map(node, 'an included file') ?? NOTHING;
    pending.push(...namedIn(reader, own));
    for (const [key, entry] of own) {
      const before = entries.get(key);
      if (before !== undefined && !isList(entry) && key !== 'include') {
        const shown = isSetting(key) ? key : 'a section';
        odd.add(`${shown} of an included file stands in place of that before`);
      }
      entries.set(key, joined(before, entry));
    }
  }
  entries.delete('include');
  return { entries, odd: [...odd] };
}

function entriesOf({ value }: Located): Entries {
  return value.kind === 'map' ? value.entries : NOTHING;
}

function namedIn(reader: SettingsReader, entries: Entries): IncludeEntry[] {
  const entry = entries.get('include');
  if (!present(entry)) return [];
  if (!isList(entry)) {
    reader.report(entry.node.at, 'include is not a list of files', 'write [models.yaml]');
    return [];
  }
  return itemsOf(entry.node).map((by) => ({
    name: by.value.kind === 'scalar' ? String(by.value.scalar) : '',
    by,
  }));
}

/** @param seen files that were read, to which this one is added */
function documentOf(
  reader: SettingsReader,
  name: string,
  { at }: Located,
  read: ReadIncluded,
  seen: Set<string>,
): Located | undefined {
  const source = read(name, at.source.file);
  if (source === undefined) {
    const remedy = 'put it beside this file, where LiteLLM looks for it';
    reader.report(at, 'the file that is included here is not there', remedy);
    return undefined;
  }
  if (seen.has(source.file)) return undefined;
  seen.add(source.file);
  const { roots, problems } = readPythonYaml(source, { mayShow: isSetting });
  const template = problems.length === 0 ? undefined : templateProblem(source);
  reader.problems.push(...(template === undefined ? problems.map(masked) : [template]));
  return roots?.[0];
}

function joined(before: MapEntry | undefined, entry: MapEntry): MapEntry {
  if (before === undefined || !isList(before) || !isList(entry)) return entry;
  const items = [...itemsOf(before.node), ...itemsOf(entry.node)];
  return { ...before, node: { at: before.node.at, value: { kind: 'list', items } } };
}

function isList({ node }: MapEntry): boolean {
  return node.value.kind === 'list';
}
